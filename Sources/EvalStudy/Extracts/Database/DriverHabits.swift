/// What the drivers do that ODBC leaves open.
enum DriverHabits {
  /// Rows that a driver fetches from the server at a time where it must be told.
  private static let fetchCount = 1_024

  /// Settings a connection string needs so that rows stream and nothing is made or changed; none of
  /// those it has already, and none where it names a data source of the machine, whose settings are
  /// its own.
  ///
  /// The driver of PostgreSQL holds the whole result in memory unless it declares a cursor
  /// (200,000 rows of 60 bytes: 144 MB against 14 MB); that of SQLite does so unless it steps, and
  /// makes a database of a file that is not there.
  static func additions(to attributes: [ConnectionAttribute], driver: String?) -> [String] {
    let name = driver?.lowercased() ?? ""
    let additions =
      if name.contains("postgresql") || name.contains("psqlodbc") {
        ["UseDeclareFetch=1", "Fetch=\(fetchCount)"]
      } else if isSQLite(driver) {
        ["StepAPI=1", "NoCreat=1"]
      } else {
        [String]()
      }
    let known = Set(attributes.map { $0.key.lowercased() })
    return additions.filter { !known.contains($0.prefix { $0 != "=" }.lowercased()) }
  }

  /// The statement that forbids writing, in the words of a database.
  ///
  /// `SQL_MODE_READ_ONLY` is a hint that these drivers take and do not keep.
  static func readOnlyStatement(database: String) -> String? {
    switch database {
    case "SQLite": "PRAGMA query_only = ON"
    case "PostgreSQL": "SET TRANSACTION READ ONLY"
    default: nil
    }
  }

  /// Whether the driver has no wide functions and takes UTF-8 by the narrow ones.
  static func usesUTF8(database: String) -> Bool { database == "SQLite" }

  /// The same before there is a connection.
  static func usesUTF8(driver: String?) -> Bool { isSQLite(driver) }

  private static func isSQLite(_ driver: String?) -> Bool {
    driver?.lowercased().contains("sqlite") ?? false
  }

  /// Whether statements run in a transaction that is rolled back in the end.
  ///
  /// The driver of SQLite steps outside a transaction only; there `query_only` guards.
  static func usesTransaction(database: String) -> Bool { database != "SQLite" }

  /// Whether no cell is longer than its column declares. SQLite holds a column to nothing.
  static func enforcesDeclaredSizes(database: String) -> Bool { database != "SQLite" }
}
