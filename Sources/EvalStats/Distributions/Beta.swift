private import CBoostMath

/// The beta distribution on [0, 1] with shapes α and β.
///
/// f(x) = x^(α−1) (1 − x)^(β−1) / B(α, β).
public struct Beta: ContinuousDistribution, Equatable {
  /// α > 0
  public let alpha: Double
  /// β > 0
  public let beta: Double

  /// - Precondition: `alpha` and `beta` are positive and finite.
  public init(alpha: Double, beta: Double) {
    requirePositive(alpha, "first shape")
    requirePositive(beta, "second shape")
    self.alpha = alpha
    self.beta = beta
  }

  public func cumulative(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x <= 0 || x >= 1 { return x <= 0 ? 0 : 1 }
    return cbm_beta_cdf(alpha, beta, x)
  }

  public func survival(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x <= 0 || x >= 1 { return x <= 0 ? 1 : 0 }
    return cbm_beta_sf(alpha, beta, x)
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p }
    return cbm_beta_quantile(alpha, beta, p)
  }

  public func upperQuantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return 1 - p }
    return cbm_beta_upper_quantile(alpha, beta, p)
  }

  /// The density at x; at the ends its limit from within, infinite where that shape is below one.
  public func density(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x < 0 || x > 1 { return 0 }
    if x == 0 { return densityAtEnd(shape: alpha, other: beta) }
    if x == 1 { return densityAtEnd(shape: beta, other: alpha) }
    return cbm_beta_pdf(alpha, beta, x)
  }

  public func logDensity(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x < 0 || x > 1 { return -.infinity }
    if x == 0 || x == 1 {
      // With this shape one, the density is other · (1 − x)^(other − 1).
      let (shape, other) = x == 0 ? (alpha, beta) : (beta, alpha)
      if shape == 1 { return cbm_beta_log_pdf(1, other, .leastNonzeroMagnitude) }
      return shape < 1 ? .infinity : -.infinity
    }
    return cbm_beta_log_pdf(alpha, beta, x)
  }

  private func densityAtEnd(shape: Double, other: Double) -> Double {
    shape < 1 ? .infinity : shape == 1 ? other : 0
  }
}
