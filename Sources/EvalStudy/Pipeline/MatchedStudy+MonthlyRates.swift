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
      func people(_ arm: Arm) -> Int {
        Set(monthly.observable.members.filter { cohort.arms[$0] == arm }.map { cohort.persons[$0] })
          .count
      }
      let treated = people(.treated)
      let controls = people(.control)
      return monthly.rows.map { row in
        let people = row.arm == .treated ? treated : controls
        let isMoney = !outcome.setting.isCounted
        guard let rate = row.rate, !isMoney || !plan.disclosure.suppresses(row.userCount),
          let scale = plan.disclosure.scale(of: row.events, among: people)
        else {
          return StudyResults.MonthlyRate(
            outcome: outcome.setting.rawValue, arm: row.arm, month: row.month, rate: nil,
            lower: nil, upper: nil)
        }
        let shown = rate * scale
        let limits = outcome.setting.isCounted ? poissonLimits(of: row, scale: scale) : nil
        return StudyResults.MonthlyRate(
          outcome: outcome.setting.rawValue, arm: row.arm, month: row.month, rate: shown,
          lower: limits?.lower, upper: limits?.upper)
      }
    }
  }

  /// The exact limits of a Poisson count, as it is shown, scaled to the rate as it is shown.
  ///
  /// - Parameter scale: What the weighted rate is multiplied with to be shown.
  private func poissonLimits(
    of row: MonthlyCounts.Row, scale: Double
  ) -> (lower: Double, upper: Double)? {
    guard row.weightedPersonMonths > 0,
      case .exact(let shown) = plan.disclosure.shown(row.events)
    else { return nil }
    let events = Double(shown)
    let eventsPerShown = events > 0 && row.weightedEvents > 0 ? row.weightedEvents / events : 1
    let scale = scale * 1000 * eventsPerShown / row.weightedPersonMonths
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
