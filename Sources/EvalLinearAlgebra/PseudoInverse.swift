internal import CLAPACKE

extension Matrix {
  /// The Moore–Penrose inverse, by singular values.
  ///
  /// - Parameter tolerance: Singular values below this share of the largest count as zero.
  /// - Throws: `nonFinite`, `notConverged`.
  /// - Complexity: O(*rows · columns · min(rows, columns)*), by LAPACK `dgesdd`.
  public func pseudoInverse(tolerance: Double = 1e-12) throws(LinearAlgebraError) -> Matrix {
    try requireFinite()
    let depth = min(rowCount, columnCount)
    guard depth > 0 else { return Matrix(rowCount: columnCount, columnCount: rowCount) }
    var work = storage
    var values = [Double](repeating: 0, count: depth)
    var left = [Double](repeating: 0, count: rowCount * depth)
    var right = [Double](repeating: 0, count: depth * columnCount)
    let info = LAPACKE_dgesdd(
      LAPACK_COL_MAJOR, charS, Int32(rowCount), Int32(columnCount), &work, Int32(rowCount),
      &values, &left, Int32(rowCount), &right, Int32(depth))
    guard info == 0 else { throw .notConverged(routine: "dgesdd") }
    let threshold = tolerance * values[0]
    for column in 0..<depth {
      let factor = values[column] > threshold ? 1 / values[column] : 0
      for row in 0..<rowCount { left[row + column * rowCount] *= factor }
    }
    let scaledLeft = Matrix(rowCount: rowCount, columnCount: depth, columnMajor: left)
    let rightTransposed = Matrix(rowCount: depth, columnCount: columnCount, columnMajor: right)
    return rightTransposed.transposed.timesTranspose(scaledLeft)
  }
}
