internal import EvalLinearAlgebra

/// The sums over clusters from which a coefficient's t is worked out for any signs v of the residuals
/// under the null.
///
/// With B = (XᵀWX)⁻¹, s_g the cluster's score under the null and a = B's row of the coefficient, the
/// estimate moves by Σ v_g·aᵀs_g. Its clustered error needs, for each cluster, aᵀ(v_g s_g − X_gᵀW_gX_g
/// B Σ v_h s_h): the score of the residuals once refitted.
struct NullScores {
  /// aᵀs_g
  private let moves: [Double]
  /// s_g, one cluster after another.
  private let scores: [Double]
  /// B·X_gᵀW_gX_g·a, one cluster after another.
  private let reaches: [Double]
  private let order: Int

  /// The score of the model with the coefficient held at a value.
  init(
    _ fit: GeneralisedLinearFit, _ coefficient: Int, _ value: Double, _ clusters: Clusters
  ) throws(ModelError) {
    let design = fit.design
    let held = design.matrix.column(coefficient)
    let offset = held.indices.map { row in
      (fit.input.offset.map { $0[row] } ?? 0) + value * held[row]
    }
    let kept = design.names.indices.filter { $0 != coefficient }
    var predictor = offset
    if !kept.isEmpty {
      predictor = try fit.model.fit(
        DesignMatrix(names: kept.map { design.names[$0] }, matrix: design.matrix.columns(at: kept)),
        response: fit.response, weights: fit.priorWeights, offset: offset
      ).linearPredictor
    }
    guard
      let working = WorkingResponse(
        family: fit.model.family, link: fit.model.link, linearPredictor: predictor,
        response: fit.response, priorWeights: fit.priorWeights)
    else { throw .notConverged(iterations: 0) }
    let inverse: Matrix
    do {
      let triangle = try design.matrix.triangle(weights: working.weights)
      guard triangle.diagonal.allSatisfy({ $0 != 0 }) else {
        throw ModelError.notConverged(iterations: 0)
      }
      let root = triangle.inverseOfUpperTriangle
      inverse = root.timesTranspose(root)
    } catch {
      throw .notConverged(iterations: 0)
    }
    let order = design.columnCount
    let direction = inverse.column(coefficient)
    let along = design.linearPredictor(direction)
    var scores = [Double](repeating: 0, count: clusters.count * order)
    var reaches = scores
    for column in 0..<order {
      for row in held.indices where clusters.clusterOfRow[row] >= 0 {
        let place = clusters.clusterOfRow[row] * order + column
        let element = design.matrix[row, column]
        scores[place] += element * working.scores[row]
        reaches[place] += element * working.weights[row] * along[row]
      }
    }
    var moves: [Double] = []
    for cluster in 0..<clusters.count {
      let range = (cluster * order)..<((cluster + 1) * order)
      moves.append(zip(direction, scores[range]).reduce(0) { $0 + $1.0 * $1.1 })
      reaches.replaceSubrange(range, with: inverse * Array(reaches[range]))
    }
    self.moves = moves
    self.scores = scores
    self.reaches = reaches
    self.order = order
  }

  /// t under signs; `nil` where no cluster has any error.
  func value(_ signs: [Double]) -> Double? {
    var total = [Double](repeating: 0, count: order)
    var move = 0.0
    for (cluster, sign) in signs.enumerated() {
      move += sign * moves[cluster]
      let first = cluster * order
      for column in 0..<order { total[column] += sign * scores[first + column] }
    }
    var squares = 0.0
    var own = 0.0
    for (cluster, sign) in signs.enumerated() {
      let first = cluster * order
      var shared = 0.0
      for column in 0..<order { shared += reaches[first + column] * total[column] }
      let left = sign * moves[cluster] - shared
      squares += left * left
      own += moves[cluster] * moves[cluster]
    }
    // What rounding leaves of a cluster is no error.
    guard squares > 1e-24 * own, squares.isFinite, move.isFinite else { return nil }
    return move / squares.squareRoot()
  }
}
