internal import EvalStats

/// Deaths in every window, with what caveats need of them.
struct MortalityEstimates {
  var results: [StudyResults.MortalityResult] = []
  /// The longest window whose ratio has an interval that excludes 1.
  var clear: (months: Int, ratio: Finding)?
}

extension MatchedStudy {
  /// Deaths after the index date by arm, in every window of the protocol.
  func mortality() -> MortalityEstimates {
    var estimates = MortalityEstimates()
    for months in windowMonths {
      guard
        let deaths = try? WindowDeaths(
          of: cohort, register: register, time: time, coverage: plan.calendar.coverage,
          windows: PrePostWindows(months: months)),
        let treated = deaths.rows.first(where: { $0.arm == .treated }),
        let control = deaths.rows.first(where: { $0.arm == .control })
      else { continue }
      let isHidden =
        plan.disclosure.suppresses(treated.deaths) || plan.disclosure.suppresses(control.deaths)
      let ratio = isHidden ? nil : ratio(of: deaths, months: months)
      let isClear = ratio.map { ($0.lower ?? 0) > 1 || ($0.upper ?? .infinity) < 1 } ?? false
      if let ratio, isClear { estimates.clear = (months, ratio) }
      estimates.results.append(
        StudyResults.MortalityResult(
          windowMonths: months, deathsTreated: plan.disclosure.disclose(treated.deaths),
          deathsControl: plan.disclosure.disclose(control.deaths), ratio: ratio,
          sentence: Self.sentence(months: months, ratio: ratio, isHidden: isHidden)))
    }
    return estimates
  }

  /// The weighted mortality-rate ratio, clustered by set as every other comparison.
  private func ratio(of deaths: WindowDeaths, months: Int) -> Finding? {
    let members = deaths.observable.members
    let window = PrePostWindows(months: months).after
    let time = members.map { member in
      self.time.months(
        of: cohort.persons[member], arm: cohort.arms[member],
        indexDate: cohort.indexDates[member], in: window)
    }
    // The ratio of levels after reads the cells after only; those before hold one month each.
    let counts = PrePostCounts(
      arms: members.map { cohort.arms[$0] }, sets: members.map { cohort.sets[$0] },
      persons: members.map { cohort.persons[$0] }, weights: members.map { cohort.weights[$0] },
      before: members.map { _ in 0 }, timeBefore: members.map { _ in 1 },
      after: deaths.died.map { $0 ? 1 : 0 }, timeAfter: time)
    guard let ratio = try? RateOfChange(counts).level(in: .after) else { return nil }
    return plan.disclosure.shown(
      Finding(
        estimand: "mortality rate ratio after the index date", method: ratio.method,
        estimate: ratio.estimate, standardError: ratio.standardError, lower: ratio.lower,
        upper: ratio.upper, pValue: ratio.pValue, degreesOfFreedom: ratio.degreesOfFreedom,
        caveats: ratio.caveats))
  }

  private static func sentence(months: Int, ratio: Finding?, isHidden: Bool) -> String {
    if isHidden {
      return "Deaths within \(months) months are too few to be shown or compared."
    }
    guard let ratio else {
      return "Deaths within \(months) months cannot be compared: an arm has none."
    }
    let figures = OutcomeSentence.figures(of: ratio)
    guard let lower = ratio.lower, let upper = ratio.upper, lower > 1 || upper < 1 else {
      return "Deaths within \(months) months were not clearly different from those among matched "
        + "people (\(figures))."
    }
    return "More people died within \(months) months "
      + (ratio.estimate > 1 ? "in the programme than among" : "among matched people than in")
      + (ratio.estimate > 1 ? " matched people" : " the programme") + " (\(figures))."
  }
}
