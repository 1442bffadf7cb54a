internal import EvalStats

extension MatchedStudy {
  /// Rates of months −12…−1 and 1…12 by arm, for each outcome whose records cover them.
  ///
  /// The interval is the exact Poisson one of the month's count, put on the weighted rate; it takes
  /// no account of people who return and is drawn to show how noisy a month is, not to compare.
  func monthlyRates() -> [StudyResults.MonthlyRate] {
    plan.outcomes.flatMap { outcome -> [StudyResults.MonthlyRate] in
      guard
        let monthly = try? MonthlyCounts(
          of: cohort, time: time, history: history, setting: outcome.setting)
      else { return [] }
      let few = Arm.allCases.filter { arm in
        plan.disclosure.suppresses(
          Set(
            monthly.observable.members.filter { cohort.arms[$0] == arm }.map {
              cohort.persons[$0]
            }
          ).count)
      }
      return monthly.rows.map { row in
        guard !few.contains(row.arm), let rate = row.rate,
          let scale = plan.disclosure.scale(of: row.events)
        else {
          return StudyResults.MonthlyRate(
            outcome: outcome.setting.rawValue, arm: row.arm, month: row.month, rate: nil,
            lower: nil, upper: nil)
        }
        let shown = rate * scale
        let limits = outcome.setting.isCounted ? Self.poissonLimits(of: row) : nil
        return StudyResults.MonthlyRate(
          outcome: outcome.setting.rawValue, arm: row.arm, month: row.month, rate: shown,
          lower: limits.map { $0.lower * scale }, upper: limits.map { $0.upper * scale })
      }
    }
  }

  /// The exact limits of a Poisson count, scaled from the crude to the weighted rate.
  private static func poissonLimits(
    of row: MonthlyCounts.Row
  ) -> (lower: Double, upper: Double)? {
    guard row.weightedPersonMonths > 0 else { return nil }
    let events = row.events
    let scale =
      events > 0 && row.weightedEvents > 0
      ? 1000 * row.weightedEvents / events / row.weightedPersonMonths
      : 1000 / row.weightedPersonMonths
    let lower =
      events > 0 ? ChiSquared(degreesOfFreedom: 2 * events).quantile(0.025) / 2 : 0
    let upper = ChiSquared(degreesOfFreedom: 2 * events + 2).upperQuantile(0.025) / 2
    return (scale * lower, scale * upper)
  }
}

extension Setting {
  /// Whether events are counted; adult social care is in pounds.
  var isCounted: Bool { self != .adultSocialCare }
}
