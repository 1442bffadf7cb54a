extension Table {
  /// The rows named by `indices`, in that order; a row may stand several times.
  ///
  /// - Complexity: O(*indices* · *columns*)
  public func rows(at indices: [Int]) -> Table {
    Table(names: names, columns: columns.map { $0.rows(at: indices) }, rowCount: indices.count)
  }

  /// The table with a column added at the end, or put in the place of the one of the same name.
  ///
  /// - Throws: `TableError.unequalLengths` if the column is longer or shorter than the table.
  public func setting(_ name: String, to column: Column) throws(TableError) -> Table {
    guard column.count == rowCount || names.isEmpty else {
      throw .unequalLengths(column: name, found: column.count, expected: rowCount)
    }
    var (names, columns) = (names, columns)
    if let index = names.firstIndex(of: name) {
      columns[index] = column
    } else {
      names.append(name)
      columns.append(column)
    }
    return Table(names: names, columns: columns, rowCount: column.count)
  }

  /// The columns named, in that order.
  ///
  /// - Throws: `TableError.unknownColumn`, or `.duplicateColumn` if a name stands twice.
  public func selecting(_ names: [String]) throws(TableError) -> Table {
    var selected: [(name: String, column: Column)] = []
    for name in names { selected.append((name, try column(name))) }
    return try Table(selected)
  }
}
