internal import COpenBLAS

/// The one door to BLAS.
///
/// OpenBLAS runs on one thread: the last bits of its products depend on the number of threads, and
/// ours must not. Callers that want more cores split rows into blocks of fixed size themselves.
enum BLAS {
  /// Evaluated once, before the first product.
  private static let ready: Void = openblas_set_num_threads(1)

  /// C ← op(A)·op(B), every matrix column-major with its row count as leading dimension.
  static func product(
    _ left: Matrix, transposed leftIsTransposed: Bool, _ right: Matrix,
    transposed rightIsTransposed: Bool
  ) -> Matrix {
    _ = ready
    let rowCount = leftIsTransposed ? left.columnCount : left.rowCount
    let inner = leftIsTransposed ? left.rowCount : left.columnCount
    let columnCount = rightIsTransposed ? right.rowCount : right.columnCount
    let rightInner = rightIsTransposed ? right.columnCount : right.rowCount
    precondition(inner == rightInner, "a product of \(inner) columns with \(rightInner) rows")
    guard rowCount > 0, columnCount > 0, inner > 0 else {
      return Matrix(rowCount: rowCount, columnCount: columnCount)
    }
    var elements = [Double](repeating: 0, count: rowCount * columnCount)
    cblas_dgemm(
      CblasColMajor, leftIsTransposed ? CblasTrans : CblasNoTrans,
      rightIsTransposed ? CblasTrans : CblasNoTrans, Int32(rowCount), Int32(columnCount),
      Int32(inner), 1, left.storage, Int32(left.rowCount), right.storage, Int32(right.rowCount), 0,
      &elements, Int32(rowCount))
    return Matrix(rowCount: rowCount, columnCount: columnCount, columnMajor: elements)
  }

  /// y ← op(A)·x.
  static func product(_ matrix: Matrix, transposed: Bool, _ vector: [Double]) -> [Double] {
    _ = ready
    let inner = transposed ? matrix.rowCount : matrix.columnCount
    let count = transposed ? matrix.columnCount : matrix.rowCount
    precondition(vector.count == inner, "a product of \(inner) columns with \(vector.count) rows")
    guard count > 0, inner > 0 else { return Array(repeating: 0, count: count) }
    var result = [Double](repeating: 0, count: count)
    cblas_dgemv(
      CblasColMajor, transposed ? CblasTrans : CblasNoTrans, Int32(matrix.rowCount),
      Int32(matrix.columnCount), 1, matrix.storage, Int32(matrix.rowCount), vector, 1, 0, &result,
      1)
    return result
  }

  /// Adds BᵀB to the upper triangle of `gram`, where B is a block of so many rows and columns.
  static func addGram(
    ofBlock block: UnsafeBufferPointer<Double>, rowCount: Int, columnCount: Int,
    to gram: UnsafeMutableBufferPointer<Double>
  ) {
    _ = ready
    precondition(
      block.count >= rowCount * columnCount && gram.count == columnCount * columnCount,
      "\(block.count) elements are no block of \(rowCount) × \(columnCount)")
    cblas_dsyrk(
      CblasColMajor, CblasUpper, CblasTrans, Int32(columnCount), Int32(rowCount), 1,
      block.baseAddress, Int32(rowCount), 1, gram.baseAddress, Int32(columnCount))
  }

  /// Adds Aᵀx to `sums`, where A is a block of rows of a column-major matrix from its first element on.
  static func addTransposeProduct(
    _ matrix: UnsafeBufferPointer<Double>, rowCount: Int, leadingDimension: Int, columnCount: Int,
    _ vector: UnsafeBufferPointer<Double>, to sums: UnsafeMutableBufferPointer<Double>
  ) {
    _ = ready
    precondition(
      vector.count == rowCount && sums.count == columnCount
        && matrix.count >= (columnCount - 1) * leadingDimension + rowCount,
      "\(matrix.count) elements are no \(rowCount) × \(columnCount)")
    cblas_dgemv(
      CblasColMajor, CblasTrans, Int32(rowCount), Int32(columnCount), 1, matrix.baseAddress,
      Int32(leadingDimension), vector.baseAddress, 1, 1, sums.baseAddress, 1)
  }
}
