private import EvalLinearAlgebra
private import Foundation

/// What one evaluation of a model at its linear predictor leaves behind: one number a row.
struct WorkingResponse {
  /// μ
  var means: [Double]
  /// The expected information of each row: w·μ′²/V(μ), with μ′ = dμ/dη.
  var weights: [Double]
  /// The score of each row: w·(y − μ)·μ′/V(μ).
  var scores: [Double]

  /// Evaluates a model.
  ///
  /// - Returns: `nil` if a mean leaves the family's range, or a row's information what numbers hold.
  /// - Complexity: O(*rows*)
  init?(_ rows: RowModel, linearPredictor: [Double]) {
    let count = linearPredictor.count
    var means = [Double](unwritten: count)
    var weights = [Double](unwritten: count)
    var scores = [Double](unwritten: count)
    var meanSpan = means.mutableSpan
    var weightSpan = weights.mutableSpan
    var scoreSpan = scores.mutableSpan
    guard
      rows.evaluate(
        0..<count, linearPredictor.span, &meanSpan, &weightSpan, &scoreSpan) != nil
    else { return nil }
    self.means = means
    self.weights = weights
    self.scores = scores
  }

  /// Evaluates a model.
  init?(
    family: Family, link: Link, linearPredictor: [Double], response: [Double],
    priorWeights: [Double]?
  ) {
    self.init(
      RowModel(family: family, link: link, response: response, priorWeights: priorWeights),
      linearPredictor: linearPredictor)
  }
}

extension VarianceFunction {
  /// V(μ) and dV/dμ.
  func valueAndSlope(_ point: MeanPoint) -> (value: Double, slope: Double) {
    let mean = point.mean
    return switch self {
    case .constant: (1, 0)
    case .binomial: (mean * point.complement, point.complement - mean)
    case .mean: (mean, 1)
    case .meanSquared: (mean * mean, 2 * mean)
    case .negativeBinomial(let size): (mean + mean * mean / size, 1 + 2 * mean / size)
    }
  }

  /// Minus twice the quasi-log-likelihood of one row but for terms without μ.
  func objective(_ y: Double, _ point: MeanPoint) -> Double {
    let mean = point.mean
    switch self {
    case .constant: return (y - mean) * (y - mean)
    case .binomial:
      let one = y == 0 ? 0 : y * log(mean)
      let zero = y == 1 ? 0 : (1 - y) * log(point.complement)
      return -2 * (one + zero)
    case .mean: return 2 * (mean - (y == 0 ? 0 : y * log(mean)))
    case .meanSquared: return 2 * (log(mean) + y / mean)
    case .negativeBinomial(let size):
      let excess = (y + size) * log1p(mean / size)
      return 2 * (excess - (y == 0 ? 0 : y * log(mean)))
    }
  }

  /// The unit deviance of one row: twice the log-likelihood ratio of the perfect fit over this one,
  /// φ left out. A zero under V = μ² counts as R counts it, log(y/μ) taken as 0.
  func deviance(_ y: Double, _ point: MeanPoint) -> Double {
    let mean = point.mean
    switch self {
    case .constant: return (y - mean) * (y - mean)
    case .binomial:
      let one = y == 0 ? 0 : y * log(y / mean)
      let zero = y == 1 ? 0 : (1 - y) * log((1 - y) / point.complement)
      return 2 * (one + zero)
    case .mean: return 2 * ((y == 0 ? 0 : y * log(y / mean)) - (y - mean))
    case .meanSquared: return -2 * ((y == 0 ? 0 : log(y / mean)) - (y - mean) / mean)
    case .negativeBinomial(let size):
      let counted = y == 0 ? 0 : y * log(y / mean)
      return 2 * (counted - (y + size) * log1p((y - mean) / (mean + size)))
    }
  }
}
