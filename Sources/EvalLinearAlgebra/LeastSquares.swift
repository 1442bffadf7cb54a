/// The coefficients that minimise |A·x − b|.
public struct LeastSquares: Sendable {
  /// One coefficient a column; 0 for aliased columns.
  public let coefficients: [Double]
  /// Columns that are combinations of columns before them, and were left out.
  public let aliasedColumns: [Int]
  /// b − A·x.
  public let residuals: [Double]

  /// Solves by QR.
  ///
  /// - Throws: `nonFinite`.
  /// - Complexity: O(*rows · columns²*)
  public init(
    _ matrix: Matrix, _ right: [Double], tolerance: Double = PivotedQR.defaultTolerance
  ) throws(LinearAlgebraError) {
    if let row = right.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(row: row, column: matrix.columnCount)
    }
    let factorisation = try PivotedQR(matrix, tolerance: tolerance)
    var coefficients = [Double](repeating: 0, count: matrix.columnCount)
    for (column, value) in zip(factorisation.independentColumns, factorisation.solve(right)) {
      coefficients[column] = value
    }
    self.coefficients = coefficients
    aliasedColumns = factorisation.aliasedColumns
    residuals = zip(right, matrix * coefficients).map { $0 - $1 }
  }
}
