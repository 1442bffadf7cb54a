/// The rows of a table in which no column asked for is missing.
struct CompleteRows {
  /// The columns asked for, by name, complete rows only.
  let columns: [String: Column]
  /// The row of the table for each complete row.
  let rows: [Int]
  let dropped: [DroppedRows]

  init(of table: Table, columns names: [String], missing: MissingRows) throws(FormulaError) {
    var isComplete = [Bool](repeating: true, count: table.rowCount)
    var columns: [String: Column] = [:]
    var dropped: [DroppedRows] = []
    for name in names where columns[name] == nil {
      let column: Column
      do { column = try table.column(name) } catch {
        throw .unknownColumn(name, nearest: NearestNames.of(name, among: table.names))
      }
      columns[name] = column
      let missingCount = column.missingCount
      guard missingCount > 0 else { continue }
      if missing == .reject { throw .missingValues(column: name, count: missingCount) }
      var count = 0
      for row in isComplete.indices where isComplete[row] && column.isMissing(row) {
        isComplete[row] = false
        count += 1
      }
      if count > 0 { dropped.append(DroppedRows(column: name, count: count)) }
    }
    let rows = isComplete.indices.filter { isComplete[$0] }
    guard !rows.isEmpty else { throw .noRows(dropped: dropped) }
    if rows.count < table.rowCount { columns = columns.mapValues { $0.rows(at: rows) } }
    self.columns = columns
    self.rows = rows
    self.dropped = dropped
  }
}
