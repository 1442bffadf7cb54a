#if ODBC
  internal import CUnixODBC

  extension ODBCHandle {
    /// The most records of one failure that are read.
    private static let recordCount: SQLSMALLINT = 8

    /// What the last call on this handle left: the first state, and every different remark once.
    func message(_ scrubber: SecretScrubber) -> DriverMessage {
      var states: [String] = []
      var texts: [String] = []
      for record in 1...Self.recordCount {
        guard let (state, text) = diagnostic(record) else { break }
        states.append(state)
        let words = scrubber.scrubbed(text)
        if !words.isEmpty, !texts.contains(words) { texts.append(words) }
      }
      return DriverMessage(
        state: states.first ?? "HY000",
        text: texts.isEmpty ? "the driver gives no reason" : texts.joined(separator: "; "))
    }

    /// The names of the drivers this machine has.
    func installedDrivers() -> [String] {
      var names: [String] = []
      var direction = SQL_FETCH_FIRST
      while true {
        var name = [SQLWCHAR](repeating: 0, count: 256)
        var attributes = [SQLWCHAR](repeating: 0, count: 256)
        var nameLength: SQLSMALLINT = 0
        var attributesLength: SQLSMALLINT = 0
        let result = SQLDriversW(
          raw, SQLUSMALLINT(direction), &name, 256, &nameLength, &attributes, 256,
          &attributesLength)
        guard Self.isDone(result) else { return names.sorted() }
        names.append(Self.text(name))
        direction = SQL_FETCH_NEXT
      }
    }
  }
#endif
