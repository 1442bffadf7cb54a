/// A distribution on the counts 0, 1, 2, …
///
/// Both tails are computed directly, never as one minus the other. Agreement with 50-digit
/// arithmetic is within 10⁻¹² relative; quantiles are exact. A probability outside [0, 1] is a
/// programmer's slip and stops the program. Counts are exact up to 2⁵³.
public protocol DiscreteDistribution: Sendable {
  /// P(X ≤ k), the lower tail.
  func cumulative(_ k: Int) -> Double
  /// P(X > k), the upper tail, without k itself.
  func survival(_ k: Int) -> Double
  /// The smallest k with P(X ≤ k) ≥ p. A tail short of p by no more than 64 units in the last place
  /// counts as reaching it, as in R, so that 0.3 finds the count whose tail is 1 − 0.7.
  ///
  /// `Int.max` stands for infinity: p = 1 where the counts have no end.
  func quantile(_ p: Double) -> Int
  /// The smallest k with P(X > k) ≤ p, with the same allowance; `Int.max` for p = 0 where the counts
  /// have no end.
  func upperQuantile(_ p: Double) -> Int
  /// P(X = k); zero outside the support.
  func mass(_ k: Int) -> Double
  /// The natural logarithm of P(X = k); −∞ outside the support.
  func logMass(_ k: Int) -> Double
}
