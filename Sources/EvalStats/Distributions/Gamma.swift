private import CBoostMath

/// The gamma distribution with shape k and scale θ: mean kθ, variance kθ².
///
/// f(x) = x^(k−1) exp(−x/θ) / (Γ(k) θᵏ), x > 0.
public struct Gamma: ContinuousDistribution, Equatable {
  /// k > 0
  public let shape: Double
  /// θ > 0
  public let scale: Double

  /// - Precondition: `shape` and `scale` are positive and finite.
  public init(shape: Double, scale: Double = 1) {
    requirePositive(shape, "shape")
    requirePositive(scale, "scale")
    self.shape = shape
    self.scale = scale
  }

  public func cumulative(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x <= 0 || x == .infinity { return x <= 0 ? 0 : 1 }
    return cbm_gamma_cdf(shape, scale, x)
  }

  public func survival(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x <= 0 || x == .infinity { return x <= 0 ? 1 : 0 }
    return cbm_gamma_sf(shape, scale, x)
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? 0 : .infinity }
    return cbm_gamma_quantile(shape, scale, p)
  }

  public func upperQuantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? .infinity : 0 }
    return cbm_gamma_upper_quantile(shape, scale, p)
  }

  /// The density at x; at zero its limit from the right, infinite for shapes below one.
  public func density(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x < 0 || x == .infinity { return 0 }
    if x == 0 { return shape < 1 ? .infinity : shape == 1 ? 1 / scale : 0 }
    return cbm_gamma_pdf(shape, scale, x)
  }

  public func logDensity(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x < 0 || x == .infinity { return -.infinity }
    if x == 0 {
      if shape == 1 { return cbm_gamma_log_pdf(shape, scale, .leastNonzeroMagnitude) }
      return shape < 1 ? .infinity : -.infinity
    }
    return cbm_gamma_log_pdf(shape, scale, x)
  }
}
