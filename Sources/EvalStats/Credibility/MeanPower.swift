/// Power and sample size of a t test, by the noncentral t distribution.
///
/// With n in each group (or n pairs, or n people) the statistic is noncentral t with
/// ν = 2(n − 1) or n − 1 degrees of freedom and noncentrality δ/σ · √(n/2) or δ/σ · √n. The power of
/// a two-sided test is that of rejecting on the side of the effect; the chance of rejecting on the
/// wrong side is negligible but for tiny effects, and counted if asked for. Values are taken to be
/// independent and near normal: counts of activity are neither (see `RateRatioPower`).
public struct MeanPower: Sendable, Equatable, Codable {
  /// What is compared.
  public enum Comparison: String, Sendable, Codable, CaseIterable {
    /// Two groups of n people each.
    case twoSample
    /// n differences within pairs; σ is the standard deviation of the differences.
    case paired
    /// n people against a known mean.
    case oneSample
  }

  /// What is compared.
  public let comparison: Comparison
  /// σ > 0
  public let standardDeviation: Double
  /// The significance level.
  public let level: Double
  /// Whether the test looks both ways.
  public let isTwoSided: Bool
  /// Whether rejecting on the wrong side counts as power.
  public let countsWrongSide: Bool

  /// - Throws: `CredibilityError.invalidValue`.
  public init(
    _ comparison: Comparison, standardDeviation: Double = 1, level: Double = 0.05,
    isTwoSided: Bool = true, countsWrongSide: Bool = false
  ) throws(CredibilityError) {
    try CredibilityError.require(
      standardDeviation > 0 && standardDeviation.isFinite, "the standard deviation",
      standardDeviation, "positive and finite")
    try CredibilityError.requireLevel(level)
    self.comparison = comparison
    self.standardDeviation = standardDeviation
    self.level = level
    self.isTwoSided = isTwoSided
    self.countsWrongSide = countsWrongSide
  }

  /// The largest size tried.
  private static let largestSize = 1e9

  /// The power to see a difference δ with n (in each group), not necessarily whole.
  ///
  /// - Throws: `CredibilityError.invalidValue` for n not above 1 or a δ that is not finite.
  public func power(size: Double, difference: Double) throws(CredibilityError) -> Double {
    try CredibilityError.require(
      size > 1 && size.isFinite, "the sample size", size, "above 1 and finite")
    try CredibilityError.require(
      difference.isFinite, "the difference", difference, "finite")
    return unchecked(size, abs(difference))
  }

  private func unchecked(_ size: Double, _ difference: Double) -> Double {
    let groups: Double = comparison == .twoSample ? 2 : 1
    let degrees = (size - 1) * groups
    let bound = StudentT(degreesOfFreedom: degrees)
      .upperQuantile(isTwoSided ? level / 2 : level)
    let law = NoncentralT(
      degreesOfFreedom: degrees,
      noncentrality: (size / groups).squareRoot() * difference / standardDeviation)
    let wrong = isTwoSided && countsWrongSide ? law.cumulative(-bound) : 0
    return min(1, law.survival(bound) + wrong)
  }

  /// The size (in each group) at which the power is reached, not rounded up.
  ///
  /// - Throws: `CredibilityError.invalidValue`; `.unreachable` for no difference, or where more than
  ///   10⁹ were needed.
  public func size(power: Double, difference: Double) throws(CredibilityError) -> Double {
    try CredibilityError.requirePower(power, level: level)
    try CredibilityError.require(
      difference.isFinite, "the difference", difference, "finite")
    guard difference != 0, unchecked(MeanPower.largestSize, abs(difference)) >= power else {
      throw .unreachable(power: power)
    }
    // Between 2 and where it is reached, doubled, so that the halving starts near.
    var high = 2.0
    while high < MeanPower.largestSize, unchecked(high, abs(difference)) < power { high *= 2 }
    return MonotoneSolution.first(from: 2, to: high) { unchecked($0, abs(difference)) >= power }
  }

  /// The difference seen with the power.
  ///
  /// - Throws: `CredibilityError.invalidValue`.
  public func difference(power: Double, size: Double) throws(CredibilityError) -> Double {
    try CredibilityError.requirePower(power, level: level)
    try CredibilityError.require(
      size > 1 && size.isFinite, "the sample size", size, "above 1 and finite")
    var high = standardDeviation
    while unchecked(size, high) < power {
      high *= 2
      guard high.isFinite else { throw .unreachable(power: power) }
    }
    return MonotoneSolution.first(from: 0, to: high) { unchecked(size, $0) >= power }
  }
}
