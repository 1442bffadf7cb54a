#if ODBC
  internal import CUnixODBC

  /// The memory into which a driver fetches many rows at once, column by column.
  ///
  /// A column has room for at most 256 characters a cell, whatever it declares, so that a block of
  /// 1,024 rows takes half a megabyte a column. Longer cells are read one by one.
  final class ODBCBlock {
    /// Rows a fetch gives at most.
    static let rowCapacity = 1_024
    /// Characters of a cell for which there is room, at most.
    static let widestCell = 256
    /// Room for what drivers declare too narrow: signs, fractions of seconds.
    private static let narrowestCell = 40

    private let statement: ODBCHandle
    private let widths: [Int]
    private let cells: [UnsafeMutablePointer<SQLWCHAR>]
    private let lengths: [UnsafeMutablePointer<SQLLEN>]
    private let statuses: UnsafeMutablePointer<SQLUSMALLINT>
    private let fetched: UnsafeMutablePointer<SQLULEN>

    /// Gives a statement memory for its columns; `nil` if the driver refuses.
    init?(_ statement: ODBCHandle, columns: [ODBCColumn]) {
      self.statement = statement
      let rowCapacity = Self.rowCapacity
      // Room for the zero that ends a cell.
      widths = columns.map { column in
        1
          + (column.displaySize == 0
            ? Self.widestCell
            : min(Self.widestCell, max(Self.narrowestCell, column.displaySize)))
      }
      cells = widths.map { width in
        let cell = UnsafeMutablePointer<SQLWCHAR>.allocate(capacity: width * rowCapacity)
        cell.initialize(repeating: 0, count: width * rowCapacity)
        return cell
      }
      lengths = widths.map { _ in
        let length = UnsafeMutablePointer<SQLLEN>.allocate(capacity: rowCapacity)
        length.initialize(repeating: 0, count: rowCapacity)
        return length
      }
      statuses = .allocate(capacity: rowCapacity)
      statuses.initialize(repeating: 0, count: rowCapacity)
      fetched = .allocate(capacity: 1)
      fetched.initialize(to: 0)
      guard bind() else { return nil }
    }

    // Ownership: the driver holds these addresses until the statement goes, and writes only within
    // a fetch. They are unbound first, so that it does not matter who goes first.
    deinit {
      SQLFreeStmt(statement.raw, SQLUSMALLINT(SQL_UNBIND))
      set(SQL_ATTR_ROW_STATUS_PTR, nil)
      set(SQL_ATTR_ROWS_FETCHED_PTR, nil)
      for cell in cells { cell.deallocate() }
      for length in lengths { length.deallocate() }
      statuses.deallocate()
      fetched.deallocate()
    }

    private func bind() -> Bool {
      guard set(SQL_ATTR_ROW_ARRAY_SIZE, UnsafeMutableRawPointer(bitPattern: Self.rowCapacity)),
        set(SQL_ATTR_ROW_STATUS_PTR, statuses), set(SQL_ATTR_ROWS_FETCHED_PTR, fetched)
      else { return false }
      return widths.indices.allSatisfy { column in
        ODBCHandle.isDone(
          SQLBindCol(
            statement.raw, SQLUSMALLINT(column + 1), SQLSMALLINT(SQL_C_WCHAR), cells[column],
            widths[column] * MemoryLayout<SQLWCHAR>.size, lengths[column]))
      }
    }

    @discardableResult
    private func set(_ attribute: Int32, _ value: UnsafeMutableRawPointer?) -> Bool {
      ODBCHandle.isDone(SQLSetStmtAttrW(statement.raw, attribute, value, 0))
    }

    /// The rows of the last fetch.
    var rowCount: Int { min(Int(fetched.pointee), Self.rowCapacity) }

    /// Whether the driver could not work a row out.
    func isBroken(row: Int) -> Bool { statuses[row] == SQLUSMALLINT(SQL_ROW_ERROR) }

    /// The characters a cell of a column has room for.
    func width(ofColumn column: Int) -> Int { widths[column] - 1 }

    /// What a cell holds; `nil` where it does not fit. Empty where the value is missing.
    ///
    /// Valid until the next fetch.
    func cell(row: Int, column: Int) -> UnsafeBufferPointer<UInt16>? {
      let length = lengths[column][row]
      if length == SQLLEN(SQL_NULL_DATA) { return UnsafeBufferPointer(start: nil, count: 0) }
      let count = length / MemoryLayout<SQLWCHAR>.size
      // SQL_NO_TOTAL is below zero too: longer, and the driver does not know by how much.
      guard length >= 0, count < widths[column] else { return nil }
      return UnsafeBufferPointer(start: cells[column] + row * widths[column], count: count)
    }
  }
#endif
