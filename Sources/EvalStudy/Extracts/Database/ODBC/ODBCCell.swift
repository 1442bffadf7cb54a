#if ODBC
  internal import CUnixODBC

  /// Reads one cell of the row a statement stands on, in pieces.
  struct ODBCCell {
    /// The most bytes of UTF-8 a cell may have.
    static let limit = 1 << 20

    /// What became of a cell.
    enum Outcome { case done, tooLong, failed }

    /// What has been read of a cell. Kept, so that its memory serves the next.
    private(set) var units: [UInt16] = []
    private var piece = [SQLWCHAR](repeating: 0, count: 4_096)

    /// Reads a whole cell into `units`; nothing where the value is missing.
    ///
    /// - Complexity: O(*characters*), and one call of the driver for 4,095 of them.
    mutating func read(_ statement: ODBCHandle, column: Int) -> Outcome {
      units.removeAll(keepingCapacity: true)
      while true {
        var length: SQLLEN = 0
        let byteCount = piece.count * MemoryLayout<SQLWCHAR>.size
        // The driver writes into `piece` within the call only.
        let result = SQLGetData(
          statement.raw, SQLUSMALLINT(column + 1), SQLSMALLINT(SQL_C_WCHAR), &piece, byteCount,
          &length)
        // After a piece that filled the room to the last character.
        if result == SQLRETURN(SQL_NO_DATA) { return .done }
        guard ODBCHandle.isDone(result) else { return .failed }
        if length == SQLLEN(SQL_NULL_DATA) { return .done }
        let room = piece.count - 1  // for the zero at the end
        let left = length / MemoryLayout<SQLWCHAR>.size
        if length >= 0, left <= room {
          units.append(contentsOf: piece[..<left])
          return .done
        }
        if result == SQLRETURN(SQL_SUCCESS) {
          // All that there was, from a driver that does not count it.
          units.append(contentsOf: piece[..<room].prefix { $0 != 0 })
          return .done
        }
        units.append(contentsOf: piece[..<room])
        // A character of UTF-16 makes one byte of UTF-8 at least, and a pair four.
        if units.count > Self.limit { return .tooLong }
      }
    }
  }
#endif
