/// Use of one log in several windows, read in one pass over a person's events.
///
/// The ends of all windows cut time into stretches, and how many events lie up to each cut gives every
/// window's total. People have few events, so one pass beats two binary searches a window.
struct UseInWindows: Sendable {
  /// Where the totals of each window go.
  let places: [Int]
  private let log: ActivityLog
  /// The lanes of the cuts before each window's first day and at its last.
  private let lanes: [(lower: Int, upper: Int)]
  /// Days from the date, one a lane; unused lanes lie before every event.
  private let cuts: SIMD8<Int32>

  /// The most cuts one pass can make.
  static let cutLimit = 8

  /// The days from the date at which windows begin or end, each once and in order.
  static func cuts(of windows: [Window]) -> [Int] {
    Set(windows.flatMap { [$0.firstDay - 1, $0.lastDay] }).sorted()
  }

  /// - Parameters:
  ///   - windows: With at most `cutLimit` different cuts.
  ///   - places: Where the total of each window goes.
  init(_ log: ActivityLog, windows: [Window], places: [Int]) {
    let days = UseInWindows.cuts(of: windows)
    precondition(days.count <= UseInWindows.cutLimit, "\(days.count) cuts in one pass")
    var cuts = SIMD8<Int32>(repeating: -1_000_000)
    for (lane, day) in days.enumerated() { cuts[lane] = Int32(day) }
    func lane(of day: Int) -> Int { days.firstIndex(of: day) ?? 0 }
    self.log = log
    self.places = places
    self.cuts = cuts
    lanes = windows.map { (lane(of: $0.firstDay - 1), lane(of: $0.lastDay)) }
  }

  /// Hands the total of each window to `body`, with the row of the pair and the window's number.
  ///
  /// - Complexity: O(*pairs* · (*events of a person* + *windows*))
  @inline(__always)
  func forEachTotal<Pairs: Sequence<(person: Int, date: Day)>>(
    of pairs: Pairs, _ body: (_ row: Int, _ window: Int, _ total: Double) -> Void
  ) {
    let offsets = log.offsets
    let days = log.days
    let totals = log.runningTotals
    let countsEvents = log.countsEvents
    var row = 0
    for (person, date) in pairs {
      let first = offsets[person]
      let end = offsets[person + 1]
      let limits = cuts &+ SIMD8(repeating: date.daysSinceEpoch)
      // Where an event lies after a cut the difference is negative, and its sign shifts down to −1.
      var later = SIMD8<Int32>.zero
      for event in first..<end {
        later &+= (limits &- SIMD8(repeating: days[event].daysSinceEpoch)) &>> 31
      }
      if countsEvents {
        for window in lanes.indices {
          let count = later[lanes[window].upper] &- later[lanes[window].lower]
          body(row, window, Double(count))
        }
        row += 1
        continue
      }
      for window in lanes.indices {
        let upper = end + Int(later[lanes[window].upper])
        let lower = end + Int(later[lanes[window].lower])
        let total =
          upper > lower
          ? totals[upper - 1] - (lower > first ? totals[lower - 1] : 0) : 0
        body(row, window, total)
      }
      row += 1
    }
  }
}
