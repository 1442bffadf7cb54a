public import EvalStats

/// Rows refused for one reason in one column.
public struct CSVRefusal: Sendable, Equatable {
  /// What was wrong with the first of them, and where it stands.
  public let first: CSVError
  /// How many rows were refused for it. A row with several faults counts for the leftmost.
  public let count: Int

  /// Creates a refusal.
  public init(first: CSVError, count: Int) {
    self.first = first
    self.count = count
  }
}

/// What was read of a file, every row accounted for: kept in the table or refused with a reason.
public struct CSVExtract: Sendable {
  /// The name of the file, without its folders.
  public let file: String
  /// The rows kept.
  public let table: Table
  /// The line at which each kept row starts, counted from 1 at the header.
  public let lines: [Int]
  /// The rows refused, by column and reason, in the order of their first places.
  public let refusals: [CSVRefusal]
  /// How many rows the file has below its header, blank lines not counted.
  public let readRowCount: Int

  /// How many rows were refused; with `table.rowCount` it makes `readRowCount`.
  public var refusedRowCount: Int { refusals.reduce(0) { $0 + $1.count } }
}
