internal import EvalStats

/// A stretch of months without a record of somebody, or something, that otherwise has many.
struct SilentMonths: Sendable, Equatable {
  let first: CalendarMonth
  let last: CalendarMonth
  /// Whether it lasts to the end of the records, or from their beginning.
  let isAtAnEnd: Bool

  /// Records that the other months would lead one to expect in the silent ones: with so many, silence by
  /// chance is next to impossible.
  private static let expectedCount = 15.0

  /// Every such stretch.
  ///
  /// - Parameters:
  ///   - counts: Records by month.
  ///   - months: The months, one after another.
  static func all(_ counts: [Int], months: [CalendarMonth]) -> [SilentMonths] {
    let total = Double(counts.reduce(0, +))
    var found: [SilentMonths] = []
    var start: Int?
    for place in 0...counts.count {
      if place < counts.count, counts[place] == 0 {
        start = start ?? place
      } else if let first = start {
        let length = place - first
        let others = counts.count - length
        if others > 0, total / Double(others) * Double(length) >= expectedCount {
          found.append(
            SilentMonths(
              first: months[first], last: months[place - 1],
              isAtAnEnd: first == 0 || place == counts.count))
        }
        start = nil
      }
    }
    return found
  }

  /// `in March 2016`, `from March 2016 to May 2016`.
  var words: String { first == last ? "in \(first)" : "from \(first) to \(last)" }
}
