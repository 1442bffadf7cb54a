/// Student's t test: of paired differences, or of two groups with or without equal variances.
///
/// t = estimate/SE. Paired: SE = s/√n on n − 1 degrees of freedom. Student:
/// SE² = s²(1/n₁ + 1/n₀) with the pooled variance, n₁ + n₀ − 2. Welch: SE² = s₁²/n₁ + s₀²/n₀ with
/// Welch's degrees of freedom (1947, doi:10.1093/biomet/34.1-2.28). The differences, or the members
/// of the groups, are taken to be independent and their means near normal.
public struct TTest: Sendable, Equatable {
  /// The mean difference, or the first mean less the second.
  public let estimate: Double
  /// Its standard error.
  public let standardError: Double
  /// Of the t distribution.
  public let degreesOfFreedom: Double

  /// Standard errors below this share of the mean are rounding: the values are constant.
  private static let roundingShare = 10 * Double.ulpOfOne

  /// The paired test of differences.
  ///
  /// - Throws: `ChangeError.tooFewPeople` below two, `.noVariation` where all are alike,
  ///   `.invalidValue`.
  /// - Complexity: O(*n*)
  public init(differences: [Double]) throws(ChangeError) {
    let sample = try Sample(differences, column: "differences", needed: 2)
    try self.init(
      estimate: sample.mean, variance: sample.variance / Double(sample.count),
      degreesOfFreedom: Double(sample.count - 1), scale: abs(sample.mean))
  }

  /// The test of two groups: Welch's, or Student's where the variances are taken to be equal.
  ///
  /// - Throws: `ChangeError.tooFewPeople` below two in a group, `.noVariation` where neither varies,
  ///   `.invalidValue`.
  /// - Complexity: O(*n*)
  public init(
    _ first: [Double], _ second: [Double], equalVariances: Bool = false
  ) throws(ChangeError) {
    let one = try Sample(first, column: "first group", needed: 2)
    let other = try Sample(second, column: "second group", needed: 2)
    let counts = (Double(one.count), Double(other.count))
    let scale = max(abs(one.mean), abs(other.mean))
    if equalVariances {
      let degrees = counts.0 + counts.1 - 2
      let pooled = (one.squares + other.squares) / degrees
      try self.init(
        estimate: one.mean - other.mean, variance: pooled * (1 / counts.0 + 1 / counts.1),
        degreesOfFreedom: degrees, scale: scale)
    } else {
      let shares = (one.variance / counts.0, other.variance / counts.1)
      let variance = shares.0 + shares.1
      guard variance > 0 else { throw .noVariation(method: "the t test") }
      // Of the shares of the variance, so that tiny ones do not vanish when squared.
      let parts = (shares.0 / variance, shares.1 / variance)
      try self.init(
        estimate: one.mean - other.mean, variance: variance,
        degreesOfFreedom: 1
          / (parts.0 * parts.0 / (counts.0 - 1) + parts.1 * parts.1 / (counts.1 - 1)),
        scale: scale)
    }
  }

  private init(
    estimate: Double, variance: Double, degreesOfFreedom: Double, scale: Double
  ) throws(ChangeError) {
    let error = variance.squareRoot()
    guard error > TTest.roundingShare * scale else { throw .noVariation(method: "the t test") }
    self.estimate = estimate
    standardError = error
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The estimate over its standard error.
  public var statistic: Double { estimate / standardError }

  /// The p-value against no difference.
  public func pValue(_ alternative: Alternative = .twoSided) -> Double {
    let law = StudentT(degreesOfFreedom: degreesOfFreedom)
    return alternative.pValue(
      less: law.cumulative(statistic), greater: law.survival(statistic))
  }

  /// The interval that belongs to an alternative: bounded on one side for a one-sided one, where
  /// the other end is `nil`.
  public func interval(
    _ alternative: Alternative = .twoSided, level: Double = 0.95
  ) -> (lower: Double?, upper: Double?) {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    let tail = alternative == .twoSided ? (1 - level) / 2 : 1 - level
    let reach =
      StudentT(degreesOfFreedom: degreesOfFreedom).upperQuantile(tail) * standardError
    return (
      alternative == .less ? nil : estimate - reach,
      alternative == .greater ? nil : estimate + reach
    )
  }
}
