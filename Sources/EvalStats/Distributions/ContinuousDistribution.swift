/// A distribution on the real line with a density.
///
/// Both tails are computed directly, never as one minus the other, so that a survival probability of
/// 10⁻³⁰⁰ keeps all its digits. Agreement with 50-digit arithmetic is within 10⁻¹² relative unless
/// the distribution says otherwise. A NaN argument gives NaN; a probability outside [0, 1] is a
/// programmer's slip and stops the program.
public protocol ContinuousDistribution: Sendable {
  /// P(X ≤ x), the lower tail.
  func cumulative(_ x: Double) -> Double
  /// P(X > x), the upper tail.
  func survival(_ x: Double) -> Double
  /// The x with P(X ≤ x) = p; the ends of the support for p = 0 and p = 1.
  func quantile(_ p: Double) -> Double
  /// The x with P(X > x) = p: the quantile of 1 − p without the loss of forming 1 − p.
  func upperQuantile(_ p: Double) -> Double
  /// The density at x; zero outside the support.
  func density(_ x: Double) -> Double
  /// The natural logarithm of the density at x; −∞ outside the support.
  func logDensity(_ x: Double) -> Double
}
