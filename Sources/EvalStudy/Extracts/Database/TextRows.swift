/// Rows of a query as UTF-8 text, cells row by row.
package struct TextRows: Sendable, Equatable {
  /// The cells' bytes one after another.
  package var bytes: [UInt8]
  /// Where each cell ends in `bytes`, row by row: cell (row, column) is entry
  /// row · columnCount + column.
  package var ends: [Int]
  /// Cells of a row.
  package var columnCount: Int
  /// Rows.
  package var rowCount: Int

  /// Creates a block without rows.
  package init(columnCount: Int = 0) {
    bytes = []
    ends = []
    self.columnCount = columnCount
    rowCount = 0
  }

  /// Takes every row out and keeps the memory for those to come.
  package mutating func removeAll(columnCount: Int) {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    self.columnCount = columnCount
    rowCount = 0
  }

  /// The place of a cell in `bytes`.
  ///
  /// - Complexity: O(1)
  package func range(row: Int, column: Int) -> Range<Int> {
    let entry = row * columnCount + column
    return (entry == 0 ? 0 : ends[entry - 1])..<ends[entry]
  }

  /// A cell as text; empty for a missing value.
  package func text(row: Int, column: Int) -> String {
    String(decoding: bytes[range(row: row, column: column)], as: UTF8.self)
  }
}
