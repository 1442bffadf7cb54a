private import CBoostMath
private import Foundation

/// Student's t distribution; the degrees of freedom may be fractional (Satterthwaite) or infinite,
/// which is the standard normal.
///
/// f(x) = Γ((ν+1)/2) / (Γ(ν/2) √(νπ)) · (1 + x²/ν)^(−(ν+1)/2).
public struct StudentT: ContinuousDistribution, Equatable {
  /// ν > 0
  public let degreesOfFreedom: Double

  /// - Precondition: `degreesOfFreedom` > 0 (infinity allowed).
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0, "the degrees of freedom must be positive, found \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  public func cumulative(_ x: Double) -> Double {
    if degreesOfFreedom == .infinity { return cbm_normal_cdf(x) }
    if x.isNaN { return .nan }
    if x.isInfinite { return x > 0 ? 1 : 0 }
    return cbm_student_t_cdf(degreesOfFreedom, x)
  }

  public func survival(_ x: Double) -> Double { cumulative(-x) }

  /// P(|X| ≥ |x|), the two-sided p-value of a t statistic.
  public func twoSided(_ x: Double) -> Double { 2 * cumulative(-abs(x)) }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    if degreesOfFreedom == .infinity { return cbm_normal_quantile(p) }
    return cbm_student_t_quantile(degreesOfFreedom, p)
  }

  public func upperQuantile(_ p: Double) -> Double { -quantile(p) }

  public func density(_ x: Double) -> Double { exp(logDensity(x)) }

  public func logDensity(_ x: Double) -> Double {
    if degreesOfFreedom == .infinity { return Normal.standard.logDensity(x) }
    if x.isNaN { return .nan }
    if x.isInfinite { return -.infinity }
    return cbm_student_t_log_pdf(degreesOfFreedom, x)
  }
}
