#if ODBC
  internal import CUnixODBC

  /// How a driver wants statements, names and messages. Cells are UTF-16 with every driver.
  ///
  /// Between an application that has UTF-16 and a driver without the wide functions the manager
  /// converts by the locale of the process: a query with an accent means something else under
  /// `LC_ALL=C`. Such a driver gets its own encoding from us.
  enum ODBCEncoding {
    /// By the wide functions.
    case utf16
    /// By the narrow functions, as the driver of SQLite wants it.
    case utf8
  }

  extension ODBCHandle {
    // Text goes with the zero that ends it: a driver given a length may still look for the end.

    /// Opens a connection.
    func connect(_ connection: String) -> SQLRETURN {
      let prompt = SQLUSMALLINT(SQL_DRIVER_NOPROMPT)
      let count = SQLSMALLINT(SQL_NTS)
      // The manager copies the string within the call, here and in `execute`.
      switch encoding {
      case .utf16:
        var text = Array(connection.utf16) + [0]
        return SQLDriverConnectW(raw, nil, &text, count, nil, 0, nil, prompt)
      case .utf8:
        var text = Array(connection.utf8) + [0]
        return SQLDriverConnect(raw, nil, &text, count, nil, 0, nil, prompt)
      }
    }

    /// Runs a statement.
    func execute(_ query: String) -> SQLRETURN {
      let count = SQLINTEGER(SQL_NTS)
      switch encoding {
      case .utf16:
        var text = Array(query.utf16) + [0]
        return SQLExecDirectW(raw, &text, count)
      case .utf8:
        var text = Array(query.utf8) + [0]
        return SQLExecDirect(raw, &text, count)
      }
    }

    /// The name of a column, counted from 1, of which the first `capacity` characters or bytes are
    /// read, and how many there are.
    func columnName(_ position: Int, capacity: Int) -> (text: String, length: Int)? {
      let position = SQLUSMALLINT(position)
      let room = SQLSMALLINT(capacity)
      var length: SQLSMALLINT = 0
      switch encoding {
      case .utf16:
        var name = [SQLWCHAR](repeating: 0, count: capacity)
        let result = SQLDescribeColW(raw, position, &name, room, &length, nil, nil, nil, nil)
        return Self.isDone(result) ? (Self.text(name), Int(length)) : nil
      case .utf8:
        var name = [SQLCHAR](repeating: 0, count: capacity)
        let result = SQLDescribeCol(raw, position, &name, room, &length, nil, nil, nil, nil)
        return Self.isDone(result) ? (Self.text(name), Int(length)) : nil
      }
    }

    /// The state and the words of one remark on the last call, counted from 1.
    func diagnostic(_ record: SQLSMALLINT) -> (state: String, text: String)? {
      let room = 2_048
      var native: SQLINTEGER = 0
      var length: SQLSMALLINT = 0
      var state = [SQLWCHAR](repeating: 0, count: 6)
      var text = [SQLWCHAR](repeating: 0, count: room)
      // The driver writes into these arrays within the call only, and no more than it is told.
      let result = SQLGetDiagRecW(
        kind, raw, record, &state, &native, &text, SQLSMALLINT(room), &length)
      guard Self.isDone(result) else { return nil }
      let isNarrow = encoding == .utf8
      return (Self.text(state), (isNarrow ? Self.textOfBytes(text) : nil) ?? Self.text(text))
    }

    /// Text of which the manager made a character of each byte, as it does with what a narrow driver
    /// says; `nil` where it did not.
    private static func textOfBytes(_ units: [SQLWCHAR]) -> String? {
      let words = units.prefix { $0 != 0 }
      guard words.allSatisfy({ $0 <= 0xFF }) else { return nil }
      return String(validating: words.map { UInt8($0) }, as: UTF8.self)
    }

    /// Text up to its zero. Half a pair becomes U+FFFD: this is for people to read.
    static func text(_ units: [SQLWCHAR]) -> String {
      String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
    }

    /// Text up to its zero.
    static func text(_ units: [SQLCHAR]) -> String {
      String(decoding: units.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
#endif
