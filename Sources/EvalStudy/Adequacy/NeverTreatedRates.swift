internal import EvalStats

/// How fully a setting is recorded, month by month, for people who were never taken on.
struct NeverTreatedRates {
  /// Events on registered days.
  let events: Double
  /// Months of 30 days without any event.
  let emptyMonths: Int
  /// The rate of the last two months over that of the twelve before; `nil` with fewer months.
  let lastMonthsRatio: Double?
  /// The rate of the last year over that of the first, leaving the last two months out; `nil` with
  /// fewer than two years.
  let drift: Double?

  /// Days in a month of this count, which needs months of equal length only.
  private static let monthDays = 30

  init(register: PersonRegister, log: ActivityLog, coverage: ClosedRange<Day>) {
    let monthCount =
      (coverage.lowerBound.distance(to: coverage.upperBound) + 1) / Self.monthDays
    // Months are counted back from the last day, so that the last one is whole.
    var counts = Array(repeating: 0.0, count: max(1, monthCount))
    var days = counts
    func place(_ day: Day) -> Int {
      counts.count - 1 - day.distance(to: coverage.upperBound) / Self.monthDays
    }
    for person in 0..<register.count where register.indexDates[person] == nil {
      let first = max(register.registeredFrom[person], coverage.lowerBound)
      let last = register.lastDay(of: person, cutOff: coverage.upperBound)
      guard first <= last else { continue }
      for month in max(0, place(first))...max(0, place(last)) {
        let end = coverage.upperBound.advanced(
          by: -(counts.count - 1 - month) * Self.monthDays)
        let start = end.advanced(by: 1 - Self.monthDays)
        let from = max(start, first)
        let to = min(end, last)
        if from <= to { days[month] += Double(from.distance(to: to) + 1) }
      }
      for event in log.offsets[person]..<log.offsets[person + 1] {
        let day = log.days[event]
        let month = place(day)
        if day >= first, day <= last, month >= 0 { counts[month] += log.quantity(of: event) }
      }
    }
    events = counts.reduce(0, +)
    emptyMonths = zip(counts, days).count { $0 == 0 && $1 > 0 }
    func rate(_ months: Range<Int>) -> Double? {
      guard months.lowerBound >= 0, !months.isEmpty else { return nil }
      let time = days[months].reduce(0, +)
      return time > 0 ? counts[months].reduce(0, +) / time : nil
    }
    func ratio(_ numerator: Range<Int>, _ denominator: Range<Int>) -> Double? {
      guard let above = rate(numerator), let below = rate(denominator), below > 0 else {
        return nil
      }
      return above / below
    }
    let end = counts.count
    lastMonthsRatio = end >= 14 ? ratio(end - 2..<end, end - 14..<end - 2) : nil
    drift = end >= 26 ? ratio(end - 14..<end - 2, 0..<12) : nil
  }
}
