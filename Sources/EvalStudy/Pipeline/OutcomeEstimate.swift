internal import EvalStats

/// One outcome in one window while it is being worked on, with undisclosed numbers.
struct OutcomeEstimate: Sendable {
  let outcome: StudyProtocol.OutcomePlan
  let months: Int
  let isPrimary: Bool
  /// Matched sets whose windows are covered.
  var setCount = 0
  /// Sets left out because the records do not cover their windows.
  var uncoveredSetCount = 0
  var counts: PrePostCounts?
  var change: RateOfChange?
  /// The rate-of-change ratio by the default estimator.
  var ratio: Finding?
  /// The change among all treated, matched or not.
  var naive: Finding?
  /// Why there is no ratio.
  var obstacle: String?
}

extension MatchedStudy {
  /// Every outcome in every window, in the order of the protocol.
  func estimates() -> [OutcomeEstimate] {
    plan.outcomes.flatMap { outcome in
      outcome.windowMonths.map { estimate(of: outcome, months: $0) }
    }
  }

  private func estimate(
    of outcome: StudyProtocol.OutcomePlan, months: Int
  ) -> OutcomeEstimate {
    var estimate = OutcomeEstimate(
      outcome: outcome, months: months,
      isPrimary: plan.primary
        == StudyProtocol.PrimaryOutcome(setting: outcome.setting, windowMonths: months))
    let windows = PrePostWindows(months: months)
    let observable = ObservableSets(
      of: cohort, windows: windows, coverage: history.coverage(of: outcome.setting))
    estimate.setCount = observable.setCount
    estimate.uncoveredSetCount = observable.excludedSetCount
    let counts: PrePostCounts
    do {
      counts = try self.counts(of: cohort, in: outcome.setting, windows)
    } catch {
      // The setting is known from the outcome; the arm and window of a lack of time are not.
      if case .noPersonTime = error {
        estimate.obstacle = error.description
      } else {
        estimate.obstacle = error.message
      }
      return estimate
    }
    estimate.counts = counts
    if plan.disclosure.suppresses(aCellOf: counts, isMoney: !outcome.setting.isCounted) {
      estimate.obstacle =
        "too few people or events in an arm to be shown or to carry an estimate (disclosure rule)"
      return estimate
    }
    if !outcome.setting.isCounted, (counts.before + counts.after).contains(where: { $0 < 0 }) {
      estimate.obstacle =
        "somebody's sum is below 0, because refunds or corrections were booked, and no ratio is made "
        + "of such sums; the difference in pounds stands under costs"
      return estimate
    }
    do {
      let change = try RateOfChange(counts)
      estimate.change = change
      estimate.ratio = try change.ratio()
    } catch {
      estimate.obstacle = error.description
    }
    estimate.naive = naiveChange(in: outcome.setting, windows)
    return estimate
  }

  /// Rate after over rate before among all treated.
  private func naiveChange(in setting: Setting, _ windows: PrePostWindows) -> Finding? {
    guard let counts = try? counts(of: cohortOfAllTreated, in: setting, windows),
      let change = try? RateOfChange(counts), let finding = try? change.change(in: .treated)
    else { return nil }
    return Finding(
      estimand: "rate after over rate before among all treated, no controls",
      method: finding.method, estimate: finding.estimate, standardError: finding.standardError,
      lower: finding.lower, upper: finding.upper, pValue: finding.pValue,
      degreesOfFreedom: finding.degreesOfFreedom,
      caveats: finding.caveats + [
        "Without controls this is no effect: people taken on at a bad time use less afterwards "
          + "anyway."
      ])
  }
}
