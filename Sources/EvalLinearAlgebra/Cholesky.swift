internal import CLAPACKE

/// The factorisation A = UᵀU of a symmetric positive definite matrix.
public struct Cholesky: Sendable {
  /// U in the upper triangle; zeros below.
  public let upper: Matrix

  /// Factors a symmetric positive definite matrix, of which the upper triangle is read.
  ///
  /// - Throws: `notPositiveDefinite`, `nonFinite`.
  /// - Complexity: O(*n*³), by LAPACK `dpotrf`.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let order = matrix.rowCount
    precondition(order == matrix.columnCount, "\(order) × \(matrix.columnCount) is not square")
    try matrix.requireFinite()
    var factor = matrix.storage
    let leading = Int32(max(order, 1))
    let info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, charU, Int32(order), &factor, leading)
    guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
    for column in 0..<order {
      for row in (column + 1)..<max(order, column + 1) { factor[row + column * order] = 0 }
    }
    upper = Matrix(rowCount: order, columnCount: order, columnMajor: factor)
  }

  /// Solves A·X = B for every column of B.
  public func solve(_ right: Matrix) -> Matrix {
    let order = upper.rowCount
    precondition(right.rowCount == order, "\(right.rowCount) rows for order \(order)")
    guard order > 0, right.columnCount > 0 else { return right }
    var solution = right.storage
    let info = LAPACKE_dpotrs(
      LAPACK_COL_MAJOR, charU, Int32(order), Int32(right.columnCount), upper.storage,
      Int32(order), &solution, Int32(order))
    precondition(info == 0, "dpotrs: argument \(-info)")
    return Matrix(rowCount: order, columnCount: right.columnCount, columnMajor: solution)
  }

  /// Solves A·x = b.
  public func solve(_ right: [Double]) -> [Double] {
    solve(Matrix(rowCount: right.count, columnCount: 1, columnMajor: right)).storage
  }

  /// A⁻¹, for the covariance of estimates; to solve a system use `solve`.
  public var inverse: Matrix { solve(.identity(upper.rowCount)) }

}
