extension DisclosurePolicy {
  /// The count as a reader may see it.
  public func disclose(_ count: SensitiveCount) -> DisclosedCount {
    disclose(count.value(judgedBy: self))
  }

  /// Whether a count is small enough to be hidden.
  public func suppresses(_ count: SensitiveCount) -> Bool {
    suppresses(count.value(judgedBy: self))
  }

  /// The percentage of a part in a whole, from the counts as a reader may see them.
  ///
  /// - Returns: `nil` where either count is hidden or the whole is 0; at most 100.
  public func percent(_ part: SensitiveCount, of whole: SensitiveCount) -> Double? {
    percent(part.value(judgedBy: self), of: whole.value(judgedBy: self))
  }

  /// The share of a part in a whole, from the counts as a reader may see them: hidden where the part
  /// or what is left of the whole is.
  ///
  /// - Returns: `nil` where a count behind it is hidden or the whole is 0; at most 1.
  public func share(_ part: SensitiveCount, of whole: SensitiveCount) -> Double? {
    share(part.value(judgedBy: self), of: whole.value(judgedBy: self))
  }

  /// The share of some people who have a characteristic, such as the mean of a 0/1 column, from the
  /// counts as a reader may see them: as it is, it would give the count away.
  ///
  /// - Parameters:
  ///   - share: From 0 to 1; others count as the nearer of these.
  ///   - people: Among whom.
  /// - Returns: `nil` where those who have the characteristic, or those who have it not, are hidden,
  ///   and where there is nobody; the share itself under a policy that hides nothing.
  public func share(_ share: Double, of people: SensitiveCount) -> Double? {
    let whole = people.value(judgedBy: self)
    guard whole > 0, !share.isNaN else { return nil }
    if self == .none { return share }
    let part = Int((min(1, max(0, share)) * Double(min(whole, 1 << 53))).rounded())
    return self.share(part, of: min(whole, 1 << 53))
  }

  /// Events per 1,000 units of time, from the count as a reader may see it.
  ///
  /// - Returns: `nil` where the count is hidden or there is no time.
  public func rate(of count: SensitiveCount, in time: Double) -> Double? {
    rate(of: count.value(judgedBy: self), in: time)
  }

  /// A rate, mean or ratio as a reader may see it: hidden where any count behind it is.
  public func disclose(_ value: Double?, behind counts: SensitiveCount...) -> Double? {
    counts.contains { suppresses($0) } ? nil : value
  }
}
