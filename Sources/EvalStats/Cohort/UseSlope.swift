/// The least-squares slope of a person's monthly use before a date.
///
/// With y₋ₘ the use in month −m (days ⌈d / 30.4375⌉ = m before the date) and x = −M…−1, the slope is
/// Σ(x − x̄)y / Σ(x − x̄)²: events a month, by month.
struct UseSlope: Sendable {
  private let windows: [Window]
  /// (x − x̄) / Σ(x − x̄)², by month from the earliest.
  private let weights: [Double]

  /// - Parameter months: At least 2.
  init(months: Int) {
    precondition(months >= 2, "a slope over \(months) months")
    windows = (1...months).reversed().map { Window.month(-$0) }
    let middle = Double(months - 1) / 2
    let squares = (0..<months).reduce(0) { $0 + (Double($1) - middle) * (Double($1) - middle) }
    weights = (0..<months).map { (Double($0) - middle) / squares }
  }

  func value(of person: Int, before date: Day, in log: ActivityLog) -> Double {
    zip(windows, weights).reduce(0) { sum, month in
      sum + month.1
        * log.total(
          of: person, from: date.advanced(by: month.0.firstDay),
          through: date.advanced(by: month.0.lastDay))
    }
  }
}
