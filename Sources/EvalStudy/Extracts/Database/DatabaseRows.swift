#if ODBC
  internal import CUnixODBC

  /// The rows of one query, in blocks, in the order in which the database gives them.
  ///
  /// Everything is text, as the driver writes it; a missing value and an empty text are both an empty
  /// cell. Nothing is ever committed. The memory does not depend on the number of rows: at most
  /// half a megabyte a column, and four megabytes of cells and one more row in a block. Connection and
  /// statement close when the last reference goes.
  package final class DatabaseRows {
    /// Bytes after which a block gets no further row.
    static let blockByteCount = 4 << 20

    /// The names of the columns, in order.
    package let columnNames: [String]
    private let source: String
    private let connection: ODBCConnection
    private let statement: ODBCHandle
    /// `nil` where rows come one at a time.
    private let block: ODBCBlock?
    private var cell = ODBCCell()
    /// Rows of the query that have been handed over.
    private var rowCount = 0
    /// The next row of the block, and how many it has.
    private var blockRow = 0
    private var blockRowCount = 0
    private var isAtEnd = false
    private var failure: DatabaseError?

    /// Connects and runs a query.
    ///
    /// Where every column is narrow, or the driver reads long cells of a block again, rows are fetched
    /// 1,024 at a time; otherwise one at a time and cell by cell, which every driver can.
    ///
    /// - Parameters:
    ///   - connection: where the database is.
    ///   - query: one statement that gives rows.
    ///   - source: the name of the extract, for messages.
    /// - Throws: any `DatabaseError` but those of a row.
    package init(
      connection: DatabaseConnection, query: String, source: String
    ) throws(DatabaseError) {
      let query = try DatabaseQuery(query, source: source)
      let opened = try ODBCConnection(connection, source: source)
      let statement = try opened.statement(source: source)
      let result = statement.execute(query.text)
      // "No data" is how a statement says that it changed no row.
      guard ODBCHandle.isDone(result) || result == SQLRETURN(SQL_NO_DATA) else {
        throw opened.failure(of: statement, at: DatabasePlace(source: source))
      }
      let columns = try ODBCColumn.all(of: statement, opened, source: source)
      let isNarrow =
        DriverHabits.enforcesDeclaredSizes(database: opened.database)
        && columns.allSatisfy { 1...ODBCBlock.widestCell ~= $0.displaySize }
      if opened.readsCellsAgain || isNarrow {
        guard let made = ODBCBlock(statement, columns: columns) else {
          throw opened.failure(of: statement, at: DatabasePlace(source: source))
        }
        block = made
      } else {
        block = nil
      }
      columnNames = columns.map(\.name)
      self.source = source
      self.connection = opened
      self.statement = statement
    }

    /// Puts the next rows into `rows`, in place of those it has.
    ///
    /// - Returns: whether there were any.
    /// - Throws: `DatabaseError.queryFailed`, `.connectionLost`, `.cellTooLong`,
    ///   `.longerThanDeclared`, `.notUnicode`; the same again when asked again. `rows` is empty then.
    package func next(_ rows: inout TextRows) throws(DatabaseError) -> Bool {
      rows.removeAll(columnCount: columnNames.count)
      if let failure { throw failure }
      do throws(DatabaseError) {
        if let block { try fill(&rows, from: block) } else { try fillRowByRow(&rows) }
      } catch {
        failure = error
        rows.removeAll(columnCount: columnNames.count)
        throw error
      }
      return rows.rowCount > 0
    }

    // MARK: Blocks

    private func fill(_ rows: inout TextRows, from block: ODBCBlock) throws(DatabaseError) {
      // A driver may give a block of no rows that is not the last.
      while blockRow == blockRowCount {
        guard try fetch() else { return }
        (blockRow, blockRowCount) = (0, block.rowCount)
      }
      while blockRow < blockRowCount, rows.bytes.count < Self.blockByteCount {
        try append(row: blockRow, of: block, to: &rows)
        blockRow += 1
      }
    }

    private func append(
      row: Int, of block: ODBCBlock, to rows: inout TextRows
    ) throws(DatabaseError) {
      if block.isBroken(row: row) { throw connection.failure(of: statement, at: place()) }
      var isPositioned = false
      for column in columnNames.indices {
        if let units = block.cell(row: row, column: column) {
          try append(units, column: column, to: &rows)
          continue
        }
        guard connection.readsCellsAgain else {
          throw .longerThanDeclared(place(column), declared: block.width(ofColumn: column))
        }
        if !isPositioned { try position(on: row) }
        isPositioned = true
        try appendLongCell(column: column, to: &rows)
      }
      finishRow(&rows)
    }

    /// Makes a row of the block the one of which cells are read.
    private func position(on row: Int) throws(DatabaseError) {
      let result = SQLSetPos(
        statement.raw, SQLSETPOSIROW(row + 1), SQLUSMALLINT(SQL_POSITION),
        SQLUSMALLINT(SQL_LOCK_NO_CHANGE))
      guard ODBCHandle.isDone(result) else {
        throw connection.failure(of: statement, at: place())
      }
    }

    // MARK: One row at a time

    private func fillRowByRow(_ rows: inout TextRows) throws(DatabaseError) {
      while rows.rowCount < ODBCBlock.rowCapacity, rows.bytes.count < Self.blockByteCount {
        guard try fetch() else { return }
        for column in columnNames.indices { try appendLongCell(column: column, to: &rows) }
        finishRow(&rows)
      }
    }

    // MARK: Both

    /// Fetches; `false` behind the last row, from then on without asking.
    private func fetch() throws(DatabaseError) -> Bool {
      if isAtEnd { return false }
      let result = SQLFetch(statement.raw)
      if result == SQLRETURN(SQL_NO_DATA) {
        isAtEnd = true
        return false
      }
      guard ODBCHandle.isDone(result) else {
        let rows: DatabasePlace.Rows = block == nil ? .one(rowCount + 1) : .after(rowCount)
        throw connection.failure(of: statement, at: DatabasePlace(source: source, rows: rows))
      }
      return true
    }

    private func appendLongCell(column: Int, to rows: inout TextRows) throws(DatabaseError) {
      switch cell.read(statement, column: column) {
      case .failed: throw connection.failure(of: statement, at: place(column))
      case .tooLong: throw .cellTooLong(place(column), limit: ODBCCell.limit)
      case .done: break
      }
      let start = rows.bytes.count
      let isText = cell.units.withUnsafeBufferPointer { UTF16Text.append($0, to: &rows.bytes) }
      guard isText else { throw .notUnicode(place(column)) }
      guard rows.bytes.count - start <= ODBCCell.limit else {
        throw .cellTooLong(place(column), limit: ODBCCell.limit)
      }
      rows.ends.append(rows.bytes.count)
    }

    private func append(
      _ units: UnsafeBufferPointer<UInt16>, column: Int, to rows: inout TextRows
    ) throws(DatabaseError) {
      guard UTF16Text.append(units, to: &rows.bytes) else { throw .notUnicode(place(column)) }
      rows.ends.append(rows.bytes.count)
    }

    private func finishRow(_ rows: inout TextRows) {
      rows.rowCount += 1
      rowCount += 1
    }

    /// The row that is being read.
    private func place(_ column: Int? = nil) -> DatabasePlace {
      DatabasePlace(
        source: source, rows: .one(rowCount + 1), column: column.map { columnNames[$0] })
    }
  }
#endif
