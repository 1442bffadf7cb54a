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
  /// Rows are scaled by √w in blocks of fixed size that go to all processors and are added in order,
  /// so the result does not depend on the machine's cores and no second copy of the matrix is made.
  ///
  /// - Parameter weights: One weight a row, none negative; `nil` for ones.
  /// - Complexity: O(*rows · columns²*), memory O(*columns²*).
  public func gram(weights: [Double]? = nil) -> Matrix {
    precondition(
      weights == nil || weights!.count == rowCount,
      "\(weights?.count ?? 0) weights for \(rowCount) rows")
    let order = columnCount
    guard order > 0, rowCount > 0 else { return Matrix(rowCount: order, columnCount: order) }
    let size = order * order
    let taskCount = RowTasks.count(rowCount)
    var sums = [Double](repeating: 0, count: size * taskCount)
    storage.withUnsafeBufferPointer { storage in
      sums.withUnsafeMutableBufferPointer { sums in
        // Tasks read the matrix and add to sums of their own.
        nonisolated(unsafe) let elements = storage
        nonisolated(unsafe) let base = sums
        RowTasks.perform(rowCount: rowCount) { task, rows in
          Matrix.addGram(
            of: elements, rows, of: rowCount, weights,
            to: UnsafeMutableBufferPointer(rebasing: base[(task * size)..<((task + 1) * size)]))
        }
      }
    }
    var total = Matrix(
      rowCount: order, columnCount: order, columnMajor: Array(sums.prefix(size)))
    for start in stride(from: size, to: sums.count, by: size) {
      for place in 0..<size { total.storage[place] += sums[start + place] }
    }
    total.mirrorUpperTriangle()
    return total
  }

  private static func addGram(
    of storage: UnsafeBufferPointer<Double>, _ rows: Range<Int>, of rowCount: Int,
    _ weights: [Double]?, to gram: UnsafeMutableBufferPointer<Double>
  ) {
    let order = storage.count / rowCount
    let blockRows = min(gramBlock, rows.count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: blockRows * (order + 1)) { space in
      let roots = UnsafeMutableBufferPointer(rebasing: space[..<blockRows])
      let block = UnsafeMutableBufferPointer(rebasing: space[blockRows...])
      var start = rows.lowerBound
      while start < rows.upperBound {
        let count = min(blockRows, rows.upperBound - start)
        for row in 0..<count { roots[row] = weights.map { $0[start + row].squareRoot() } ?? 1 }
        for column in 0..<order {
          let from = column * rowCount + start
          let to = column * count
          for row in 0..<count { block[to + row] = storage[from + row] * roots[row] }
        }
        BLAS.addGram(
          ofBlock: UnsafeBufferPointer(block), rowCount: count, columnCount: order, to: gram)
        start += count
      }
    }
  }

  /// Copies the upper triangle of a square matrix below its diagonal.
  mutating func mirrorUpperTriangle() {
    for column in 0..<columnCount {
      for row in 0..<column { self[column, row] = self[row, column] }
    }
  }

  /// Rows a block of `gram`: 1,024 rows of 20 columns are 160 KiB, within a core's second cache.
  private static let gramBlock = 1_024

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
