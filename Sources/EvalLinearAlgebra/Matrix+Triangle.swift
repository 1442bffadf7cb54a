internal import CLAPACKE

extension Matrix {
  /// The upper triangular R with RᵀR = AᵀWA, where W is diagonal with `weights`, or AᵀA.
  ///
  /// By Householder reflections of √W·A, never through AᵀWA, so R keeps the accuracy that forming
  /// the cross-products would square away. The rows are taken in blocks of fixed size, each stacked
  /// under the R of the blocks before it. R has the column lengths and the dependences between
  /// columns of √W·A, so `PivotedQR(R)` finds its rank.
  ///
  /// - Parameter weights: One weight a row, none negative; `nil` for ones.
  /// - Throws: `nonFinite`; for a weight that is, with the column after the last.
  /// - Complexity: O(*rows · columns²*), memory O(*columns²*), by LAPACK `dgeqrf`.
  package func triangle(weights: [Double]? = nil) throws(LinearAlgebraError) -> Matrix {
    precondition(
      weights == nil || weights!.count == rowCount,
      "\(weights?.count ?? 0) weights for \(rowCount) rows")
    let order = columnCount
    var triangle = Matrix(rowCount: order, columnCount: order)
    guard order > 0 else { return triangle }
    let blockRows = max(Matrix.triangleBlock, 4 * order)
    var reflectorScales = [Double](repeating: 0, count: order)
    var start = 0
    while start < rowCount {
      let count = min(blockRows, rowCount - start)
      let height = order + count
      let scale = weights.map { $0[start..<(start + count)].map { $0.squareRoot() } }
      var stack = [Double](repeating: 0, count: height * order)
      for column in 0..<order {
        let top = column * height
        for row in 0...column { stack[top + row] = triangle[row, column] }
        let from = column * rowCount + start
        let to = top + order
        if let scale {
          for row in 0..<count { stack[to + row] = storage[from + row] * scale[row] }
        } else {
          for row in 0..<count { stack[to + row] = storage[from + row] }
        }
      }
      // LAPACKE's own check finds a NaN; an infinity turns into one.
      let info = LAPACKE_dgeqrf(
        LAPACK_COL_MAJOR, Int32(height), Int32(order), &stack, Int32(height), &reflectorScales)
      if info != 0 {
        try requireFinite()
        if let row = weights?.firstIndex(where: { !($0.isFinite && $0 >= 0) }) {
          throw .nonFinite(row: row, column: order)
        }
      }
      precondition(info == 0, "dgeqrf: argument \(-info)")
      for column in 0..<order {
        for row in 0...column { triangle[row, column] = stack[row + column * height] }
      }
      start += count
    }
    try triangle.requireFinite()
    return triangle
  }

  /// Rows a block of `triangle`: with 20 columns a block fits a core's second cache.
  private static let triangleBlock = 2_048
}
