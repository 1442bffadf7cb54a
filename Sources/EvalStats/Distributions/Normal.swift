private import CBoostMath

/// The normal (Gaussian) distribution with mean μ and standard deviation σ.
///
/// f(x) = exp(−z²/2) / (σ √(2π)), z = (x − μ)/σ.
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
    requirePositive(standardDeviation, "standard deviation")
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  public func cumulative(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return x > 0 ? 1 : 0 }
    return cbm_normal_cdf(mean, standardDeviation, x)
  }

  public func survival(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return x > 0 ? 0 : 1 }
    return cbm_normal_sf(mean, standardDeviation, x)
  }

  /// log P(X ≤ x), finite for every finite x however far out (for a probit's log-likelihood).
  public func logCumulative(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return x > 0 ? 0 : -.infinity }
    return cbm_normal_log_cdf(mean, standardDeviation, x)
  }

  /// log P(X > x), finite for every finite x however far out.
  public func logSurvival(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return x > 0 ? -.infinity : 0 }
    return cbm_normal_log_sf(mean, standardDeviation, x)
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? -.infinity : .infinity }
    return cbm_normal_quantile(mean, standardDeviation, p)
  }

  public func upperQuantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? .infinity : -.infinity }
    return cbm_normal_upper_quantile(mean, standardDeviation, p)
  }

  public func density(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return 0 }
    return cbm_normal_pdf(mean, standardDeviation, x)
  }

  public func logDensity(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return -.infinity }
    return cbm_normal_log_pdf(mean, standardDeviation, x)
  }
}
