internal import EvalLinearAlgebra

/// The estimating equations of a model on its data, rows of a cluster side by side.
///
/// In the basis where the working model is trivial: with L from R⁻¹ = LᵀL, Z = L·W^½X and
/// e = L·r the equations read Zᵀe = 0, where W is the information of each row and r its Pearson
/// residual. Both whitenings are closed forms, so R is never formed.
struct EstimatingEquations {
  let model: EstimatingEquationsModel
  let rows: ClusteredRows
  let design: DesignMatrix
  let response: [Double]
  let weights: [Double]?
  let offset: [Double]?

  /// Coefficients and the model evaluated there.
  struct Point {
    let coefficients: [Double]
    let predictor: [Double]
    let working: WorkingResponse
    /// √w(y − μ)/√V
    let residuals: [Double]
  }

  /// Z and e.
  struct Whitened {
    let matrix: Matrix
    let residuals: [Double]

    /// Zᵀe
    var score: [Double] { matrix.transposeTimes(residuals) }

    /// (ZᵀZ)⁻¹Zᵀe; `nil` if ZᵀZ is singular.
    var step: [Double]? {
      let ones = [Double](repeating: 1, count: matrix.rowCount)
      guard let step = ScaledSystem(matrix, weights: ones)?.solve(score),
        step.allSatisfy(\.isFinite)
      else { return nil }
      return step
    }
  }

  func point(_ coefficients: [Double]) -> Point? {
    let predictor = design.linearPredictor(coefficients, offset: offset)
    let regression = model.regression
    guard
      let working = WorkingResponse(
        family: regression.family, link: regression.link, linearPredictor: predictor,
        response: response, priorWeights: weights)
    else { return nil }
    let residuals = zip(working.scores, working.weights).map { score, weight in
      weight > 0 ? score / weight.squareRoot() : 0
    }
    return Point(
      coefficients: coefficients, predictor: predictor, working: working, residuals: residuals)
  }

  /// The point a step leads to, halved until every mean is inside its range.
  func point(stepping step: [Double], from current: Point) -> Point? {
    var share = 1.0
    for _ in 0..<40 {
      if let next = point(zip(current.coefficients, step).map { $0 + share * $1 }) { return next }
      share /= 2
    }
    return nil
  }

  func moments(at point: Point, previous: Double?) throws(ModelError) -> ResidualMoments {
    try ResidualMoments(
      point.residuals, weights: weights, rows, model.correlation, model.moments,
      coefficientCount: design.columnCount,
      hasFreeDispersion: model.regression.family.hasFreeDispersion, previous: previous)
  }

  /// R is positive definite above this.
  var lowestAlpha: Double {
    model.correlation == .exchangeable ? -1 / Double(max(rows.largestCount - 1, 1)) : -1
  }

  /// α drawn inside the range in which R is positive definite; on the way an estimate may leave it.
  func admissible(_ alpha: Double?) -> Double {
    guard let alpha else { return 0 }
    let margin = 1e-9
    return max(lowestAlpha + margin, min(1 - margin, alpha))
  }

  func whitened(_ point: Point, _ alpha: Double) -> Whitened {
    let correlation = ClusterCorrelation(kind: model.correlation, alpha: alpha)
    let count = design.rowCount
    let roots = point.working.weights.map { $0.squareRoot() }
    var storage = design.matrix.storage
    for column in 0..<design.columnCount {
      for row in 0..<count { storage[column * count + row] *= roots[row] }
      for range in rows.ranges {
        correlation.whiten(&storage, range, offset: column * count, gaps: rows.gaps)
      }
    }
    var residuals = point.residuals
    for range in rows.ranges {
      correlation.whiten(&residuals, range, offset: 0, gaps: rows.gaps)
    }
    return Whitened(
      matrix: Matrix(
        rowCount: count, columnCount: design.columnCount, columnMajor: storage),
      residuals: residuals)
  }
}
