private import CBoostMath

/// Fisher's F distribution: the ratio of two independent mean χ² variables, with d₁ and d₂ degrees
/// of freedom, possibly fractional.
public struct FDistribution: ContinuousDistribution, Equatable {
  /// d₁ > 0
  public let numerator: Double
  /// d₂ > 0; where it is infinite the distribution is that of χ²/d₁.
  public let denominator: Double

  /// - Precondition: both are positive; `numerator` is finite.
  public init(numerator: Double, denominator: Double) {
    requirePositive(numerator, "numerator degrees of freedom")
    precondition(
      denominator > 0, "the denominator degrees of freedom must be positive, found \(denominator)")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// What the distribution becomes for an infinite denominator.
  private var limit: Gamma? {
    denominator == .infinity ? Gamma(shape: numerator / 2, scale: 2 / numerator) : nil
  }

  public func cumulative(_ x: Double) -> Double {
    if let limit { return limit.cumulative(x) }
    if x.isNaN { return .nan }
    if x <= 0 || x == .infinity { return x <= 0 ? 0 : 1 }
    return cbm_f_cdf(numerator, denominator, x)
  }

  public func survival(_ x: Double) -> Double {
    if let limit { return limit.survival(x) }
    if x.isNaN { return .nan }
    if x <= 0 || x == .infinity { return x <= 0 ? 1 : 0 }
    return cbm_f_sf(numerator, denominator, x)
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? 0 : .infinity }
    if let limit { return limit.quantile(p) }
    return cbm_f_quantile(numerator, denominator, p)
  }

  public func upperQuantile(_ p: Double) -> Double {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? .infinity : 0 }
    if let limit { return limit.upperQuantile(p) }
    return cbm_f_upper_quantile(numerator, denominator, p)
  }

  /// The density at x; at zero its limit from the right: infinite for d₁ < 2, one for d₁ = 2.
  public func density(_ x: Double) -> Double {
    if let limit { return limit.density(x) }
    if x.isNaN { return .nan }
    if x < 0 || x == .infinity { return 0 }
    if x == 0 { return numerator < 2 ? .infinity : numerator == 2 ? 1 : 0 }
    return cbm_f_pdf(numerator, denominator, x)
  }

  public func logDensity(_ x: Double) -> Double {
    if let limit { return limit.logDensity(x) }
    if x.isNaN { return .nan }
    if x < 0 || x == .infinity { return -.infinity }
    if x == 0 { return numerator < 2 ? .infinity : numerator == 2 ? 0 : -.infinity }
    return cbm_f_log_pdf(numerator, denominator, x)
  }
}
