/// A stretch of days counted from an index date, which is day 0 and belongs to no window.
public struct Window: Sendable, Hashable {
  /// First day, relative to the index date.
  public let firstDay: Int
  /// Last day, relative to the index date, included.
  public let lastDay: Int

  /// Creates a window that lies wholly before or wholly after day 0.
  public init(firstDay: Int, lastDay: Int) {
    precondition(firstDay <= lastDay, "a window from day \(firstDay) to day \(lastDay)")
    precondition(lastDay < 0 || firstDay > 0, "day 0 belongs to no window")
    self.firstDay = firstDay
    self.lastDay = lastDay
  }

  /// Days in a month: a year of 365.25 days over twelve.
  public static let daysPerMonth = 30.4375

  /// The days of a span of 6 or 12 months as published evaluations count them: 182 and 365;
  /// otherwise months × 30.4375, rounded down.
  public static func days(inMonths months: Int) -> Int {
    switch months {
    case 6: 182
    case 12: 365
    default: Int((Double(months) * daysPerMonth).rounded(.down))
    }
  }

  /// The `months` months before the index date: 12 gives days −365…−1.
  public static func before(months: Int) -> Window {
    Window(firstDay: -days(inMonths: months), lastDay: -1)
  }

  /// The `months` months after the index date: 12 gives days +1…+365.
  public static func after(months: Int) -> Window {
    Window(firstDay: 1, lastDay: days(inMonths: months))
  }

  /// The number of days.
  public var dayCount: Int { lastDay - firstDay + 1 }
}
