private import Foundation

/// How far a count is from its mean in the likelihood of NB2's α, with f(x) = x/(1 + αx):
/// ∫_μ^y (f(x) − f(μ)) dx and the same of f².
///
/// With c = 1 + αμ, δ = y − μ and r = αδ/c the first is (δ/c)²·{r − log(1 + r)}/r².
struct CountDistance {
  let first: Double
  let squared: Double

  init(from mean: Double, to count: Double, alpha: Double) {
    let grown = 1 + alpha * mean
    let reached = 1 + alpha * count
    let gap = (count - mean) / grown
    let share = alpha * gap
    let (linear, quadratic) = CountDistance.remainders(share, grown: grown, reached: reached)
    first = gap * gap * linear
    squared = 2 * (mean / grown) * first + gap * gap * gap / grown * quadratic
  }

  /// Shares below this take a series, where the closed forms cancel.
  private static let seriesLimit = 0.1
  private static let seriesLength = 18

  /// {r − log(1 + r)}/r² and {r − 2·log(1 + r) + r/(1 + r)}/r³ with 1 + r = reached/grown.
  static func remainders(
    _ share: Double, grown: Double, reached: Double
  ) -> (linear: Double, quadratic: Double) {
    guard abs(share) >= seriesLimit else {
      var linear = 0.0
      var quadratic = 0.0
      for power in stride(from: seriesLength, through: 0, by: -1) {
        let k = Double(power)
        linear = 1 / (k + 2) - share * linear
        quadratic = (k + 1) / (k + 3) - share * quadratic
      }
      return (linear, quadratic)
    }
    // Near −1 the share itself has lost the digits that matter.
    let logarithm = share < -0.5 ? log(reached / grown) : log1p(share)
    let square = share * share
    return (
      (share - logarithm) / square,
      (share - 2 * logarithm + share * grown / reached) / (square * share)
    )
  }
}

/// Σ_{j<y} f(j) − ∫₀^y f for f(x) = x/(1 + αx), and the same of f², for ascending counts y.
///
/// Step by step up to `stepLimit`: from j to j + 1 the sum falls behind the integral by the
/// `CountDistance` of the two, so that all terms have one sign. From there on by Euler and Maclaurin's
/// formula, whose first term left out is below 10⁻¹⁵ of the sum; a count of 10⁹ so costs no more
/// than one of a thousand.
struct WholeCountExcess {
  private let alpha: Double
  private var reached = 0.0
  private var first = 0.0
  private var squared = 0.0

  private static let stepLimit = 1_024.0

  init(alpha: Double) { self.alpha = alpha }

  /// - Parameter count: No less than at the call before.
  mutating func value(below count: Double) -> (first: Double, squared: Double) {
    let last = min(count, Self.stepLimit)
    while reached < last {
      let step = CountDistance(from: reached, to: reached + 1, alpha: alpha)
      first -= step.first
      squared -= step.squared
      reached += 1
    }
    guard count > Self.stepLimit else { return (first, squared) }
    let near = 1 + alpha * Self.stepLimit
    let far = 1 + alpha * count
    let nearValue = Self.stepLimit / near
    let farValue = count / far
    // f(y) − f(J), f′ and f‴; of f² the derivative 2f·f′.
    let rise = (count - Self.stepLimit) / far / near
    let slope = 1 / (far * far) - 1 / (near * near)
    let nearBend = alpha / (near * near)
    let farBend = alpha / (far * far)
    let bend = 6 * (farBend * farBend - nearBend * nearBend)
    let squaredSlope = 2 * (farValue / (far * far) - nearValue / (near * near))
    return (
      first - rise / 2 + slope / 12 - bend / 720,
      squared - rise * (farValue + nearValue) / 2 + squaredSlope / 12
    )
  }
}
