public import EvalStats

/// A place in the rows of a query.
public struct DatabasePlace: Sendable, Equatable, CustomStringConvertible {
  /// Which rows of the query, counted from 1.
  public enum Rows: Sendable, Equatable {
    /// The whole query.
    case all
    /// One of those behind this row: a driver that fetches many at a time does not say which.
    case after(Int)
    /// This row.
    case one(Int)
  }

  /// The name of the extract.
  public let source: String
  /// Which rows.
  public let rows: Rows
  /// The name of the column, if one is at fault.
  public let column: String?

  /// Creates a place.
  public init(source: String, rows: Rows = .all, column: String? = nil) {
    self.source = source
    self.rows = rows
    self.column = column
  }

  /// `source 'ae', row 17, column 'arrival_date'`.
  public var description: String {
    let place =
      switch rows {
      case .all, .after(0): ""
      case .after(let row): ", after row \(row)"
      case .one(let row): ", row \(row)"
      }
    return "source '\(source)'\(place)" + (column.map { ", column '\($0)'" } ?? "")
  }
}

/// What a driver or its manager says of a failure, without passwords and users.
public struct DriverMessage: Sendable, Equatable, CustomStringConvertible {
  /// The five characters of the SQLSTATE.
  public let state: String
  /// The driver's words on one line.
  public let text: String

  /// Creates a message.
  public init(state: String, text: String) {
    self.state = state
    self.text = text
  }

  /// The words, then the state in brackets.
  public var description: String {
    text.isEmpty ? "SQLSTATE \(state)" : "\(text) (SQLSTATE \(state))"
  }
}

/// What can be wrong with an extract that comes from a database.
///
/// No case holds a password or the name of a user.
public enum DatabaseError: EvaluationError, Equatable {
  /// The package was built without the trait `ODBC`.
  case notBuilt(source: String)
  /// The connection string of the protocol is not `key=value;key=value`.
  case malformedConnection(problem: String)
  /// The connection string spells a password out.
  case literalPassword(key: String)
  /// The environment has no value for `${name}`.
  case missingVariable(name: String)
  /// The password's file cannot be used.
  case passwordFile(file: String, problem: String)
  /// There is a password's file, and no `${PASSWORD}` in the connection string.
  case unusedPasswordFile
  /// The query says nothing.
  case emptyQuery(source: String)
  /// The driver that the connection string names is not there.
  case driverNotInstalled(source: String, driver: String, installed: [String])
  /// The database does not let us in.
  case cannotConnect(source: String, DriverMessage)
  /// The query does not run, or one of its rows cannot be worked out.
  case queryFailed(DatabasePlace, DriverMessage)
  /// The database went away.
  case connectionLost(DatabasePlace, DriverMessage)
  /// The query is a statement that gives no rows.
  case noColumns(source: String)
  /// A column of the query has no name; positions count from 1.
  case unnamedColumn(source: String, position: Int)
  /// Two columns of the query have one name.
  case duplicateColumn(source: String, name: String, positions: [Int])
  /// A cell has more bytes than `limit`.
  case cellTooLong(DatabasePlace, limit: Int)
  /// A cell is longer than its column declares, and the driver does not hand the rest over.
  case longerThanDeclared(DatabasePlace, declared: Int)
  /// A cell is not Unicode text: half of a surrogate pair.
  case notUnicode(DatabasePlace)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .notBuilt: "database-not-built"
    case .malformedConnection: "database-connection"
    case .literalPassword: "database-literal-password"
    case .missingVariable: "database-missing-variable"
    case .passwordFile: "database-password-file"
    case .unusedPasswordFile: "database-unused-password-file"
    case .emptyQuery: "database-empty-query"
    case .driverNotInstalled: "database-driver"
    case .cannotConnect: "database-cannot-connect"
    case .queryFailed: "database-query-failed"
    case .connectionLost: "database-connection-lost"
    case .noColumns: "database-no-columns"
    case .unnamedColumn: "database-unnamed-column"
    case .duplicateColumn: "database-duplicate-column"
    case .cellTooLong: "database-cell-too-long"
    case .longerThanDeclared: "database-longer-than-declared"
    case .notUnicode: "database-not-unicode"
    }
  }

  /// Where the error stands.
  public var location: String? {
    switch self {
    case .malformedConnection, .literalPassword, .missingVariable:
      "sources.database.connection"
    case .passwordFile, .unusedPasswordFile: "sources.database.password_file"
    case .notBuilt(let source), .emptyQuery(let source), .driverNotInstalled(let source, _, _),
      .cannotConnect(let source, _), .noColumns(let source):
      DatabasePlace(source: source).description
    case .unnamedColumn(let source, let position):
      "\(DatabasePlace(source: source)), column \(position)"
    case .duplicateColumn(let source, let name, _):
      DatabasePlace(source: source, column: name).description
    case .queryFailed(let place, _), .connectionLost(let place, _), .cellTooLong(let place, _),
      .longerThanDeclared(let place, _), .notUnicode(let place):
      place.description
    }
  }
}
