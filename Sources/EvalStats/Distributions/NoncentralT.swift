private import CBoostMath

/// The non-central t distribution of (Z + δ)/√(W/ν), Z standard normal, W χ² with ν degrees of
/// freedom: what a t statistic follows under an alternative, for power and sample size.
///
/// P(T ≤ t) = E Φ(t √(W/ν) − δ), integrated with positive terms only. Accuracy is 10⁻⁹ relative or
/// better, tails included.
///
/// - Complexity: some hundreds of evaluations of Φ a call; a quantile about ten times that.
public struct NoncentralT: ContinuousDistribution, Equatable {
  /// ν > 0
  public let degreesOfFreedom: Double
  /// δ
  public let noncentrality: Double

  /// - Precondition: `degreesOfFreedom` > 0, infinity allowed; `noncentrality` is finite.
  public init(degreesOfFreedom: Double, noncentrality: Double) {
    precondition(
      degreesOfFreedom > 0, "the degrees of freedom must be positive, found \(degreesOfFreedom)")
    precondition(
      noncentrality.isFinite, "the noncentrality must be finite, found \(noncentrality)")
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// What the distribution becomes for infinite degrees of freedom.
  private var limit: Normal? {
    degreesOfFreedom == .infinity ? Normal(mean: noncentrality) : nil
  }

  public func cumulative(_ x: Double) -> Double {
    if let limit { return limit.cumulative(x) }
    if x.isNaN { return .nan }
    if x.isInfinite { return x > 0 ? 1 : 0 }
    return cbm_noncentral_t_cdf(degreesOfFreedom, noncentrality, x)
  }

  public func survival(_ x: Double) -> Double {
    if let limit { return limit.survival(x) }
    if x.isNaN { return .nan }
    if x.isInfinite { return x > 0 ? 0 : 1 }
    return cbm_noncentral_t_sf(degreesOfFreedom, noncentrality, x)
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? -.infinity : .infinity }
    if let limit { return limit.quantile(p) }
    return cbm_noncentral_t_quantile(degreesOfFreedom, noncentrality, p)
  }

  public func upperQuantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? .infinity : -.infinity }
    if let limit { return limit.upperQuantile(p) }
    return cbm_noncentral_t_upper_quantile(degreesOfFreedom, noncentrality, p)
  }

  public func density(_ x: Double) -> Double {
    if let limit { return limit.density(x) }
    if x.isNaN { return .nan }
    return x.isInfinite ? 0 : cbm_noncentral_t_pdf(degreesOfFreedom, noncentrality, x)
  }

  public func logDensity(_ x: Double) -> Double {
    if let limit { return limit.logDensity(x) }
    if x.isNaN { return .nan }
    return x.isInfinite ? -.infinity : cbm_noncentral_t_log_pdf(degreesOfFreedom, noncentrality, x)
  }
}
