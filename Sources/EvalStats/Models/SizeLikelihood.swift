private import Foundation

/// The likelihood of NB2's α = 1/θ given the means.
///
/// ℓ(α) = Σ w {Σ_{j<y} log(1 + αj) − (y + 1/α) log(1 + αμ)} + terms without α. With f(x) = x/(1 + αx)
/// its derivative is Σ w {Σ_{j<y} f(j) − ∫₀^y f + ∫_μ^y (f(x) − f(μ)) dx}: what whole counts add to the
/// integral, and a distance of count and mean. Both have closed forms in which nothing cancels, as
/// θ → ∞ or for counts of any size.
struct SizeLikelihood {
  private let response: [Double]
  private let weights: [Double]?
  /// The distinct counts in ascending order, each with the weight of its rows.
  private let weightOfCount: [(count: Double, weight: Double)]

  init(response: [Double], weights: [Double]?) {
    self.response = response
    self.weights = weights
    var weightOfCount: [Double: Double] = [:]
    for (row, count) in response.enumerated() where count > 0 {
      weightOfCount[count, default: 0] += weights.map { $0[row] } ?? 1
    }
    self.weightOfCount = weightOfCount.sorted { $0.key < $1.key }
      .map { (count: $0.key, weight: $0.value) }
  }

  private func weight(_ row: Int) -> Double { weights.map { $0[row] } ?? 1 }

  /// The first and second derivative of the log-likelihood with respect to α.
  private func derivatives(_ alpha: Double, _ means: [Double]) -> (first: Double, second: Double) {
    var first = 0.0
    var second = 0.0
    var excess = WholeCountExcess(alpha: alpha)
    for (count, weight) in weightOfCount {
      let own = excess.value(below: count)
      first += weight * own.first
      second -= weight * own.squared
    }
    for (row, mean) in means.enumerated() {
      let own = CountDistance(from: mean, to: response[row], alpha: alpha)
      first += weight(row) * own.first
      second -= weight(row) * own.squared
    }
    return (first, second)
  }

  /// The θ of the highest likelihood given the means.
  ///
  /// - Throws: `notOverdispersed` where the likelihood falls from α = 0 on.
  func maximum(means: [Double], from start: Double?) throws(ModelError) -> Double {
    guard derivatives(0, means).first > 0 else { throw .notOverdispersed }
    var lower = 0.0
    var upper = start.map { 1 / $0 } ?? momentEstimate(means)
    while derivatives(upper, means).first > 0 {
      lower = upper
      upper *= 2
      guard upper.isFinite else { throw .notConverged(iterations: 0) }
    }
    var alpha = start.map { 1 / $0 } ?? (lower + upper) / 2
    // Newton's steps on α, kept inside the bracket.
    for _ in 0..<200 {
      let (first, second) = derivatives(alpha, means)
      if first > 0 { lower = alpha } else { upper = alpha }
      let newton = alpha - first / second
      let next = newton > lower && newton < upper ? newton : (lower + upper) / 2
      let change = abs(next - alpha)
      alpha = next
      if change <= 1e-14 * alpha || upper - lower <= 1e-15 * upper { break }
    }
    // θ beyond this changes no variance by a part in 10⁸.
    guard alpha * (means.max() ?? 0) > 1e-8 else { throw .notOverdispersed }
    return 1 / alpha
  }

  /// The α with which the Pearson residuals would have the spread they have; some positive number.
  private func momentEstimate(_ means: [Double]) -> Double {
    var excess = 0.0
    var squares = 0.0
    for (row, mean) in means.enumerated() {
      let residual = response[row] - mean
      excess += weight(row) * (residual * residual - mean)
      squares += weight(row) * mean * mean
    }
    return max(excess / max(squares, Double.leastNormalMagnitude), 1e-6)
  }

  /// The standard error of θ by the second derivative of the log-likelihood with respect to θ,
  /// ℓ″(α)·α⁴ + 2ℓ′(α)·α³.
  ///
  /// - Throws: `notConverged` where rounding leaves the likelihood without a summit.
  func standardError(size: Double, means: [Double]) throws(ModelError) -> Double {
    let alpha = 1 / size
    let (first, second) = derivatives(alpha, means)
    let information = -(second * alpha + 2 * first) * alpha * alpha * alpha
    guard information > 0, information.isFinite else { throw .notConverged(iterations: 0) }
    return 1 / information.squareRoot()
  }
}
