internal import EvalLinearAlgebra

/// The normal equations AᵀWA·x = b of one step, with columns brought to one size first.
///
/// Scales are powers of two, so that scaling rounds nothing: income in pounds beside a 0/1 column
/// would otherwise make the matrix look singular.
struct ScaledSystem {
  private let scales: [Double]
  private let factor: Cholesky

  /// Factors AᵀWA; `nil` if it is not positive definite to working accuracy.
  init?(_ matrix: Matrix, weights: [Double]) { self.init(gram: matrix.gram(weights: weights)) }

  /// Factors AᵀWA given as such.
  ///
  /// - Parameter damping: What is added to the diagonal, once scaled to about 1.
  init?(gram: Matrix, damping: Double = 0) {
    var gram = gram
    let scales = gram.diagonal.map { diagonal in
      diagonal > 0 && diagonal.isFinite
        ? Double(sign: .plus, exponent: -(diagonal.exponent / 2), significand: 1) : 1
    }
    for column in 0..<gram.columnCount {
      for row in 0..<gram.rowCount { gram[row, column] *= scales[row] * scales[column] }
      gram[column, column] += damping
    }
    guard let factor = try? Cholesky(gram) else { return nil }
    self.scales = scales
    self.factor = factor
  }

  /// Solves for x.
  func solve(_ right: [Double]) -> [Double] {
    zip(factor.solve(zip(right, scales).map { $0 * $1 }), scales).map { $0 * $1 }
  }
}

extension Matrix {
  /// The inverse of an upper triangular matrix without zeros on its diagonal.
  var inverseOfUpperTriangle: Matrix {
    var inverse = Matrix(rowCount: rowCount, columnCount: columnCount)
    for column in 0..<columnCount {
      inverse[column, column] = 1 / self[column, column]
      for row in stride(from: column - 1, through: 0, by: -1) {
        var sum = 0.0
        for inner in (row + 1)...column { sum += self[row, inner] * inverse[inner, column] }
        inverse[row, column] = -sum / self[row, row]
      }
    }
    return inverse
  }
}
