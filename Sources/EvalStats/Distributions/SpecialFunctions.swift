private import CBoostMath

/// The gamma function's logarithm and its derivatives, within 10⁻¹² relative of exact arithmetic
/// (near a zero of the function: of the terms that cancel there).
public enum SpecialFunctions {
  /// log Γ(x) for x > 0.
  public static func logGamma(_ x: Double) -> Double {
    precondition(x > 0, "logGamma needs x > 0, found \(x)")
    return x == .infinity ? .infinity : cbm_log_gamma(x)
  }

  /// ψ(x) = d/dx log Γ(x) for x > 0.
  public static func digamma(_ x: Double) -> Double {
    precondition(x > 0, "digamma needs x > 0, found \(x)")
    return x == .infinity ? .infinity : cbm_digamma(x)
  }

  /// ψ′(x) = d²/dx² log Γ(x) for x > 0.
  public static func trigamma(_ x: Double) -> Double {
    precondition(x > 0, "trigamma needs x > 0, found \(x)")
    return x == .infinity ? 0 : cbm_trigamma(x)
  }
}
