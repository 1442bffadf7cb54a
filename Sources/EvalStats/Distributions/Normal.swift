private import CBoostMath
private import Foundation

/// The normal (Gaussian) distribution with a given mean and standard deviation.
///
/// f(x) = exp(−z²/2) / (σ√(2π)), z = (x − μ)/σ.
public struct Normal: ContinuousDistribution, Equatable {
  /// μ
  public let mean: Double
  /// σ > 0
  public let standardDeviation: Double

  /// Mean zero, standard deviation one.
  public static let standard = Normal()

  /// - Precondition: `mean` is finite; `standardDeviation` is finite and positive.
  public init(mean: Double = 0, standardDeviation: Double = 1) {
    precondition(mean.isFinite, "the mean must be finite, found \(mean)")
    precondition(
      standardDeviation > 0 && standardDeviation.isFinite,
      "the standard deviation must be positive and finite, found \(standardDeviation)")
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  private func standardised(_ x: Double) -> Double { (x - mean) / standardDeviation }

  public func cumulative(_ x: Double) -> Double { cbm_normal_cdf(standardised(x)) }

  public func survival(_ x: Double) -> Double { cbm_normal_cdf(-standardised(x)) }

  /// log P(X ≤ x), finite however far out x lies (for a probit's log-likelihood).
  public func logCumulative(_ x: Double) -> Double { cbm_normal_log_cdf(standardised(x)) }

  /// log P(X > x), finite however far out x lies.
  public func logSurvival(_ x: Double) -> Double { cbm_normal_log_cdf(-standardised(x)) }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    return mean + standardDeviation * cbm_normal_quantile(p)
  }

  public func upperQuantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 { return .infinity }
    if p == 1 { return -.infinity }
    return mean - standardDeviation * cbm_normal_quantile(p)
  }

  public func density(_ x: Double) -> Double {
    cbm_normal_pdf(standardised(x)) / standardDeviation
  }

  public func logDensity(_ x: Double) -> Double {
    let z = standardised(x)
    return -0.5 * z * z - log(standardDeviation) - 0.5 * log(2 * Double.pi)
  }
}
