/// Age as the library counts it.
package enum Age {
  /// Days in a year.
  static let daysPerYear = 365.25

  /// Years from birth to a date, with their fraction.
  package static func years(from birth: Day, to date: Day) -> Double {
    Double(birth.distance(to: date)) / daysPerYear
  }
}
