internal import EvalStats

extension AdequacyJudge {
  /// The day on which the national A&E data set changed from HES A&E to ECDS.
  static let emergencyCareDataSetStart = Day(year: 2019, month: 4, day: 1)

  func judgeEvents(_ source: StudyExtracts.SourceRecord, _ judgement: inout Judgement) {
    judgeWindows(source.kind, &judgement)
    let rows = max(1, source.account.rowsKept)
    if let events = source.events {
      let repeated = Double(events.repeatedRows) / Double(rows)
      if repeated > 0.01 {
        judgement.care(
          "\(Wording.percent(repeated)) of the rows repeat another in every column read; they were "
            + "counted.")
      }
      let late = Double(events.eventsAfterDeath) / Double(rows)
      if late > 0.001 {
        judgement.care(
          "\(Wording.percent(late)) of the events are dated after the person's death; they are in "
            + "no window.")
      }
      if let share = events.shareElsewhere, share > 0.1 {
        judgement.care(
          "\(Wording.percent(share)) of the events were at providers that each see fewer than a "
            + "tenth of them: activity across the border may be incomplete.")
      }
    }
    if source.kind == .ae, let start = Self.emergencyCareDataSetStart {
      let reach = Window.days(inMonths: longestWindow)
      let first = plan.calendar.index.lowerBound.advanced(by: -reach)
      let last = plan.calendar.index.upperBound.advanced(by: reach)
      if first < start, last >= start {
        judgement.care(
          "The national data set changed on \(start) (HES A&E to ECDS) and some windows straddle "
            + "that day.")
      }
    }
    let isOneOfSeveral = source.kind.settings.count > 1
    for setting in source.kind.settings
    where plan.outcomes.contains(where: { $0.setting == setting }) {
      judgeRecording(
        of: setting, prefix: isOneOfSeveral ? "\(setting.label): " : "", &judgement)
    }
  }

  func judgePackages(_ source: StudyExtracts.SourceRecord, _ judgement: inout Judgement) {
    judgeWindows(source.kind, &judgement)
    guard let found = source.packages else { return }
    func care(_ count: Int, _ what: String) {
      guard count > 0 else { return }
      judgement.care("\(Self.opening(plan.disclosure.words(count))) of the packages \(what)")
    }
    care(
      found.negativeCosts,
      "had a negative weekly cost, as a refund or the correction of an earlier booking has; they "
        + "were taken as written.")
    care(found.zeroCosts, "cost nothing.")
    care(found.openAfterDeath, "ran on after the person's death and were ended that day.")
    care(found.repeatedRows, "repeated another in every column read; they were counted.")
    let starts = Double(found.yearStarts) / Double(max(1, source.account.rowsKept))
    if starts > 0.2 {
      judgement.care(
        "\(Wording.percent(starts)) of the packages start on 1 April, as records begun anew each "
          + "year do.")
    }
  }

  private var longestWindow: Int { plan.outcomes.flatMap(\.windowMonths).max() ?? 12 }

  /// How many index dates have their whole windows within the records.
  private func judgeWindows(_ kind: ExtractKind, _ judgement: inout Judgement) {
    let dates = admittedIndexDates
    let outcomes = plan.outcomes.filter { kind.settings.contains($0.setting) }
    guard !dates.isEmpty, let first = outcomes.first else { return }
    let coverage = plan.calendar.coverage(of: first.setting)
    if coverage != plan.calendar.coverage {
      judgement.care(
        "Person-level records cover \(coverage.lowerBound) to \(coverage.upperBound) only.")
    }
    var isAnyUsable = false
    for months in Set(outcomes.flatMap(\.windowMonths)).sorted() {
      let windows = PrePostWindows(months: months)
      let complete = dates.count { date in
        date.day.advanced(by: windows.before.firstDay) >= coverage.lowerBound
          && date.day.advanced(by: windows.after.lastDay) <= coverage.upperBound
      }
      let share = Double(complete) / Double(dates.count)
      let portion = plan.disclosure.portion(complete, of: dates.count, "index dates")
      let sentence =
        "\(Self.opening(portion)) have \(months) months recorded before and after."
      if complete == 0 {
        judgement.care(
          "No index date has \(months) months recorded before and after: this window cannot be "
            + "estimated.")
      } else {
        isAnyUsable = true
        if share < Self.completeShare {
          judgement.care(sentence)
        } else {
          judgement.note(sentence)
        }
      }
    }
    if !isAnyUsable { judgement.refuse("No window of the protocol lies within the records.") }
  }

  /// Coding lag, empty months and drift, from people who were never taken on.
  ///
  /// - Parameter prefix: names the setting where a source records several.
  private func judgeRecording(
    of setting: Setting, prefix: String, _ judgement: inout Judgement
  ) {
    guard let log = extracts.history.logs[setting] else { return }
    let coverage = plan.calendar.coverage(of: setting)
    let rates = NeverTreatedRates(register: extracts.register, log: log, coverage: coverage)
    if rates.events == 0 {
      judgement.refuse("\(prefix)Nothing is recorded for people who were never taken on.")
      return
    }
    if rates.emptyMonths > 0 {
      judgement.care("\(prefix)\(rates.emptyMonths) months of the coverage have no record.")
    }
    if let ratio = rates.lastMonthsRatio, ratio < Self.lastMonthsShare {
      judgement.care(
        "\(prefix)The last two months hold \(Wording.percent(ratio)) of the records expected from "
          + "the year before, among people never taken on: late coding is likely.")
    }
    if let drift = rates.drift, !Self.driftRange.contains(drift) {
      judgement.care(
        "\(prefix)Records of people never taken on went "
          + "\(drift < 1 ? "down" : "up") by \(Wording.percent(abs(drift - 1))) between the first "
          + "and the last year of coverage.")
    }
  }
}
