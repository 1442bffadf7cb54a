internal import EvalStats

extension DisclosurePolicy {
  /// What a rate made from a count is multiplied with so that it gives no more away than the count
  /// as it is shown; `nil` where the count is hidden.
  func scale(of amount: Double) -> Double? {
    let count = Self.count(of: amount)
    return switch disclose(count) {
    case .suppressed: nil
    case .exact(let shown): count == 0 ? 1 : Double(shown) / Double(count)
    }
  }

  /// A count, or an amount in pounds, as it may be shown.
  func shown(_ amount: Double) -> DisclosedCount { disclose(Self.count(of: amount)) }

  /// Person-months of an arm in a period as they may be shown: `nil` where its people are hidden,
  /// otherwise in proportion to the people as they are shown, since a window that all are observed
  /// throughout would give their number away.
  func personMonths(of arm: Arm, _ period: Period, in counts: PrePostCounts) -> Double? {
    let people = counts.peopleCount(of: arm)
    guard case .exact(let shown) = disclose(people) else { return nil }
    return counts.personMonths(of: arm, period) * (people > 0 ? Double(shown) / Double(people) : 1)
  }

  /// Whether an arm has too few people, or a count before or after, to be shown.
  func suppresses(aCellOf counts: PrePostCounts) -> Bool {
    Arm.allCases.contains { arm in
      suppresses(counts.peopleCount(of: arm))
        || Period.allCases.contains { period in
          suppresses(Self.count(of: counts.total(of: arm, period)))
        }
    }
  }

  /// A share of people, made from rounded counts: the mean of a 0/1 column gives its count away.
  ///
  /// Counts are rounded to the nearest 5, or to the threshold below which they are hidden, so that a
  /// hidden count may show as 0 or as the smallest step and cannot be told.
  func share(_ share: Double, of people: Double) -> Double {
    let step: Double
    switch self {
    case .none: return share
    case .below(let threshold): step = Double(threshold)
    case .hospitalEpisodeStatistics: step = 5
    }
    let whole = max(step, (people / step).rounded() * step)
    return min(1, (share * people / step).rounded() * step / whole)
  }

  /// The whole number nearest to an amount; amounts below 0, which costs may be, count as 0, and
  /// those beyond what a double counts one by one as the largest it does.
  private static func count(of amount: Double) -> Int { Int(min(9e15, max(0, amount)).rounded()) }
}

extension PrePostCounts {
  /// Events of an arm in a period, without weights.
  func total(of arm: Arm, _ period: Period) -> Double {
    sum(period == .before ? before : after, of: arm)
  }

  /// Person-months of an arm in a period, without weights.
  func personMonths(of arm: Arm, _ period: Period) -> Double {
    sum(period == .before ? timeBefore : timeAfter, of: arm)
  }

  /// People of an arm, each once.
  func peopleCount(of arm: Arm) -> Int {
    Set((0..<count).filter { arms[$0] == arm }.map { persons[$0] }).count
  }

  private func sum(_ values: [Double], of arm: Arm) -> Double {
    (0..<count).reduce(0) { arms[$1] == arm ? $0 + values[$1] : $0 }
  }
}
