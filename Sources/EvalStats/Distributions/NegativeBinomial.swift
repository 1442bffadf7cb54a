private import CBoostMath

/// The negative binomial distribution (NB2) with size θ and mean μ: variance μ + μ²/θ.
///
/// P(X = k) = Γ(θ + k) / (Γ(θ) k!) · (θ/(θ + μ))^θ (μ/(θ + μ))ᵏ. It is the Poisson whose mean is
/// gamma with shape θ and mean μ, and tends to the Poisson as θ grows.
public struct NegativeBinomial: DiscreteDistribution, Equatable {
  /// θ > 0, possibly fractional; the dispersion of an NB2 model is 1/θ.
  public let size: Double
  /// μ ≥ 0
  public let mean: Double

  /// - Precondition: `size` is positive and finite; `mean` is finite and not negative, and zero puts
  ///   all mass on zero.
  public init(size: Double, mean: Double) {
    requirePositive(size, "size")
    precondition(
      mean >= 0 && mean.isFinite, "the mean must be finite and not negative, found \(mean)")
    self.size = size
    self.mean = mean
  }

  public func cumulative(_ k: Int) -> Double {
    if k < 0 || mean == 0 { return k < 0 ? 0 : 1 }
    return cbm_negative_binomial_cdf(size, mean, Double(k))
  }

  public func survival(_ k: Int) -> Double {
    if k < 0 || mean == 0 { return k < 0 ? 1 : 0 }
    return cbm_negative_binomial_sf(size, mean, Double(k))
  }

  public func quantile(_ p: Double) -> Int {
    requireProbability(p)
    if p == 0 || mean == 0 { return 0 }
    if p == 1 { return .max }
    return Int(cbm_negative_binomial_quantile(size, mean, p))
  }

  public func upperQuantile(_ p: Double) -> Int {
    requireProbability(p)
    if p == 1 || mean == 0 { return 0 }
    if p == 0 { return .max }
    return Int(cbm_negative_binomial_upper_quantile(size, mean, p))
  }

  public func mass(_ k: Int) -> Double {
    if k < 0 { return 0 }
    if mean == 0 { return k == 0 ? 1 : 0 }
    return cbm_negative_binomial_pmf(size, mean, Double(k))
  }

  public func logMass(_ k: Int) -> Double {
    if k < 0 { return -.infinity }
    if mean == 0 { return k == 0 ? 0 : -.infinity }
    return cbm_negative_binomial_log_pmf(size, mean, Double(k))
  }
}
