#if ODBC
  internal import CUnixODBC

  /// Owns one handle of unixODBC, and keeps the one it was made from alive.
  final class ODBCHandle {
    let raw: SQLHANDLE
    let kind: SQLSMALLINT
    /// How the driver wants text other than cells.
    var encoding: ODBCEncoding
    private let parent: AnyObject?

    /// Takes a handle that `SQLAllocHandle` made.
    private init(
      _ raw: SQLHANDLE, kind: SQLSMALLINT, encoding: ODBCEncoding, parent: AnyObject?
    ) {
      self.raw = raw
      self.kind = kind
      self.encoding = encoding
      self.parent = parent
    }

    // Ownership: nobody else frees it. The parent goes after it, which is the order ODBC wants.
    deinit { SQLFreeHandle(kind, raw) }

    /// The handle under which the manager keeps everything; `nil` where there is no memory.
    static func environment() -> ODBCHandle? {
      guard let handle = make(SQL_HANDLE_ENV, from: nil, .utf16, parent: nil) else { return nil }
      let version = UnsafeMutableRawPointer(bitPattern: UInt(SQL_OV_ODBC3))
      guard isDone(SQLSetEnvAttr(handle.raw, SQL_ATTR_ODBC_VERSION, version, 0)) else { return nil }
      return handle
    }

    /// A connection that is not open yet.
    func connection(_ encoding: ODBCEncoding) -> ODBCHandle? {
      Self.make(SQL_HANDLE_DBC, from: raw, encoding, parent: self)
    }

    /// A statement of a connection.
    func statement(of owner: AnyObject) -> ODBCHandle? {
      Self.make(SQL_HANDLE_STMT, from: raw, encoding, parent: owner)
    }

    private static func make(
      _ kind: Int32, from source: SQLHANDLE?, _ encoding: ODBCEncoding, parent: AnyObject?
    ) -> ODBCHandle? {
      var made: SQLHANDLE?
      guard isDone(SQLAllocHandle(SQLSMALLINT(kind), source, &made)), let made else { return nil }
      return ODBCHandle(made, kind: SQLSMALLINT(kind), encoding: encoding, parent: parent)
    }

    /// Whether a call did what it should, with or without a remark.
    static func isDone(_ result: SQLRETURN) -> Bool {
      result == SQLRETURN(SQL_SUCCESS) || result == SQLRETURN(SQL_SUCCESS_WITH_INFO)
    }
  }
#endif
