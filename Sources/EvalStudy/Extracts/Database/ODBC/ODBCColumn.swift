#if ODBC
  internal import CUnixODBC

  /// A column of a query's rows.
  struct ODBCColumn {
    let name: String
    /// The most characters of a cell that the driver says it writes; 0 where it does not say.
    let displaySize: Int

    /// The columns of a statement that has run.
    ///
    /// - Throws: `DatabaseError.noColumns`, `.unnamedColumn`, `.duplicateColumn`, `.queryFailed`.
    static func all(
      of statement: ODBCHandle, _ connection: ODBCConnection, source: String
    ) throws(DatabaseError) -> [ODBCColumn] {
      var count: SQLSMALLINT = 0
      guard ODBCHandle.isDone(SQLNumResultCols(statement.raw, &count)) else {
        throw connection.failure(of: statement, at: DatabasePlace(source: source))
      }
      guard count > 0 else { throw .noColumns(source: source) }
      var columns: [ODBCColumn] = []
      var positions: [String: Int] = [:]
      for position in 1...Int(count) {
        guard let name = name(of: position, statement) else {
          throw connection.failure(of: statement, at: DatabasePlace(source: source))
        }
        guard !name.isEmpty else { throw .unnamedColumn(source: source, position: position) }
        if let first = positions[name] {
          throw .duplicateColumn(source: source, name: name, positions: [first, position])
        }
        positions[name] = position
        columns.append(ODBCColumn(name: name, displaySize: displaySize(of: position, statement)))
      }
      return columns
    }

    /// The name of a column, however long.
    private static func name(of position: Int, _ statement: ODBCHandle) -> String? {
      // The most that a length of 16 bits says with room to spare.
      let most = 1 << 14
      var capacity = 256
      while true {
        guard let (name, length) = statement.columnName(position, capacity: capacity) else {
          return nil
        }
        if length < capacity || capacity == most { return name }
        capacity = min(length + 1, most)
      }
    }

    private static func displaySize(of position: Int, _ statement: ODBCHandle) -> Int {
      var size: SQLLEN = 0
      let result = SQLColAttributeW(
        statement.raw, SQLUSMALLINT(position), SQLUSMALLINT(SQL_DESC_DISPLAY_SIZE), nil, 0, nil,
        &size)
      return ODBCHandle.isDone(result) ? max(0, size) : 0
    }
  }
#endif
