internal import EvalLinearAlgebra

/// The coordinates in which the estimator of Abadie and Imbens measures distance.
struct AbadieImbensSpace: Sendable {
  /// The columns of the distance in their own units, as bias adjustment uses them.
  let columns: [[Double]]
  /// Each column over its SD with denominator n, by which calipers are measured.
  let caliperColumns: [[Double]]
  /// Columns whose Euclidean distance is that of the design.
  let coordinates: [[Double]]

  /// Standardises, and for Mahalanobis whitens, columns over the rows that count.
  ///
  /// - Throws: `noVaryingCovariate`.
  init(
    columns: [[Double]], names: [String], rows: [Int], whitens: Bool
  ) throws(MatchingError) {
    let varying = columns.filter { column in
      rows.contains { column[$0] != column[rows[0]] }
    }
    guard !varying.isEmpty else { throw .noVaryingCovariate(names) }
    self.columns = varying
    let count = Double(rows.count)
    var standardised: [[Double]] = []
    var bounded: [[Double]] = []
    for column in varying {
      let mean = rows.reduce(0) { $0 + column[$1] } / count
      let squares = rows.reduce(0) { $0 + (column[$1] - mean) * (column[$1] - mean) }
      standardised.append(column.map { ($0 - mean) / (squares / (count - 1)).squareRoot() })
      bounded.append(column.map { $0 / (squares / count).squareRoot() })
    }
    caliperColumns = bounded
    coordinates =
      whitens
      ? AbadieImbensSpace.whitened(standardised, rows: rows) : standardised
  }

  /// The standardised columns times W, where W·Wᵀ is the (pseudo-)inverse of their correlations.
  private static func whitened(_ columns: [[Double]], rows: [Int]) -> [[Double]] {
    let products = Matrix(columns: columns).rows(at: rows).gram()
    let whitening = CovariateScaling.whitening((1 / Double(rows.count - 1)) * products)
    return (0..<whitening.columnCount).map { index in
      let direction = whitening.column(index)
      return columns[0].indices.map { row in
        zip(columns, direction).reduce(0) { $0 + $1.0[row] * $1.1 }
      }
    }
  }
}
