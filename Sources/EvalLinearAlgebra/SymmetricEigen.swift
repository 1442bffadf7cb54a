internal import CLAPACKE

/// The eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigen: Sendable {
  /// Eigenvalues, in ascending order.
  public let values: [Double]
  /// Orthonormal eigenvectors, one a column, in the order of `values`.
  public let vectors: Matrix

  /// Decomposes a symmetric matrix, of which the upper triangle is read.
  ///
  /// - Throws: `nonFinite`, `notConverged`.
  /// - Complexity: O(*n*³), by LAPACK `dsyevd`.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let order = matrix.rowCount
    precondition(order == matrix.columnCount, "\(order) × \(matrix.columnCount) is not square")
    try matrix.requireFinite()
    var vectors = matrix.storage
    var values = [Double](repeating: 0, count: order)
    if order > 0 {
      let info = LAPACKE_dsyevd(
        LAPACK_COL_MAJOR, charV, charU, Int32(order), &vectors, Int32(order), &values)
      guard info == 0 else { throw .notConverged(routine: "dsyevd") }
    }
    self.values = values
    self.vectors = Matrix(rowCount: order, columnCount: order, columnMajor: vectors)
  }

  /// V·f(Λ)·Vᵀ: a function of the matrix, such as its square root or its inverse.
  public func applying(_ function: (Double) -> Double) -> Matrix {
    var scaled = vectors
    for column in 0..<vectors.columnCount {
      let factor = function(values[column])
      for row in 0..<vectors.rowCount { scaled[row, column] *= factor }
    }
    return scaled.timesTranspose(vectors)
  }

  /// The Moore–Penrose inverse, eigenvalues below `tolerance` times the largest taken as zero.
  public func pseudoInverse(tolerance: Double) -> Matrix {
    let threshold = tolerance * (values.map(abs).max() ?? 0)
    return applying { abs($0) > threshold ? 1 / $0 : 0 }
  }

  /// A⁺^½, the symmetric square root of the Moore–Penrose inverse; negative eigenvalues, which only
  /// rounding can leave, are taken as zero.
  public func inverseSquareRoot(tolerance: Double) -> Matrix {
    let threshold = tolerance * (values.map(abs).max() ?? 0)
    return applying { $0 > threshold ? 1 / $0.squareRoot() : 0 }
  }

  /// The number of eigenvalues above `tolerance` times the largest.
  public func rank(tolerance: Double) -> Int {
    let threshold = tolerance * (values.map(abs).max() ?? 0)
    return values.count { abs($0) > threshold }
  }
}
