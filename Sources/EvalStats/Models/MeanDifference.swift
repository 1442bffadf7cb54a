/// The difference of two means with Welch's test, which does not take the variances to be equal.
///
/// SE² = s₁²/n₁ + s₀²/n₀, t on (SE²)²/{(s₁²/n₁)²/(n₁ − 1) + (s₀²/n₀)²/(n₀ − 1)} degrees of freedom
/// (Welch 1947, doi:10.1093/biomet/34.1-2.28). The members are taken to be independent: within
/// matched sets they are not.
public struct MeanDifference: Sendable, Equatable {
  /// The first mean less the second.
  public let estimate: Double
  /// The standard error of the difference.
  public let standardError: Double
  /// Welch's degrees of freedom.
  public let degreesOfFreedom: Double
  /// Two-sided, against no difference.
  public let pValue: Double
  /// The lower end of the interval.
  public let lower: Double
  /// The upper end of the interval.
  public let upper: Double

  /// The difference divided by its standard error.
  public var statistic: Double { estimate / standardError }

  /// Compares two groups.
  ///
  /// - Parameter level: The coverage of the interval.
  /// - Returns: `nil` if a group has fewer than two members, neither varies, or a value is not finite
  ///   or of a size whose square is not.
  /// - Complexity: O(*n*)
  public init?(_ first: [Double], _ second: [Double], level: Double = 0.95) {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    guard first.count > 1, second.count > 1 else { return nil }
    let (mean, share) = MeanDifference.meanAndSquaredError(first)
    let (otherMean, otherShare) = MeanDifference.meanAndSquaredError(second)
    let variance = share + otherShare
    guard variance > 0, variance.isFinite else { return nil }
    estimate = mean - otherMean
    standardError = variance.squareRoot()
    // By shares of the variance, whose squares stay in range.
    let own = share / variance
    let other = otherShare / variance
    degreesOfFreedom =
      1 / (own * own / Double(first.count - 1) + other * other / Double(second.count - 1))
    let t = StudentT(degreesOfFreedom: degreesOfFreedom)
    pValue = t.twoSided(estimate / standardError)
    let reach = t.upperQuantile((1 - level) / 2) * standardError
    lower = estimate - reach
    upper = estimate + reach
  }

  /// The mean of a group and s²/n.
  private static func meanAndSquaredError(_ values: [Double]) -> (Double, Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, squares / (count - 1) / count)
  }
}
