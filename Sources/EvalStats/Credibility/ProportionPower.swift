/// Power and sample size of the test of two proportions, with the pooled variance under the null.
///
/// n = [z₁₋α/₂ √(2p̄q̄) + z₁₋β √(p₁q₁ + p₂q₂)]²/(p₁ − p₂)² in each group. The people are independent
/// and the groups large enough for the normal approximation.
public struct ProportionPower: Sendable, Equatable, Codable {
  /// The share in the first group.
  public let first: Double
  /// The share in the second group.
  public let second: Double
  /// The two-sided significance level.
  public let level: Double

  /// - Throws: `CredibilityError.invalidValue` for shares outside 0…1, or a pair of them that leaves
  ///   nothing to vary.
  public init(_ first: Double, _ second: Double, level: Double = 0.05) throws(CredibilityError) {
    for (name, share) in [("the first share", first), ("the second share", second)] {
      try CredibilityError.require(share >= 0 && share <= 1, name, share, "from 0 to 1")
    }
    try CredibilityError.require(
      first + second > 0 && first + second < 2, "the second share", second,
      "such that somebody has the outcome and somebody has not")
    try CredibilityError.requireLevel(level)
    self.first = first
    self.second = second
    self.level = level
  }

  private var nullSpread: Double {
    ((first + second) * (1 - (first + second) / 2)).squareRoot()
  }
  private var spread: Double { (first * (1 - first) + second * (1 - second)).squareRoot() }

  /// The power with `size` people in each group.
  ///
  /// - Throws: `CredibilityError.invalidValue` for a size that is not positive.
  public func power(size: Double) throws(CredibilityError) -> Double {
    try CredibilityError.require(
      size > 0 && size.isFinite, "the sample size", size, "positive and finite")
    let bound = Normal.standard.upperQuantile(level / 2)
    let distance = size.squareRoot() * abs(first - second) - bound * nullSpread
    // All against none leaves no variance under the alternative.
    guard spread > 0 else { return distance > 0 ? 1 : 0 }
    return Normal.standard.cumulative(distance / spread)
  }

  /// The size in each group that reaches the power, not rounded up.
  ///
  /// - Throws: `CredibilityError.invalidValue` for a power that is not between the level and 1;
  ///   `.unreachable` for equal shares.
  public func size(power: Double) throws(CredibilityError) -> Double {
    try CredibilityError.requirePower(power, level: level)
    guard first != second else { throw .unreachable(power: power) }
    let reach =
      Normal.standard.upperQuantile(level / 2) * nullSpread
      + Normal.standard.quantile(power) * spread
    let root = reach / abs(first - second)
    return root * root
  }

  /// The shares nearest the first that `size` people in each group tell from it with the power:
  /// a lower one and a higher one; `nil` where not even 0 or 1 would be seen.
  ///
  /// - Throws: `CredibilityError.invalidValue`.
  public static func detectable(
    from first: Double, size: Double, power: Double, level: Double = 0.05
  ) throws(CredibilityError) -> (fall: Double?, rise: Double?) {
    try CredibilityError.requireLevel(level)
    try CredibilityError.requirePower(power, level: level)
    try CredibilityError.require(first >= 0 && first <= 1, "the first share", first, "from 0 to 1")
    try CredibilityError.require(
      size > 0 && size.isFinite, "the sample size", size, "positive and finite")
    func isSeen(_ second: Double) -> Bool {
      guard let comparison = try? ProportionPower(first, second, level: level),
        let reached = try? comparison.power(size: size)
      else { return false }
      return reached >= power
    }
    let rise =
      isSeen(1)
      ? MonotoneSolution.first(from: 0, to: 1 - first) { isSeen(min(1, first + $0)) } : nil
    let fall = isSeen(0) ? MonotoneSolution.first(from: 0, to: first) { isSeen(first - $0) } : nil
    return (fall.map { first - $0 }, rise.map { min(1, first + $0) })
  }
}
