extension Matrix {
  /// The product of two matrices. O(*rows · inner · columns*), by BLAS `dgemm`.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    BLAS.product(left, transposed: false, right, transposed: false)
  }

  /// The product with a vector taken as a column.
  public static func * (matrix: Matrix, vector: [Double]) -> [Double] {
    BLAS.product(matrix, transposed: false, vector)
  }

  /// AᵀB, without forming Aᵀ.
  public func transposeTimes(_ other: Matrix) -> Matrix {
    BLAS.product(self, transposed: true, other, transposed: false)
  }

  /// Aᵀx, without forming Aᵀ.
  public func transposeTimes(_ vector: [Double]) -> [Double] {
    BLAS.product(self, transposed: true, vector)
  }

  /// ABᵀ, without forming Bᵀ.
  public func timesTranspose(_ other: Matrix) -> Matrix {
    BLAS.product(self, transposed: false, other, transposed: true)
  }

  /// AᵀWA, where W is diagonal with `weights`, or AᵀA.
  ///
  /// Rows are scaled by √w in blocks of fixed size that are added in order, so the result does not
  /// depend on the machine's cores and no second copy of the matrix is made.
  ///
  /// - Parameter weights: One weight a row, none negative; `nil` for ones.
  /// - Complexity: O(*rows · columns²*), memory O(*columns²*).
  public func gram(weights: [Double]? = nil) -> Matrix {
    precondition(
      weights == nil || weights!.count == rowCount,
      "\(weights?.count ?? 0) weights for \(rowCount) rows")
    var gram = [Double](repeating: 0, count: columnCount * columnCount)
    guard columnCount > 0 else { return Matrix(rowCount: 0, columnCount: 0) }
    var block = [Double](repeating: 0, count: Matrix.gramBlock * columnCount)
    var start = 0
    while start < rowCount {
      let count = min(Matrix.gramBlock, rowCount - start)
      let scale = weights.map { $0[start..<(start + count)].map { $0.squareRoot() } }
      for column in 0..<columnCount {
        let from = column * rowCount + start
        let to = column * count
        if let scale {
          for row in 0..<count { block[to + row] = storage[from + row] * scale[row] }
        } else {
          for row in 0..<count { block[to + row] = storage[from + row] }
        }
      }
      BLAS.addGram(
        ofBlock: block, rowCount: count, leadingDimension: count, columnCount: columnCount,
        to: &gram)
      start += count
    }
    for column in 0..<columnCount {
      for row in 0..<column { gram[column + row * columnCount] = gram[row + column * columnCount] }
    }
    return Matrix(rowCount: columnCount, columnCount: columnCount, columnMajor: gram)
  }

  /// Rows a block of `gram`: 2,048 rows of 20 columns are 320 KiB, within a core's second cache.
  private static let gramBlock = 2_048

  /// The sum of two matrices of one shape.
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right) { $0 + $1 }
  }

  /// The difference of two matrices of one shape.
  public static func - (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right) { $0 - $1 }
  }

  /// The matrix with every element multiplied by a number.
  public static func * (factor: Double, matrix: Matrix) -> Matrix {
    Matrix(
      rowCount: matrix.rowCount, columnCount: matrix.columnCount,
      columnMajor: matrix.storage.map { factor * $0 })
  }

  private static func combine(
    _ left: Matrix, _ right: Matrix, by operation: (Double, Double) -> Double
  ) -> Matrix {
    precondition(
      left.rowCount == right.rowCount && left.columnCount == right.columnCount,
      "\(left.rowCount) × \(left.columnCount) with \(right.rowCount) × \(right.columnCount)")
    return Matrix(
      rowCount: left.rowCount, columnCount: left.columnCount,
      columnMajor: zip(left.storage, right.storage).map(operation))
  }
}
