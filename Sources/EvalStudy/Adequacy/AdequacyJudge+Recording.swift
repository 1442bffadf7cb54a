internal import EvalStats

extension AdequacyJudge {
  /// Coding lag, empty months, steps and drift, from people who were never taken on.
  func judgeRecording(of kind: ExtractKind, _ judgement: inout Judgement) {
    let asked = kind.settings.filter { setting in
      plan.outcomes.contains { $0.setting == setting }
        || plan.matching.covariates.contains { $0.reads(setting) }
    }
    for setting in asked {
      guard let log = extracts.history.logs[setting] else { continue }
      let prefix = kind.settings.count > 1 ? "\(setting.label): " : ""
      judgement.setting = kind.settings.count > 1 ? setting : nil
      defer { judgement.setting = nil }
      let recording = MonthlyRecording(
        register: extracts.register, log: log, coverage: plan.calendar.coverage(of: setting))
      if recording.eventCount == 0 {
        judgement.refuse(
          "nothing-recorded",
          "\(prefix)Nothing is recorded for people who were never taken on.")
        continue
      }
      judgeEnds(recording, setting, prefix, &judgement)
      judgeSeries(recording, prefix, &judgement)
    }
  }

  /// Records that end before the protocol says, or begin later.
  private func judgeEnds(
    _ recording: MonthlyRecording, _ setting: Setting, _ prefix: String,
    _ judgement: inout Judgement
  ) {
    let (start, end) = (recording.silentMonthsAtStart, recording.silentMonthsAtEnd)
    if end > 0 {
      let last = recording.months[recording.months.count - end - 1]
      judgement.care(
        "records-end-early",
        "\(prefix)Nothing is recorded after \(last), though the protocol says that the records go "
          + "on to \(plan.calendar.coverage(of: setting).upperBound): windows that reach beyond "
          + "would count missing records as no use. Correct 'calendar.coverage_of'.")
    }
    if start > 0 {
      judgement.care(
        "records-begin-late",
        "\(prefix)Nothing is recorded before \(recording.months[start]), though the protocol says "
          + "that the records begin on \(plan.calendar.coverage(of: setting).lowerBound). Correct "
          + "'calendar.coverage_of'.")
    }
    let inside = recording.emptyMonths.filter { month in
      month >= recording.months[start]
        && month <= recording.months[recording.months.count - end - 1]
    }
    if let first = inside.first {
      judgement.care(
        "empty-months",
        "\(prefix)\(inside.count) months of the coverage have no record"
          + (inside.count == 1 ? " (\(first))." : ", the first \(first)."))
    }
  }

  private func judgeSeries(
    _ recording: MonthlyRecording, _ prefix: String, _ judgement: inout Judgement
  ) {
    if let ratio = recording.lastMonthsRatio, ratio < AdequacyLimits.lastMonthsShare {
      judgement.care(
        "late-coding",
        "\(prefix)The last two months hold \(Wording.percent(ratio)) of the records expected from "
          + "the year before, among people never taken on: late coding is likely.")
    }
    let usual = AdequacyLimits.usualMonthCount
    if let step = recording.step(outside: AdequacyLimits.stepRange, usualCount: usual) {
      judgement.care(
        "coding-break",
        "\(prefix)From \(step.month) on, records of people never taken on are "
          + "\(Wording.percent(abs(step.ratio - 1))) \(step.ratio < 1 ? "lower" : "higher") than in "
          + "the half-year before, and stay so: the way of recording may have changed.")
    } else if let drift = recording.drift, !AdequacyLimits.driftRange.contains(drift) {
      judgement.care(
        "drift",
        "\(prefix)Records of people never taken on went "
          + "\(drift < 1 ? "down" : "up") by \(Wording.percent(abs(drift - 1))) between the first "
          + "and the last year of coverage.")
    }
    let odd = recording.oddMonths(outside: AdequacyLimits.monthRange, usualCount: usual)
    if let first = odd.first {
      judgement.care(
        "odd-months",
        "\(prefix)\(first)"
          + (odd.count > 1 ? " and \(odd.count - 1) more months have" : " has")
          + " far more or far fewer records than the months around: some may be missing, or "
          + "recorded twice.")
    }
  }
}

extension Covariate {
  /// Whether the covariate reads records of a setting.
  func reads(_ setting: Setting) -> Bool {
    switch self {
    case .priorUse(let own, _), .daysSinceLast(let own, _), .useSlope(let own, _): own == setting
    case .age, .sex, .attribute, .measurement, .diagnosisScore: false
    }
  }
}
