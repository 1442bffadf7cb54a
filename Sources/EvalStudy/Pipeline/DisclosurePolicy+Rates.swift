internal import EvalStats

extension DisclosurePolicy {
  /// What a rate or mean of an arm in a period is multiplied with so that it is that of the count and
  /// of the people as they are shown; `nil` where either is hidden.
  func scale(
    of arm: Arm, _ period: Period, in counts: PrePostCounts, isMoney: Bool = false
  ) -> Double? {
    if suppresses(arm, period, of: counts, isMoney: isMoney) { return nil }
    return scale(of: counts.total(of: arm, period), among: counts.peopleCount(of: arm))
  }

  /// The same for an amount that some people come to.
  func scale(of amount: Double, among people: Int) -> Double? {
    guard let amount = scale(of: amount), let people = scale(of: Double(people)), people > 0
    else { return nil }
    return amount / people
  }

  private func scale(of amount: Double) -> Double? {
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
  func suppresses(aCellOf counts: PrePostCounts, isMoney: Bool = false) -> Bool {
    Arm.allCases.contains { arm in
      Period.allCases.contains { suppresses(arm, $0, of: counts, isMoney: isMoney) }
    }
  }

  /// Whether an arm has too few people to be shown or, in a period, too small a count; or money that
  /// went to too few people, since what one person's care cost is no small amount.
  func suppresses(
    _ arm: Arm, _ period: Period, of counts: PrePostCounts, isMoney: Bool = false
  ) -> Bool {
    suppresses(counts.peopleCount(of: arm))
      || suppresses(Self.count(of: counts.total(of: arm, period)))
      || isMoney && suppresses(counts.userCount(of: arm, period))
  }

  /// A share of people, made from the counts as they are shown: the mean of a 0/1 column gives its
  /// count away. `nil` where those who have the characteristic, or those who have it not, are hidden.
  func share(_ share: Double, of people: Double) -> Double? {
    if self == .none { return share }
    return self.share(Self.count(of: share * people), of: Self.count(of: people))
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

  /// People of an arm with anything other than 0 in a period, each once.
  func userCount(of arm: Arm, _ period: Period) -> Int {
    let amounts = period == .before ? before : after
    return Set((0..<count).filter { arms[$0] == arm && amounts[$0] != 0 }.map { persons[$0] }).count
  }

  /// People of an arm, each once.
  func peopleCount(of arm: Arm) -> Int {
    Set((0..<count).filter { arms[$0] == arm }.map { persons[$0] }).count
  }

  private func sum(_ values: [Double], of arm: Arm) -> Double {
    (0..<count).reduce(0) { arms[$1] == arm ? $0 + values[$1] : $0 }
  }
}
