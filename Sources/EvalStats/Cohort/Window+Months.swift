extension Window {
  /// The days of one month counted from the index date: month *m* > 0 holds the days *d* with
  /// ⌈d / 30.4375⌉ = m, month −m its mirror image.
  ///
  /// Months 1…12 are exactly the days of `after(months: 12)`, months −12…−1 those of
  /// `before(months: 12)`. There is no month 0, as there is no day 0 in a window.
  public static func month(_ month: Int) -> Window {
    precondition(month != 0, "day 0 belongs to no month")
    let size = abs(month)
    let near = Int((Double(size - 1) * daysPerMonth).rounded(.down)) + 1
    let far = Int((Double(size) * daysPerMonth).rounded(.down))
    return month > 0
      ? Window(firstDay: near, lastDay: far) : Window(firstDay: -far, lastDay: -near)
  }
}

extension Window: CustomStringConvertible {
  /// `days −365…−1`, with a true minus sign.
  public var description: String {
    "days \(Window.signed(firstDay))…\(Window.signed(lastDay))"
  }

  static func signed(_ day: Int) -> String { day < 0 ? "−\(-day)" : String(day) }
}
