internal import EvalStats

extension AdequacyJudge {
  /// How many index dates have their whole windows within the records.
  func judgeWindows(of kind: ExtractKind, _ judgement: inout Judgement) {
    let dates = admittedIndexDates
    let outcomes = plan.outcomes.filter { kind.settings.contains($0.setting) }
    guard !dates.isEmpty, let first = outcomes.first else { return }
    let coverage = plan.calendar.coverage(of: first.setting)
    if coverage != plan.calendar.coverage {
      judgement.care(
        "person-level-years",
        "Person-level records cover \(coverage.lowerBound) to \(coverage.upperBound) only.")
    }
    var isAnyUsable = false
    for months in Set(outcomes.flatMap(\.windowMonths)).sorted() {
      let completeness = WindowCompleteness(
        dates.map(\.day), windows: PrePostWindows(months: months), coverage: coverage)
      if completeness.complete == 0 {
        judgement.care(
          "window-not-recorded",
          "No index date has \(months) months recorded before and after: this window cannot be "
            + "estimated.")
        continue
      }
      isAnyUsable = true
      let sentence =
        "\(opening(completeness.complete, of: dates.count, "index dates")) have \(months) months "
        + "recorded before and after."
      if completeness.share < AdequacyLimits.completeShare {
        judgement.care("window-incomplete", sentence)
      } else {
        judgement.note("window-complete", sentence)
      }
      judgeEnds(completeness, months: months, count: dates.count, coverage, &judgement)
    }
    if !isAnyUsable {
      judgement.refuse("no-window", "No window of the protocol lies within the records.")
    }
  }

  private func judgeEnds(
    _ completeness: WindowCompleteness, months: Int, count: Int, _ coverage: ClosedRange<Day>,
    _ judgement: inout Judgement
  ) {
    if completeness.cutShort > 0 {
      judgement.care(
        "follow-up-cut-short",
        "The \(months)-month follow-up of late index dates is cut short: the records end on "
          + "\(coverage.upperBound), so that only index dates up to \(completeness.lastDate) have "
          + "\(months) months after them, and "
          + "\(plan.disclosure.portion(completeness.cutShort, of: count, "index dates")) do not.")
    }
    if completeness.beginsLate > 0 {
      judgement.care(
        "look-back-cut-short",
        "The \(months) months before early index dates are not all recorded: the records begin on "
          + "\(coverage.lowerBound), so that only index dates from \(completeness.firstDate) on "
          + "have \(months) months before them, and "
          + "\(plan.disclosure.portion(completeness.beginsLate, of: count, "index dates")) do not.")
    }
  }
}

/// How many index dates have whole windows within some days.
struct WindowCompleteness {
  /// With both windows recorded, with the one after cut short, with the one before begun late.
  let complete: Int
  let cutShort: Int
  let beginsLate: Int
  /// The first and the last index date whose windows are whole.
  let firstDate: Day
  let lastDate: Day
  private let count: Int

  init(_ dates: [Day], windows: PrePostWindows, coverage: ClosedRange<Day>) {
    let first = coverage.lowerBound.advanced(by: -windows.before.firstDay)
    let last = coverage.upperBound.advanced(by: -windows.after.lastDay)
    complete = dates.count { $0 >= first && $0 <= last }
    cutShort = dates.count { $0 > last }
    beginsLate = dates.count { $0 < first }
    firstDate = first
    lastDate = last
    count = dates.count
  }

  /// The share of dates with both windows whole.
  var share: Double { count == 0 ? 0 : Double(complete) / Double(count) }
}
