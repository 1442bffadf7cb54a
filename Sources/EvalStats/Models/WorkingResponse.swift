private import Foundation

/// What one evaluation of a model at its linear predictor leaves behind: one number a row.
struct WorkingResponse {
  /// μ
  var means: [Double]
  /// The expected information of each row: w·μ′²/V(μ), with μ′ = dμ/dη.
  var weights: [Double]
  /// The score of each row: w·(y − μ)·μ′/V(μ).
  var scores: [Double]
  /// The observed information of each row, minus the derivative of its score; `nil` where it equals
  /// the expected one (canonical links) or is negative somewhere, so that Newton's step is no
  /// descent.
  var observedWeights: [Double]?
  /// Minus twice the (quasi-)log-likelihood but for constants: what the iteration lowers.
  var objective: Double

  /// Evaluates a model.
  ///
  /// - Returns: `nil` if a mean leaves the family's range, or a row's information what numbers hold.
  /// - Complexity: O(*rows*)
  init?(
    family: Family, link: Link, linearPredictor: [Double], response: [Double],
    priorWeights: [Double]?
  ) {
    let count = response.count
    means = [Double](repeating: 0, count: count)
    weights = means
    scores = means
    let isCanonical = family.hasCanonicalInformation(link)
    var observed = isCanonical ? [] : means
    var isConvex = !isCanonical
    let variance = family.variance
    objective = 0
    for row in 0..<count {
      let weight = priorWeights.map { $0[row] } ?? 1
      let point = link.mean(linearPredictor[row])
      means[row] = point.mean
      // A row of no weight has no say, not even by a mean out of range.
      guard weight > 0 else { continue }
      guard family.allows(point) else { return nil }
      let y = response[row]
      // For a probability, y − μ from whichever of μ and 1 − μ is small.
      let residual =
        variance == .binomial
        ? y * point.complement - (1 - y) * point.mean : y - point.mean
      let (spread, spreadSlope) = variance.valueAndSlope(point)
      let ratio = point.slope / spread
      weights[row] = weight * point.slope * ratio
      scores[row] = weight * residual * ratio
      guard weights[row].isFinite, scores[row].isFinite else { return nil }
      if !isCanonical {
        let bend = (point.curvature - point.slope * spreadSlope * ratio) / spread
        let information = weights[row] - weight * residual * bend
        observed[row] = information
        isConvex = isConvex && information >= 0
      }
      objective += weight * variance.objective(y, point)
    }
    observedWeights = isConvex ? observed : nil
    guard objective.isFinite else { return nil }
  }
}

extension Family {
  /// Whether observed and expected information agree: the canonical links.
  fileprivate func hasCanonicalInformation(_ link: Link) -> Bool {
    switch (variance, link) {
    case (.constant, .identity), (.binomial, .logit), (.mean, .log), (.meanSquared, .inverse): true
    default: false
    }
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
