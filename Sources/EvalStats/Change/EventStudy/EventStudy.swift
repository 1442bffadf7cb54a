/// How the treated and their controls part month by month around the index date.
///
/// For month m the effect is the ratio of the arms' rates over the same ratio in the reference
/// months, θ(m) = (r₁(m)/r₀(m)) / (r₁(ref)/r₀(ref)), or the difference of differences per 1,000
/// person-months. It is the coefficient arm × month of a log-linear model with a level for every arm
/// and month, weighted, with offset log t; the cells are free, so that logs of rates are the
/// coefficients and the clustered covariance follows from set totals. Nothing is iterated.
///
/// **Reference.** A stretch of months is one level: its pooled rate. The default is −12…−7. People
/// are taken on at a crisis, so the months next to the index date carry a hump that falls again by
/// itself; measured against month −1, as is customary elsewhere, every later month would look like a
/// benefit.
///
/// **Covariance.** By matched set: CR1S with t(G − 1); below 40 sets CR2 with Satterthwaite's
/// degrees of freedom; where people serve in several sets two-way, by set and person. n are the rows
/// with person-time, k the levels of the model.
///
/// Day 0 belongs to no month. An event study shows whether the arms moved together before; it does
/// not show that they would have gone on to.
public struct EventStudy: Sendable {
  /// The months with person-time, in ascending order.
  public let months: [Int]
  /// The months all are measured against.
  public let reference: ClosedRange<Int>
  /// Rows of month 0, which took no part.
  public let indexMonthRowCount: Int
  let counts: EventTimeCounts
  let rows: [Int]
  let cells: EventCells

  /// Checks the counts and adds them up.
  ///
  /// - Throws: `ChangeError.invalidValue` or `.eventsWithoutTime` for a row that cannot be,
  ///   `.emptyArm`, `.noPersonTimeInMonth` where an arm has none in the reference.
  /// - Complexity: O(*rows* + *sets* · *months*²)
  public init(
    _ counts: EventTimeCounts, reference: ClosedRange<Int> = -12...(-7)
  ) throws(ChangeError) {
    try EventStudy.check(counts)
    self.counts = counts
    self.reference = reference
    rows = (0..<counts.count).filter {
      counts.weights[$0] > 0 && counts.time[$0] > 0 && counts.months[$0] != 0
    }
    indexMonthRowCount = counts.months.count { $0 == 0 }
    cells = EventCells(counts, rows: rows, reference: reference)
    months = cells.months
    for arm in Arm.allCases where cells.time[cells.reference(arm)] <= 0 {
      throw .noPersonTimeInMonth(arm, month: nil)
    }
  }

  /// The number of matched sets, or of people where they serve in several sets and are fewer.
  public var clusterCount: Int { cells.clusterCount }

  /// Whether some person serves in more than one set.
  public var sharesPeople: Bool { cells.sharedCount > 0 }

  /// The weighted rate of an arm in a month, per 1,000 person-months; `nil` without person-time.
  public func rate(of arm: Arm, month: Int) -> Double? {
    guard let place = months.firstIndex(of: month) else { return nil }
    let cell = cells.cell(arm, place)
    return cells.time[cell] > 0 ? 1000 * cells.rate(cell) : nil
  }

  /// The weighted rate of an arm over the reference months, per 1,000 person-months.
  public func referenceRate(of arm: Arm) -> Double { 1000 * cells.rate(cells.reference(arm)) }

  private static func check(_ counts: EventTimeCounts) throws(ChangeError) {
    for (name, values) in [
      ("weights", counts.weights), ("events", counts.events), ("time", counts.time),
    ] {
      for (row, value) in values.enumerated() where !(value.isFinite && value >= 0) {
        throw .invalidValue(column: name, row: row)
      }
    }
    for row in 0..<counts.count
    where counts.weights[row] > 0 && counts.time[row] == 0 && counts.events[row] > 0 {
      throw .eventsWithoutTime(row: row, counts.months[row] < 0 ? .before : .after)
    }
    for arm in Arm.allCases {
      let isThere = (0..<counts.count).contains {
        counts.arms[$0] == arm && counts.weights[$0] > 0
      }
      if !isThere { throw .emptyArm(arm) }
    }
  }

  // MARK: Contrasts

  /// ± 1 over the cells' events (ratio) or 1,000 over their person-time (difference).
  func contrast(_ scale: ChangeScale, _ terms: [(cell: Int, sign: Double)]) -> [Double] {
    var contrast = [Double](repeating: 0, count: cells.events.count)
    for (cell, sign) in terms {
      contrast[cell] +=
        sign * (scale == .ratio ? 1 / cells.events[cell] : 1000 / cells.time[cell])
    }
    return contrast
  }

  /// Treated less control in a month, on the logarithm or per 1,000 person-months.
  func level(_ scale: ChangeScale, place: Int) throws(ChangeError) -> Double {
    let pair = (cells.cell(.treated, place), cells.cell(.control, place))
    for (arm, cell) in [(Arm.treated, pair.0), (.control, pair.1)] {
      try require(scale, arm, cell: cell, month: months[place])
    }
    return value(scale, pair.0) - value(scale, pair.1)
  }

  /// Refuses a cell that bears no estimate.
  func require(
    _ scale: ChangeScale, _ arm: Arm, cell: Int, month: Int?
  ) throws(ChangeError) {
    guard cells.time[cell] > 0 else { throw .noPersonTimeInMonth(arm, month: month) }
    if scale == .ratio, cells.events[cell] <= 0 { throw noEvents(arm, month: month) }
    guard cells.setCounts[cell] >= 2 else {
      throw .tooFewSets(found: cells.setCounts[cell], needed: 2)
    }
  }

  func value(_ scale: ChangeScale, _ cell: Int) -> Double {
    scale == .ratio ? logarithm(cells.rate(cell)) : 1000 * cells.rate(cell)
  }

  private func noEvents(_ arm: Arm, month: Int?) -> ChangeError {
    let members = rows.filter { row in
      counts.arms[row] == arm
        && (month.map { counts.months[row] == $0 } ?? reference.contains(counts.months[row]))
    }
    let rate = Rate(
      events: members.map { counts.events[$0] }, time: members.map { counts.time[$0] },
      weights: members.map { counts.weights[$0] })
    return .noEventsInMonth(
      arm, month: month, personMonths: rate.personMonths, upperBound: rate.upper)
  }
}
