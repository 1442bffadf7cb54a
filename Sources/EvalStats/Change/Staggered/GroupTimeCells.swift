private import Foundation

/// The four cells of one group in one month: the group and its comparison, in the month and its base.
struct GroupTimeCells {
  let cohort: Int
  let month: Int
  let base: Int
  let place: Int
  let basePlace: Int
  let comparison: [Int]
  /// Group now, group at base, comparison now, comparison at base.
  let events: SIMD4<Double>
  let time: SIMD4<Double>

  var rates: SIMD4<Double> { events / time }

  /// The group's rate expected now: its base rate times the comparison's change.
  var expectedRate: Double { rates[1] * rates[2] / rates[3] }
}

extension StaggeredStarts {
  /// The cells of a group in a month, or why they bear no comparison; `nil` where there is nothing to
  /// compare: a varying base before the panel.
  func cells(cohort: Int, month: Int) -> Result<GroupTimeCells, ChangeError>? {
    let start = totals.starts[cohort]
    let base = base(start: start, month: month)
    if month < start, let first = totals.months.first, base < first { return nil }
    guard let place = totals.months.firstIndex(of: month),
      let basePlace = totals.months.firstIndex(of: base)
    else { return .failure(.noBaseMonth(group: start, month: base)) }
    let others = comparison(cohort: cohort, month: month, base: base)
    guard !others.isEmpty else { return .failure(.noComparison(group: start, month: month)) }
    let parts = [
      totals.total([cohort], place), totals.total([cohort], basePlace),
      totals.total(others, place), totals.total(others, basePlace),
    ]
    guard parts.allSatisfy({ $0.time > 0 }) else {
      return .failure(.noPanelTime(group: start, month: month))
    }
    return .success(
      GroupTimeCells(
        cohort: cohort, month: month, base: base, place: place, basePlace: basePlace,
        comparison: others,
        events: SIMD4(parts[0].events, parts[1].events, parts[2].events, parts[3].events),
        time: SIMD4(parts[0].time, parts[1].time, parts[2].time, parts[3].time)))
  }

  /// The effect of four cells, per 1,000 person-months or a logarithm, and the coefficients of the
  /// cells' residuals in its influence.
  func effect(
    _ cells: GroupTimeCells, on scale: ChangeScale
  ) throws(ChangeError) -> (estimate: Double, coefficients: SIMD4<Double>) {
    let signs = SIMD4<Double>(1, -1, -1, 1)
    let estimate: Double
    let coefficients: SIMD4<Double>
    switch scale {
    case .difference:
      estimate = 1000 * (signs * cells.rates).sum()
      coefficients = 1000 * signs / cells.time
    case .ratio:
      guard (0..<4).allSatisfy({ cells.events[$0] > 0 }) else {
        throw .noPanelEvents(group: totals.starts[cells.cohort], month: cells.month)
      }
      estimate = (0..<4).reduce(0) { $0 + signs[$1] * log(cells.rates[$1]) }
      coefficients = signs / cells.events
    }
    return (estimate, coefficients)
  }

  /// Adds Σ over the four cells of coefficient · Σw(y − rate·t) to a form.
  func addResiduals(
    of cells: GroupTimeCells, times coefficients: SIMD4<Double>, to form: inout PanelTotals.Form
  ) {
    let count = totals.months.count
    let members = [[cells.cohort], [cells.cohort], cells.comparison, cells.comparison]
    let places = [cells.place, cells.basePlace, cells.place, cells.basePlace]
    for cell in 0..<4 {
      form.addResidual(
        members[cell], places[cell], monthCount: count, rate: cells.rates[cell],
        times: coefficients[cell])
    }
  }
}
