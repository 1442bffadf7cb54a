internal import EvalLinearAlgebra
private import Foundation

/// The log-likelihood of β and α together; a point is β followed by α.
struct JointCountLikelihood {
  let dispersion: CountDispersion
  let design: DesignMatrix
  let response: [Double]
  let offset: [Double]?

  func evaluate(_ point: [Double]) -> LikelihoodEvaluation {
    let alpha = point[point.count - 1]
    let predictor = design.linearPredictor(Array(point.dropLast()), offset: offset)
    let rows = predictor.indices.map { row in
      CountDerivatives(
        dispersion, count: response[row], mean: exp(predictor[row]), alpha: alpha)
    }
    let order = point.count
    var information = Matrix(rowCount: order, columnCount: order)
    for (column, values) in (0..<(order - 1)).map({ ($0, design.matrix.column($0)) }) {
      // The curvature may be of either sign, so it multiplies one side instead of both by its root.
      let weighted = zip(values, rows).map { -$0 * $1.etaEta }
      let products = design.matrix.transposeTimes(weighted)
      for row in products.indices { information[row, column] = products[row] }
    }
    let cross = design.matrix.transposeTimes(rows.map { -$0.etaAlpha })
    for row in cross.indices {
      information[row, order - 1] = cross[row]
      information[order - 1, row] = cross[row]
    }
    information[order - 1, order - 1] = -rows.reduce(0) { $0 + $1.alphaAlpha }
    return LikelihoodEvaluation(
      value: rows.reduce(0) { $0 + $1.value },
      gradient: design.matrix.transposeTimes(rows.map(\.eta)) + [rows.reduce(0) { $0 + $1.alpha }],
      information: information)
  }

  /// The point a step leads to, halved until α stays positive and the likelihood does not fall.
  func climb(
    from point: [Double], _ current: LikelihoodEvaluation, by step: [Double]
  ) -> (point: [Double], evaluation: LikelihoodEvaluation)? {
    var share = 1.0
    for _ in 0..<40 {
      let next = zip(point, step).map { $0 + share * $1 }
      if next[next.count - 1] > 0 {
        let evaluation = evaluate(next)
        if evaluation.value.isFinite, evaluation.value >= current.value - 1e-12 * abs(current.value)
        {
          return (next, evaluation)
        }
      }
      share /= 2
    }
    return nil
  }
}
