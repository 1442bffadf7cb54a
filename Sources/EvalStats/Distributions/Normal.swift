private import CBoostMath

/// The standard normal distribution.
public enum Normal {
  /// Φ(x).
  public static func cumulative(_ x: Double) -> Double { cbm_normal_cdf(x) }
}
