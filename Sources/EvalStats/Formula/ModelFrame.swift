/// Rows left out because a column is missing there.
public struct DroppedRows: Sendable, Equatable {
  /// The column.
  public let column: String
  /// How many rows were left out for it. A row that lacks several columns counts for the first.
  public let count: Int

  /// Creates a count of rows left out for one column.
  public init(column: String, count: Int) {
    self.column = column
    self.count = count
  }
}

/// What to do with a row in which a column of the formula is missing.
public enum MissingRows: Sendable {
  /// Leave the row out and count it.
  case drop
  /// Throw `FormulaError.missingValues`.
  case reject
}

/// A formula applied to a table: the numbers a model is fitted on, and which rows they come from.
public struct ModelFrame: Sendable {
  /// The formula with the levels of its factors.
  public let schema: FormulaSchema
  /// The regressors; one row for each of `rows`.
  public let design: DesignMatrix
  /// The response as numbers, or `nil` if the formula has none or it was not asked for.
  public let response: [Double]?
  /// The sum of the offsets, or `nil` if the formula has none.
  public let offset: [Double]?
  /// The rows of the table in use, ascending.
  public let rows: [Int]
  /// The rows left out, by the first column missing, in the order of the formula's columns.
  public let dropped: [DroppedRows]

  /// How many rows were left out; with `rows.count` the number of rows of the table.
  public var droppedRowCount: Int { dropped.reduce(0) { $0 + $1.count } }
}
