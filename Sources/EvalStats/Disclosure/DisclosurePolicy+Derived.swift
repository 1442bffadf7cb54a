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

  /// The parts of a whole whose total is shown beside them.
  ///
  /// If one part alone were hidden, the total less the others would give it away; where counts are
  /// not rounded, the smallest part that is not 0 is then hidden with it.
  public func disclose(partsOfShownTotal parts: [Int]) -> [DisclosedCount] {
    var disclosed = parts.map { disclose($0) }
    guard case .below = self, disclosed.count(where: { $0 == .suppressed }) == 1 else {
      return disclosed
    }
    let next = parts.indices
      .filter { disclosed[$0] != .suppressed && parts[$0] > 0 }
      .min { (parts[$0], $0) < (parts[$1], $1) }
    if let next { disclosed[next] = .suppressed }
    return disclosed
  }
}
