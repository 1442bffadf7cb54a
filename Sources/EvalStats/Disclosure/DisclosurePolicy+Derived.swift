extension DisclosurePolicy {
  /// Whether a count is small enough to be hidden.
  public func suppresses(_ count: Int) -> Bool {
    disclose(count) == .suppressed
  }

  /// The percentage of a part in a whole, from the counts as a reader may see them, so that it
  /// cannot be turned back into the counts behind the rounding.
  ///
  /// - Returns: `nil` where either count is hidden or the whole is 0; at most 100.
  public func percent(_ part: Int, of whole: Int) -> Double? {
    guard case .exact(let shownPart) = disclose(part),
      case .exact(let shownWhole) = disclose(whole), shownWhole > 0
    else { return nil }
    return min(100, 100 * Double(shownPart) / Double(shownWhole))
  }

  /// A rate, mean or ratio as a reader may see it: hidden where any count behind it is.
  ///
  /// A rate times its person-time is the count again, so a rate may stand only where its count may.
  /// Where counts are rounded and the person-time is shown too, show `rate(of:in:)` instead.
  public func disclose(_ value: Double?, behind counts: Int...) -> Double? {
    counts.contains { suppresses($0) } ? nil : value
  }

  /// Events per 1,000 units of time, from the count as a reader may see it.
  ///
  /// - Returns: `nil` where the count is hidden or there is no time.
  public func rate(of count: Int, in time: Double) -> Double? {
    guard case .exact(let shown) = disclose(count), time > 0, time.isFinite else { return nil }
    return 1000 * Double(shown) / time
  }

  /// The share of a part in a whole, from the counts as a reader may see them: hidden where the part
  /// or what is left of the whole is.
  ///
  /// - Returns: `nil` where a count behind it is hidden or the whole is 0; at most 1.
  public func share(_ part: Int, of whole: Int) -> Double? {
    guard whole <= part || !suppresses(whole - part) else { return nil }
    return percent(part, of: whole).map { $0 / 100 }
  }
}
