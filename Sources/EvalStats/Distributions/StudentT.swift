private import CBoostMath

/// Student's t distribution; its degrees of freedom ν may be fractional (Satterthwaite) or infinite,
/// which is the standard normal.
///
/// f(x) = Γ((ν+1)/2) / (Γ(ν/2) √(νπ)) · (1 + x²/ν)^(−(ν+1)/2).
public struct StudentT: ContinuousDistribution, Equatable {
  /// ν > 0
  public let degreesOfFreedom: Double

  /// - Precondition: `degreesOfFreedom` > 0; infinity is allowed.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0, "the degrees of freedom must be positive, found \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  public func cumulative(_ x: Double) -> Double {
    if degreesOfFreedom == .infinity { return Normal.standard.cumulative(x) }
    if x.isNaN { return .nan }
    if x.isInfinite { return x > 0 ? 1 : 0 }
    return cbm_student_t_cdf(degreesOfFreedom, x)
  }

  public func survival(_ x: Double) -> Double { cumulative(-x) }

  /// P(|X| ≥ |x|), the two-sided p-value of a t statistic.
  public func twoSided(_ x: Double) -> Double { 2 * cumulative(-abs(x)) }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? -.infinity : .infinity }
    if degreesOfFreedom == .infinity { return Normal.standard.quantile(p) }
    return cbm_student_t_quantile(degreesOfFreedom, p)
  }

  public func upperQuantile(_ p: Double) -> Double { -quantile(p) }

  public func density(_ x: Double) -> Double {
    if degreesOfFreedom == .infinity { return Normal.standard.density(x) }
    if x.isNaN { return .nan }
    return x.isInfinite ? 0 : cbm_student_t_pdf(degreesOfFreedom, x)
  }

  public func logDensity(_ x: Double) -> Double {
    if degreesOfFreedom == .infinity { return Normal.standard.logDensity(x) }
    if x.isNaN { return .nan }
    return x.isInfinite ? -.infinity : cbm_student_t_log_pdf(degreesOfFreedom, x)
  }
}
