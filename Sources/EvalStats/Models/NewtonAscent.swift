internal import EvalLinearAlgebra

/// A log-likelihood at a point, its slope and its curvature.
struct LikelihoodEvaluation {
  let value: Double
  let gradient: [Double]
  /// Minus the second derivatives.
  let information: Matrix

  /// Newton's step; where the information is not positive definite, of the information with its
  /// diagonal enlarged until it is.
  var step: [Double]? {
    var enlarged = information
    var share = 0.0
    for _ in 0..<12 {
      if let factor = try? Cholesky(enlarged) { return factor.solve(gradient) }
      share = share == 0 ? 1e-3 : share * 4
      for index in gradient.indices {
        enlarged[index, index] = information[index, index] + share * abs(information[index, index])
      }
    }
    return nil
  }

  /// The inverse of the information, its rows and columns first brought to one size; `nil` unless
  /// it is positive definite.
  var covariance: Matrix? {
    let scales = information.diagonal.map { diagonal in
      diagonal > 0 && diagonal.isFinite
        ? Double(sign: .plus, exponent: -(diagonal.exponent / 2), significand: 1) : 1
    }
    var scaled = information
    for column in scales.indices {
      for row in scales.indices { scaled[row, column] *= scales[row] * scales[column] }
    }
    guard var inverse = try? Cholesky(scaled).inverse else { return nil }
    for column in scales.indices {
      for row in scales.indices { inverse[row, column] *= scales[row] * scales[column] }
    }
    return inverse
  }
}

/// Climbs a smooth log-likelihood by Newton's steps, halved until they do not lead down.
struct NewtonAscent {
  private static let iterationLimit = 200
  /// A step whose gain in log-likelihood would be below this share ends the iteration.
  private static let settledGain = 1e-22
  /// A gain this small that cannot be had any more was rounding.
  private static let roundingGain = 1e-9

  let evaluate: ([Double]) -> LikelihoodEvaluation?

  /// The highest point above a start.
  func maximum(
    from start: [Double]
  ) throws(ModelError) -> (point: [Double], evaluation: LikelihoodEvaluation, iterations: Int) {
    var point = start
    guard var current = evaluate(point) else { throw .notConverged(iterations: 0) }
    for iteration in 1...Self.iterationLimit {
      guard let step = current.step, step.allSatisfy(\.isFinite) else {
        throw .notConverged(iterations: iteration)
      }
      let gain = zip(step, current.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      if abs(gain) <= Self.settledGain * (1 + abs(current.value)) {
        return (point, current, iteration)
      }
      guard let (next, evaluation) = climb(from: point, current, by: step) else {
        if gain < Self.roundingGain * (1 + 1e-6 * abs(current.value)) {
          return (point, current, iteration)
        }
        throw .notConverged(iterations: iteration)
      }
      let isRounding = gain <= 1e-16 * (1 + abs(current.value))
      (point, current) = (next, evaluation)
      if isRounding { return (point, current, iteration) }
    }
    throw .notConverged(iterations: Self.iterationLimit)
  }

  private func climb(
    from point: [Double], _ current: LikelihoodEvaluation, by step: [Double]
  ) -> (point: [Double], evaluation: LikelihoodEvaluation)? {
    var share = 1.0
    for _ in 0..<40 {
      let next = zip(point, step).map { $0 + share * $1 }
      if let evaluation = evaluate(next), evaluation.value.isFinite,
        evaluation.value >= current.value - 1e-12 * abs(current.value)
      {
        return (next, evaluation)
      }
      share /= 2
    }
    return nil
  }
}
