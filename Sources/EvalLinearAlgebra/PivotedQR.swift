internal import CLAPACKE

/// The factorisation A·P = Q·R with column pivoting, which reveals the rank of A.
///
/// Columns are taken in order as long as they are independent of those before, as R's `lm` does, so
/// that of two collinear columns it is the later one that is named as aliased.
public struct PivotedQR: Sendable {
  /// Columns independent of those before them, in their order in A.
  public let independentColumns: [Int]
  /// Columns that are combinations of independent columns before them.
  public let aliasedColumns: [Int]
  /// The upper triangular factor of the independent columns.
  public let triangle: Matrix
  private let reflectors: [Double]
  private let scales: [Double]
  private let rowCount: Int

  /// The number of independent columns.
  public var rank: Int { independentColumns.count }

  /// A column counts as dependent when what the columns before it leave of its length is less than
  /// this share of it. R's `lm` uses 1e-7; a GLM's weights spread columns more, and R's `glm` uses
  /// min(1e-7, ε/1000): 1e-11 at its defaults. 1e-10 stands between rounding (1e-16·√n·κ) and real
  /// collinearity.
  public static let defaultTolerance = 1e-10

  /// Factors a matrix.
  ///
  /// - Parameter tolerance: See `defaultTolerance`.
  /// - Throws: `nonFinite`.
  /// - Complexity: O(*rows · columns²*), by LAPACK `dgeqrf` when no column is dependent.
  public init(
    _ matrix: Matrix, tolerance: Double = PivotedQR.defaultTolerance
  ) throws(LinearAlgebraError) {
    try matrix.requireFinite()
    let lengths = (0..<matrix.columnCount).map { matrix.column($0).euclideanLength }
    var kept = Array(0..<matrix.columnCount)
    var aliased: [Int] = []
    while true {
      let (factor, scales) = PivotedQR.factor(matrix.columns(at: kept))
      let depth = min(matrix.rowCount, kept.count)
      let dependent = kept.indices.first { place in
        place >= depth
          || abs(factor[place + place * matrix.rowCount]) <= tolerance * lengths[kept[place]]
      }
      if let dependent {
        aliased.append(kept.remove(at: dependent))
        continue
      }
      var triangle = Matrix(rowCount: kept.count, columnCount: kept.count)
      for column in kept.indices {
        for row in 0...column { triangle[row, column] = factor[row + column * matrix.rowCount] }
      }
      independentColumns = kept
      aliasedColumns = aliased.sorted()
      self.triangle = triangle
      reflectors = factor
      self.scales = scales
      rowCount = matrix.rowCount
      return
    }
  }

  private static func factor(_ matrix: Matrix) -> (factor: [Double], scales: [Double]) {
    var factor = matrix.storage
    var scales = [Double](repeating: 0, count: max(1, min(matrix.rowCount, matrix.columnCount)))
    guard !factor.isEmpty else { return (factor, scales) }
    let info = LAPACKE_dgeqrf(
      LAPACK_COL_MAJOR, Int32(matrix.rowCount), Int32(matrix.columnCount), &factor,
      Int32(matrix.rowCount), &scales)
    precondition(info == 0, "dgeqrf: argument \(-info)")
    return (factor, scales)
  }

  /// Least-squares coefficients of the independent columns, in their order.
  public func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == rowCount, "\(right.count) values for \(rowCount) rows")
    guard rank > 0 else { return [] }
    var solution = right
    let rotation = LAPACKE_dormqr(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), charT, Int32(rowCount), 1, Int32(rank),
      reflectors, Int32(rowCount), scales, &solution, Int32(rowCount))
    precondition(rotation == 0, "dormqr: argument \(-rotation)")
    let info = LAPACKE_dtrtrs(
      LAPACK_COL_MAJOR, charU, charN, charN, Int32(rank), 1, triangle.storage, Int32(rank),
      &solution, Int32(rowCount))
    precondition(info == 0, "dtrtrs: \(info)")
    return Array(solution.prefix(rank))
  }

  /// (AᵀA)⁻¹ of the independent columns: R⁻¹R⁻ᵀ.
  public var inverseGram: Matrix {
    guard rank > 0 else { return Matrix(rowCount: 0, columnCount: 0) }
    var inverse = triangle.storage
    let info = LAPACKE_dpotri(
      LAPACK_COL_MAJOR, charU, Int32(rank), &inverse, Int32(rank))
    precondition(info == 0, "dpotri: \(info)")
    var result = Matrix(rowCount: rank, columnCount: rank, columnMajor: inverse)
    for column in 0..<rank {
      for row in 0..<column { result[column, row] = result[row, column] }
    }
    return result
  }
}

extension Array where Element == Double {
  /// √Σx², scaled so that it neither overflows nor vanishes.
  var euclideanLength: Double {
    guard let largest = self.map(abs).max(), largest > 0 else { return 0 }
    return largest * self.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}
