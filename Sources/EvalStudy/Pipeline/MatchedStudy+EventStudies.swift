internal import EvalStats

extension MatchedStudy {
  /// How the arms parted month by month, for each outcome whose records cover the months.
  ///
  /// A month in which a count of an arm must be hidden shows no ratio; an outcome whose year before
  /// or after must be hidden shows none at all.
  func eventStudies() -> [StudyResults.EventStudyResult] {
    plan.outcomes.enumerated().compactMap { place, outcome in
      guard
        let counts = try? EventTimeCounts(
          of: cohort, time: time, history: history, setting: outcome.setting)
      else { return nil }
      return eventStudy(of: outcome, counts, place)
    }
  }

  private func eventStudy(
    of outcome: StudyProtocol.OutcomePlan, _ counts: EventTimeCounts, _ place: Int
  ) -> StudyResults.EventStudyResult {
    var result = StudyResults.EventStudyResult(
      outcome: outcome.setting.rawValue, label: outcome.label, referenceFrom: 0, referenceTo: 0,
      months: [], preTrend: nil, notEstimated: nil)
    let hidden = HiddenMonths(counts, plan.disclosure, isMoney: !outcome.setting.isCounted)
    guard !hidden.hasHiddenHalf else {
      result.notEstimated = "a count it would be made from is hidden by the disclosure rule"
      return result
    }
    do {
      let study = try EventStudy(counts)
      result.referenceFrom = study.reference.lowerBound
      result.referenceTo = study.reference.upperBound
      let path = try study.path()
      var generator = generator(.eventStudies, place)
      let band = path.band(draws: Self.bandDraws, using: &generator)
      result.months = path.months.map { month in
        shown(month, of: path, band: band, isHidden: hidden.months.contains(month))
      }
      result.preTrend = (try? study.preTrend()).map { trend in
        StudyResults.PreTrend(
          test: plan.disclosure.shown(trend.finding), slope: plan.disclosure.shown(trend.slope),
          undetectedDrift: trend.undetectedDrift)
      }
    } catch {
      result.notEstimated = plan.disclosure.shown(error.description)
    }
    return result
  }

  /// Draws behind the bands that hold all months at once.
  private static let bandDraws = 9_999

  private func shown(
    _ month: Int, of path: EventPath, band: SimultaneousBand?, isHidden: Bool
  ) -> StudyResults.EventMonth {
    guard !isHidden, let finding = path.finding(month: month) else {
      return StudyResults.EventMonth(
        month: month, ratio: nil, lower: nil, upper: nil, bandLower: nil, bandUpper: nil,
        notShown: isHidden
          ? "a count is hidden by the disclosure rule" : path.refusal(month: month)?.message)
    }
    let point = band?.points.firstIndex(of: month)
    return StudyResults.EventMonth(
      month: month, ratio: finding.estimate, lower: finding.lower, upper: finding.upper,
      bandLower: point.flatMap { band?.lower[$0] }, bandUpper: point.flatMap { band?.upper[$0] },
      notShown: nil)
  }
}

/// The months around the index date of which a count must be hidden.
private struct HiddenMonths {
  /// Months with a hidden count in an arm.
  let months: Set<Int>
  /// Whether an arm has too few people, or a whole side of the index date a hidden count.
  let hasHiddenHalf: Bool

  init(_ counts: EventTimeCounts, _ policy: DisclosurePolicy, isMoney: Bool) {
    struct Cell: Hashable {
      let arm: Arm
      let month: Int
    }
    struct Content {
      var amount = 0.0
      var users: Set<Int> = []

      mutating func add(_ amount: Double, of person: Int) {
        self.amount += amount
        if amount != 0 { users.insert(person) }
      }
    }
    var cells: [Cell: Content] = [:]
    var halves: [Cell: Content] = [:]
    for row in 0..<counts.count {
      let (arm, month) = (counts.arms[row], counts.months[row])
      let (amount, person) = (counts.events[row], counts.persons[row])
      cells[Cell(arm: arm, month: month), default: Content()].add(amount, of: person)
      halves[Cell(arm: arm, month: month.signum()), default: Content()].add(amount, of: person)
    }
    func isHidden(_ content: Content) -> Bool {
      policy.shown(content.amount) == .suppressed
        || isMoney && policy.suppresses(content.users.count)
    }
    months = Set(cells.filter { isHidden($0.value) }.map(\.key.month))
    hasHiddenHalf =
      halves.values.contains(where: isHidden)
      || Arm.allCases.contains { arm in
        let rows = (0..<counts.count).filter { counts.arms[$0] == arm }
        return policy.suppresses(Set(rows.map { counts.persons[$0] }).count)
      }
  }
}
