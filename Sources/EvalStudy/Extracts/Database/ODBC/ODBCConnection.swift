#if ODBC
  internal import CUnixODBC

  /// An open connection that only reads: what it did is rolled back when it goes.
  final class ODBCConnection {
    /// Seconds until a server that does not answer is given up.
    private static let loginTimeout: UInt = 15

    let handle: ODBCHandle
    /// The name the database gives itself: "PostgreSQL", "SQLite", "Microsoft SQL Server".
    let database: String
    /// Whether `SQLGetData` reads a bound cell of any row of a block again.
    let readsCellsAgain: Bool
    let scrubber: SecretScrubber

    /// Connects.
    ///
    /// - Throws: `DatabaseError.driverNotInstalled`, `.cannotConnect`.
    init(_ connection: DatabaseConnection, source: String) throws(DatabaseError) {
      let isNarrow = DriverHabits.usesUTF8(driver: connection.driver)
      guard let environment = ODBCHandle.environment(),
        let handle = environment.connection(isNarrow ? .utf8 : .utf16)
      else {
        throw .cannotConnect(source: source, DriverMessage(state: "HY001", text: "no memory"))
      }
      Self.set(SQL_ATTR_LOGIN_TIMEOUT, Self.loginTimeout, of: handle)
      Self.set(SQL_ATTR_ACCESS_MODE, UInt(SQL_MODE_READ_ONLY), of: handle)
      let result = handle.connect(connection.text)
      guard ODBCHandle.isDone(result) else {
        throw Self.refusal(of: connection, handle, environment, source)
      }
      self.handle = handle
      scrubber = connection.scrubber
      database = Self.database(of: handle)
      handle.encoding = DriverHabits.usesUTF8(database: database) ? .utf8 : .utf16
      readsCellsAgain = Self.readsCellsAgain(handle)
      try forbidWriting(source: source)
    }

    deinit {
      // Never committed; a statement keeps its connection alive, so that none is left here.
      SQLEndTran(SQLSMALLINT(SQL_HANDLE_DBC), handle.raw, SQLSMALLINT(SQL_ROLLBACK))
      SQLDisconnect(handle.raw)
    }

    /// A statement that keeps this connection open.
    func statement(source: String) throws(DatabaseError) -> ODBCHandle {
      guard let statement = handle.statement(of: self) else {
        throw .cannotConnect(source: source, handle.message(scrubber))
      }
      return statement
    }

    /// The failure of a statement, told from the end of the connection.
    func failure(of statement: ODBCHandle, at place: DatabasePlace) -> DatabaseError {
      let message = statement.message(scrubber)
      // Class 08 is the connection's own; 57P01 to 57P03 are PostgreSQL's shutting down.
      let isLost = message.state.hasPrefix("08") || message.state.hasPrefix("57P0")
      return isLost || isDead ? .connectionLost(place, message) : .queryFailed(place, message)
    }

    private var isDead: Bool {
      var dead: SQLUINTEGER = 0
      let result = SQLGetConnectAttrW(handle.raw, SQL_ATTR_CONNECTION_DEAD, &dead, 0, nil)
      return ODBCHandle.isDone(result) && dead != 0
    }

    /// Sets what a driver may not know; nothing depends on it.
    private static func set(_ attribute: Int32, _ value: UInt, of handle: ODBCHandle) {
      // ODBC passes small numbers in the place of the pointer.
      _ = SQLSetConnectAttrW(
        handle.raw, attribute, UnsafeMutableRawPointer(bitPattern: value), SQL_IS_UINTEGER)
    }

    private func forbidWriting(source: String) throws(DatabaseError) {
      if DriverHabits.usesTransaction(database: database) {
        Self.set(SQL_ATTR_AUTOCOMMIT, UInt(SQL_AUTOCOMMIT_OFF), of: handle)
      }
      guard let words = DriverHabits.readOnlyStatement(database: database) else { return }
      let statement = try statement(source: source)
      let result = statement.execute(words)
      guard ODBCHandle.isDone(result) || result == SQLRETURN(SQL_NO_DATA) else {
        throw .cannotConnect(source: source, statement.message(scrubber))
      }
    }

    private static func database(of handle: ODBCHandle) -> String {
      var name = [SQLWCHAR](repeating: 0, count: 128)
      var length: SQLSMALLINT = 0
      let byteCount = SQLSMALLINT(name.count * MemoryLayout<SQLWCHAR>.size)
      let result = SQLGetInfoW(
        handle.raw, SQLUSMALLINT(SQL_DBMS_NAME), &name, byteCount, &length)
      return ODBCHandle.isDone(result) ? ODBCHandle.text(name) : ""
    }

    private static func readsCellsAgain(_ handle: ODBCHandle) -> Bool {
      var extensions: SQLUINTEGER = 0
      let result = SQLGetInfoW(
        handle.raw, SQLUSMALLINT(SQL_GETDATA_EXTENSIONS), &extensions, 4, nil)
      let needed = SQLUINTEGER(SQL_GD_BLOCK | SQL_GD_BOUND | SQL_GD_ANY_ORDER | SQL_GD_ANY_COLUMN)
      return ODBCHandle.isDone(result) && extensions & needed == needed
    }

    private static func refusal(
      of connection: DatabaseConnection, _ handle: ODBCHandle, _ environment: ODBCHandle,
      _ source: String
    ) -> DatabaseError {
      let message = handle.message(connection.scrubber)
      let installed = environment.installedDrivers()
      // The manager's own states: no such driver or data source, and a library it cannot open.
      let isManager = ["IM002", "IM003", "01000"].contains(message.state)
      guard isManager, let driver = connection.driver, !driver.hasPrefix("/"),
        !installed.contains(where: { $0.lowercased() == driver.lowercased() })
      else { return .cannotConnect(source: source, message) }
      return .driverNotInstalled(source: source, driver: driver, installed: installed)
    }
  }
#endif
