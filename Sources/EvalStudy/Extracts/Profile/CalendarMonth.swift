internal import EvalStats

/// A month of the calendar, counted from January of year 0.
struct CalendarMonth: Sendable, Hashable, Comparable, Strideable, CustomStringConvertible {
  let number: Int

  init(number: Int) { self.number = number }

  init(_ day: Day) {
    let (year, month, _) = day.components
    number = 12 * year + month - 1
  }

  var firstDay: Day {
    Day(year: number / 12, month: number % 12 + 1, day: 1) ?? Day(daysSinceEpoch: 0)
  }

  var lastDay: Day { advanced(by: 1).firstDay.advanced(by: -1) }

  var dayCount: Int { firstDay.distance(to: lastDay) + 1 }

  static func < (left: CalendarMonth, right: CalendarMonth) -> Bool { left.number < right.number }

  func distance(to other: CalendarMonth) -> Int { other.number - number }

  func advanced(by months: Int) -> CalendarMonth { CalendarMonth(number: number + months) }

  /// `March 2017`.
  var description: String { "\(Self.names[number % 12]) \(number / 12)" }

  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// The months that lie wholly within a range of days.
  static func whole(within days: ClosedRange<Day>) -> [CalendarMonth] {
    var first = CalendarMonth(days.lowerBound)
    if first.firstDay < days.lowerBound { first = first.advanced(by: 1) }
    var last = CalendarMonth(days.upperBound)
    if last.lastDay > days.upperBound { last = last.advanced(by: -1) }
    return first <= last ? Array(first...last) : []
  }
}
