private import CBoostMath
private import Foundation

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
    precondition(
      shape > 0 && shape.isFinite, "the shape must be positive and finite, found \(shape)")
    precondition(
      scale > 0 && scale.isFinite, "the scale must be positive and finite, found \(scale)")
    self.shape = shape
    self.scale = scale
  }

  public func cumulative(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    let z = x / scale
    if z <= 0 { return 0 }
    if z == .infinity { return 1 }
    return cbm_gamma_cdf(shape, z)
  }

  public func survival(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    let z = x / scale
    if z <= 0 { return 1 }
    if z == .infinity { return 0 }
    return cbm_gamma_sf(shape, z)
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 { return 0 }
    if p == 1 { return .infinity }
    return scale * cbm_gamma_quantile(shape, p)
  }

  public func upperQuantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 { return .infinity }
    if p == 1 { return 0 }
    return scale * cbm_gamma_upper_quantile(shape, p)
  }

  public func density(_ x: Double) -> Double { exp(logDensity(x)) }

  public func logDensity(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x < 0 || x == .infinity { return -.infinity }
    if x == 0 {
      // The limit from the right: a pole below shape one, 1/θ at one, zero above.
      return shape < 1 ? .infinity : shape == 1 ? -log(scale) : -.infinity
    }
    return cbm_gamma_log_pdf(shape, x / scale) - log(scale)
  }
}
