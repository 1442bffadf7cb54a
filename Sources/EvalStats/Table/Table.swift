/// Named columns of equal length.
public struct Table: Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// The names of the columns, in order; each is unique.
  public let names: [String]
  /// The columns, in the order of `names`.
  public let columns: [Column]
  private let indexOfName: [String: Int]

  /// Creates a table.
  ///
  /// - Throws: `TableError` if a name stands twice or the columns differ in length.
  public init(_ namedColumns: [(name: String, column: Column)]) throws(TableError) {
    var indexOfName: [String: Int] = [:]
    let rowCount = namedColumns.first?.column.count ?? 0
    for (index, (name, column)) in namedColumns.enumerated() {
      guard indexOfName.updateValue(index, forKey: name) == nil else {
        throw .duplicateColumn(name)
      }
      guard column.count == rowCount else {
        throw .unequalLengths(column: name, found: column.count, expected: rowCount)
      }
    }
    self.rowCount = rowCount
    self.names = namedColumns.map(\.name)
    self.columns = namedColumns.map(\.column)
    self.indexOfName = indexOfName
  }

  /// Creates a table of columns known to be of one length under distinct names.
  init(names: [String], columns: [Column], rowCount: Int) {
    self.rowCount = rowCount
    self.names = names
    self.columns = columns
    self.indexOfName = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// The column of a name.
  ///
  /// - Throws: `TableError.unknownColumn` with the nearest names.
  public func column(_ name: String) throws(TableError) -> Column {
    guard let index = indexOfName[name] else {
      throw .unknownColumn(name, nearest: NearestNames.of(name, among: names))
    }
    return columns[index]
  }

  /// Whether a column of this name exists.
  public func hasColumn(_ name: String) -> Bool { indexOfName[name] != nil }
}
