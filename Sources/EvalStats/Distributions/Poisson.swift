private import CBoostMath

/// The Poisson distribution with mean μ.
///
/// P(X = k) = e^(−μ) μᵏ / k!.
public struct Poisson: DiscreteDistribution, Equatable {
  /// μ ≥ 0
  public let mean: Double

  /// - Precondition: `mean` is finite and not negative; zero puts all mass on zero.
  public init(mean: Double) {
    precondition(
      mean >= 0 && mean.isFinite, "the mean must be finite and not negative, found \(mean)")
    self.mean = mean
  }

  public func cumulative(_ k: Int) -> Double {
    if k < 0 || mean == 0 { return k < 0 ? 0 : 1 }
    return cbm_poisson_cdf(mean, Double(k))
  }

  public func survival(_ k: Int) -> Double {
    if k < 0 || mean == 0 { return k < 0 ? 1 : 0 }
    return cbm_poisson_sf(mean, Double(k))
  }

  public func quantile(_ p: Double) -> Int {
    requireProbability(p)
    if p == 0 || mean == 0 { return 0 }
    if p == 1 { return .max }
    return Int(cbm_poisson_quantile(mean, p))
  }

  public func upperQuantile(_ p: Double) -> Int {
    requireProbability(p)
    if p == 1 || mean == 0 { return 0 }
    if p == 0 { return .max }
    return Int(cbm_poisson_upper_quantile(mean, p))
  }

  public func mass(_ k: Int) -> Double {
    if k < 0 { return 0 }
    if mean == 0 { return k == 0 ? 1 : 0 }
    return cbm_poisson_pmf(mean, Double(k))
  }

  public func logMass(_ k: Int) -> Double {
    if k < 0 { return -.infinity }
    if mean == 0 { return k == 0 ? 0 : -.infinity }
    return cbm_poisson_log_pmf(mean, Double(k))
  }
}
