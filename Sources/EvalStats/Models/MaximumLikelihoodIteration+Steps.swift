internal import EvalLinearAlgebra

extension MaximumLikelihoodIteration {
  /// What is added to a unit diagonal that is singular.
  private static let damping = 1e-10

  /// The step from a score, by the observed information if wanted and possible, else the expected.
  func step(from point: Point, isNewton: Bool) -> [Double]? {
    let pass = point.pass
    if isNewton, let observed = rows.observedWeights(pass.predictor),
      let step = ScaledSystem(design.matrix, weights: observed)?.solve(pass.score),
      step.allSatisfy(\.isFinite)
    {
      return step
    }
    if let step = ScaledSystem(gram: pass.gram)?.solve(pass.score), step.allSatisfy(\.isFinite) {
      return step
    }
    // Cross-products may have lost a rank that the triangle still holds.
    if let triangle = try? design.matrix.triangle(weights: pass.weights),
      let factor = try? PivotedQR(triangle), factor.aliasedColumns.isEmpty
    {
      let inverse = triangle.inverseOfUpperTriangle
      return inverse * inverse.transposeTimes(pass.score)
    }
    // Rows predicted perfectly have no information left; what the others say is followed still.
    let damped = ScaledSystem(gram: pass.gram, damping: Self.damping)
    guard let step = damped?.solve(pass.score), step.allSatisfy(\.isFinite) else { return nil }
    return step
  }

  func point(_ coefficients: [Double]) -> Point? {
    RegressionPass(
      design.matrix, coefficients: coefficients, offset: offset,
      evaluate: { rows.evaluate($0, $1, &$2, &$3, &$4) }
    ).map { Point(coefficients: coefficients, pass: $0) }
  }

  /// The point a step leads to, halved until it lowers the objective; `nil` if none does.
  func point(stepping step: [Double], from current: Point) -> Point? {
    var share = 1.0
    let objective = current.pass.objective
    let ceiling = objective + Self.objectiveNoise * (abs(objective) + 1e-3)
    for _ in 0..<40 {
      let candidate = zip(current.coefficients, step).map { $0 + share * $1 }
      if let next = point(candidate), next.pass.objective <= ceiling { return next }
      share /= 2
    }
    return nil
  }

  // MARK: Failure

  /// The error that names a separation, if the last move runs along one.
  func separation(along move: Move?, at point: Point) -> ModelError? {
    guard let move else { return nil }
    return Separation(
      family: family, design: design, response: response, priorWeights: priorWeights,
      means: point.pass.means, step: move.step, change: move.change
    ).map { .separated(columns: $0.columns, rowCount: $0.rowCount) }
  }

  /// Whether a row at the edge of its range is predicted to within rounding.
  func hasPerfectRows(_ point: Point) -> Bool {
    let means = point.pass.means
    let variance = family.variance
    guard variance == .binomial || family.boundary(ofResponse: 0) != 0 else { return false }
    for row in means.indices where abs(response[row] - means[row]) < Self.perfectWithin {
      if family.boundary(ofResponse: response[row]) != 0 { return true }
    }
    return false
  }

  /// The error that names a separation, looked for along the last move and along the coefficients,
  /// which a divergence has carried far in its own direction.
  func separation(at point: Point, _ move: Move?) -> ModelError? {
    for direction in [move?.step, point.coefficients].compactMap({ $0 }) {
      let found = Separation(
        family: family, design: design, response: response, priorWeights: priorWeights,
        means: point.pass.means, step: direction)
      if let found { return .separated(columns: found.columns, rowCount: found.rowCount) }
    }
    return nil
  }

  func failure(after move: Move?, at point: Point, _ iterations: Int) -> ModelError {
    separation(at: point, move) ?? .notConverged(iterations: iterations)
  }
}
