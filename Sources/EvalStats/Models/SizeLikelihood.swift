private import Foundation

/// The likelihood of NB2's α = 1/θ given the means.
///
/// For whole counts Γ(y + θ)/Γ(θ) is the product of θ + j over j < y, so all differences of gamma
/// functions become sums over j of the weight of rows with more than j events: exact, and finite as
/// θ → ∞, where differences of digammas cancel.
struct SizeLikelihood {
  private let response: [Double]
  private let weights: [Double]?
  /// The weight of rows with more than j events, for j = 0, 1, …
  private let weightAbove: [Double]

  init(response: [Double], weights: [Double]?) {
    self.response = response
    self.weights = weights
    let largest = Int(response.max() ?? 0)
    var above = [Double](repeating: 0, count: largest)
    for (row, count) in response.enumerated() where count > 0 {
      above[Int(count) - 1] += weights.map { $0[row] } ?? 1
    }
    for place in stride(from: largest - 2, through: 0, by: -1) { above[place] += above[place + 1] }
    weightAbove = above
  }

  private func weight(_ row: Int) -> Double { weights.map { $0[row] } ?? 1 }

  /// The first and second derivative of the log-likelihood with respect to α.
  ///
  /// ℓ(α) = Σ w {Σ_{j<y} log(1 + αj) − (y + 1/α) log(1 + αμ)} + terms without α.
  private func derivatives(_ alpha: Double, _ means: [Double]) -> (first: Double, second: Double) {
    var first = 0.0
    var second = 0.0
    for (index, weight) in weightAbove.enumerated() {
      let j = Double(index)
      let share = j / (1 + alpha * j)
      first += weight * share
      second -= weight * share * share
    }
    for (row, mean) in means.enumerated() {
      let grown = 1 + alpha * mean
      let x = alpha * mean
      // L = log(1 + x)/α² and its derivative, by series where they cancel against μ/α.
      let slack: Double
      let slackSlope: Double
      if x < 1e-3 {
        // {log(1+x) − x/(1+x)}/x² = ½ − 2x/3 + 3x²/4 − 4x³/5 + …
        slack = mean * mean * (0.5 - x * (2.0 / 3 - x * (0.75 - x * (0.8 - x * 5 / 6))))
        slackSlope =
          mean * mean * mean * (-2.0 / 3 + x * (1.5 - x * (2.4 - x * (10.0 / 3 - x * 30 / 7))))
      } else {
        let logarithm = log1p(x)
        slack = (logarithm - x / grown) / (alpha * alpha)
        slackSlope =
          mean * mean / (alpha * grown * grown)
          - 2 * (logarithm - x / grown) / (alpha * alpha * alpha)
      }
      let share = mean / grown
      first += weight(row) * (slack - response[row] * share)
      second += weight(row) * (slackSlope + response[row] * share * share)
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

  /// The standard error of θ by the second derivative of the log-likelihood with respect to θ.
  func standardError(size: Double, means: [Double]) -> Double {
    var information = 0.0
    for (index, weight) in weightAbove.enumerated() {
      let term = 1 / (size + Double(index))
      information += weight * term * term
    }
    for (row, mean) in means.enumerated() {
      let total = mean + size
      let bend = 1 / size - 2 / total + (response[row] + size) / (total * total)
      information -= weight(row) * bend
    }
    return 1 / information.squareRoot()
  }
}
