internal import EvalLinearAlgebra
private import Foundation

/// The log-likelihood of β and α together; a point is β followed by α.
struct JointCountLikelihood {
  let dispersion: CountDispersion
  let design: DesignMatrix
  let response: [Double]
  let offset: [Double]?

  /// The likelihood at a point, its slope and its curvature.
  struct Evaluation {
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
          enlarged[index, index] =
            information[index, index] + share * abs(information[index, index])
        }
      }
      return nil
    }
  }

  func evaluate(_ point: [Double]) -> Evaluation {
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
    return Evaluation(
      value: rows.reduce(0) { $0 + $1.value },
      gradient: design.matrix.transposeTimes(rows.map(\.eta)) + [rows.reduce(0) { $0 + $1.alpha }],
      information: information)
  }

  /// The point a step leads to, halved until α stays positive and the likelihood does not fall.
  func climb(
    from point: [Double], _ current: Evaluation, by step: [Double]
  ) -> (point: [Double], evaluation: Evaluation)? {
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
