public import EvalLinearAlgebra

/// A matrix whose columns have names: what a model is fitted on.
public struct DesignMatrix: Sendable, Equatable {
  /// The name of each column, as R would print it: `(Intercept)`, `age`, `raceblack`, `trt:post`.
  public let names: [String]
  /// One row an observation, one column a term.
  public let matrix: Matrix

  /// Creates a design matrix; there is one name for each column.
  public init(names: [String], matrix: Matrix) {
    precondition(
      names.count == matrix.columnCount,
      "\(names.count) names for \(matrix.columnCount) columns")
    self.names = names
    self.matrix = matrix
  }

  /// The number of observations.
  public var rowCount: Int { matrix.rowCount }

  /// The number of columns.
  public var columnCount: Int { matrix.columnCount }
}
