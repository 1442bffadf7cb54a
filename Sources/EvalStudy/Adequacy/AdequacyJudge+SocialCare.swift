internal import EvalStats

extension AdequacyJudge {
  /// Artefacts of packages of social care.
  func judgePackages(_ judgement: inout Judgement) {
    guard let found = extracts.packages, found.packageCount > 0 else { return }
    func care(_ code: String, _ count: Int, _ what: String) {
      guard count > 0 else { return }
      judgement.care(
        code, "\(opening(count, of: found.packageCount, "packages")) \(what)")
    }
    care(
      "asc-negative-cost", found.negativeCosts,
      "had a negative weekly cost, as a refund or the correction of an earlier booking has; they "
        + "were taken as written.")
    care("asc-zero-cost", found.zeroCosts, "cost nothing.")
    care(
      "asc-open-after-death", found.openAfterDeath,
      "ran on after the person's death and were ended that day.")
    care(
      "asc-started-after-death", found.startedAfterDeath,
      "began after the person's death and cost nothing.")
    care(
      "asc-repeated", found.repeatedRows,
      "repeated another in every column read; they were counted.")
    care(
      "asc-overlapping", found.overlapping,
      "overlap another of the same person, service and cost: one package recorded again, as a rule."
    )
    care(
      "asc-cost-implausible", found.implausibleCosts,
      "cost more than \(Wording.pounds(AdequacyLimits.weeklyCost)) a week: the unit of the cost may "
        + "be wrong.")
    let starts = Double(found.yearStarts) / Double(found.packageCount)
    if starts > AdequacyLimits.yearStartShare {
      judgement.care(
        "asc-year-start",
        "\(Wording.percent(starts)) of the packages start on 1 April, as records begun anew each "
          + "year do.")
    }
    if found.frequencyClashes > 0 {
      care(
        "asc-frequency-clash", found.frequencyClashes,
        "cost more than ten times, or less than a tenth of, what the same service usually costs a "
          + "week: the frequency of the cost may be wrong.")
    }
  }

  /// A year of which only totals are held.
  func judgeSummary(_ judgement: inout Judgement) {
    judgement.refuse(
      "summary-only",
      "Quarterly totals only: they carry totals, never a person's window or a test.")
    guard let summary = extracts.socialCareSummary else { return }
    let absent = summary.absentQuarters
    if absent > 0 {
      judgement.note(
        "summary-quarters-absent",
        "\(absent) quarters of a support reason are not in the file, though others of it are.")
    }
    let negative = summary.cells.count { ($0.cost ?? 0) < 0 || ($0.people ?? 0) < 0 }
    if negative > 0 {
      judgement.care("summary-negative", "\(negative) totals are negative.")
    }
    if summary.gapCount > 0 {
      judgement.note(
        "summary-gaps",
        "\(summary.gapCount) of \(summary.cells.count) totals are gaps, which are not 0.")
    }
  }

  /// Scores that move with what they are compared with, or are missing.
  func judgeRiskScores(_ judgement: inout Judgement) {
    let dates = admittedIndexDates
    guard let log = extracts.history.measurements[RiskScoresExtract.measurement], !dates.isEmpty
    else { return }
    let known = dates.count { log.last(of: $0.person, before: $0.day) != nil }
    let sentence =
      "\(opening(known, of: dates.count, "treated people")) have a score before their index date."
    if Double(known) < (1 - AdequacyLimits.missingScoreShare) * Double(dates.count) {
      judgement.care("risk-score-missing", sentence)
    } else {
      judgement.note("risk-score-known", sentence)
    }
    judgement.care(
      "risk-score-circular",
      "A risk score is made from past admissions and moves with them: it is no independent sign of "
        + "need.")
    let scale = RiskScoreScale(log, coverage: plan.calendar.coverage)
    if let month = scale.changedFrom {
      judgement.care(
        "risk-score-scale",
        "From \(month) on the scores are on another scale: their median is "
          + "\(Wording.fixed(scale.ratio, places: 1)) times that of the months before.")
    }
    if let month = scale.firstEmptyMonth {
      judgement.care(
        "risk-score-months",
        "No score is recorded in \(scale.emptyCount) months, the first \(month).")
    }
  }
}
