internal import EvalStats

/// Whether scores keep their scale from month to month.
struct RiskScoreScale {
  /// The month from which on the median is more than twice, or less than half, what it was.
  let changedFrom: CalendarMonth?
  /// The median from there on over that before; 1 where nothing changed.
  let ratio: Double
  /// Months between the first and the last with no score, and the first of them.
  let emptyCount: Int
  let firstEmptyMonth: CalendarMonth?

  /// A month's median is taken of this many scores or more.
  private static let leastScores = 20

  init(_ log: MeasurementLog, coverage: ClosedRange<Day>) {
    let months = CalendarMonth.whole(within: coverage)
    var scores: [[Double]] = Array(repeating: [], count: months.count)
    if let first = months.first {
      for (day, value) in zip(log.days, log.values) {
        let place = first.distance(to: CalendarMonth(day))
        if scores.indices.contains(place) { scores[place].append(value) }
      }
    }
    let filled = scores.indices.filter { !scores[$0].isEmpty }
    let empty =
      filled.isEmpty
      ? [] : (filled[0]...filled[filled.count - 1]).filter { scores[$0].isEmpty }
    emptyCount = empty.count
    firstEmptyMonth = empty.first.map { months[$0] }
    let told = filled.filter { scores[$0].count >= Self.leastScores }
    let medians = told.map { place in scores[place].sorted()[scores[place].count / 2] }
    var change: (place: Int, ratio: Double)?
    for place in medians.indices.dropFirst() where medians[place - 1] > 0 {
      let ratio = medians[place] / medians[place - 1]
      if ratio > 2 || ratio < 0.5, change == nil { change = (told[place], ratio) }
    }
    changedFrom = change.map { months[$0.place] }
    ratio = change?.ratio ?? 1
  }
}
