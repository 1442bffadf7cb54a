internal import EvalStats

/// How the days of events are spread: days that stand for "not known" heap up.
struct DaySpread: Sendable, Equatable {
  /// The day with most events, and how many it has.
  let fullestDay: Day?
  let fullestDayCount: Int
  /// Days on which there is any event.
  let dayCount: Int
  /// Events on the first of a month.
  let firstOfMonthCount: Int
  /// Events on a day of the month from 1 to 12, as they all are where month and day were swapped or
  /// only such dates could be read.
  let upToTwelfthCount: Int
  let eventCount: Int
  /// Events by day of the week, Monday first.
  let weekdayCounts: [Int]

  /// - Complexity: O(*events* + *days from the first to the last*)
  init(_ days: some Collection<Day>) {
    eventCount = days.count
    guard let first = days.min(), let last = days.max() else {
      (fullestDay, fullestDayCount, dayCount) = (nil, 0, 0)
      (firstOfMonthCount, upToTwelfthCount) = (0, 0)
      weekdayCounts = Array(repeating: 0, count: 7)
      return
    }
    var counts = [Int](repeating: 0, count: first.distance(to: last) + 1)
    for day in days { counts[first.distance(to: day)] += 1 }
    var fullest = 0
    var (firsts, lows, any) = (0, 0, 0)
    var weekdays = Array(repeating: 0, count: 7)
    for place in counts.indices where counts[place] > 0 {
      any += 1
      if counts[place] > counts[fullest] { fullest = place }
      let day = first.advanced(by: place).components.day
      // 1 January 1970 was a Thursday.
      let weekday = (first.advanced(by: place).daysSinceEpoch + 3) % 7
      weekdays[Int(weekday < 0 ? weekday + 7 : weekday)] += counts[place]
      if day == 1 { firsts += counts[place] }
      if day <= 12 { lows += counts[place] }
    }
    fullestDay = first.advanced(by: fullest)
    fullestDayCount = counts[fullest]
    dayCount = any
    firstOfMonthCount = firsts
    upToTwelfthCount = lows
    weekdayCounts = weekdays
  }
}
