extension DatabaseError {
  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .notBuilt:
      "this build has no databases; build with --traits ODBC (Debian: unixodbc-dev)"
    case .malformedConnection(let problem):
      "\(problem); write 'Driver={…};Server=…;Database=…;UID=${NAME};PWD=${NAME}'"
    case .literalPassword(let key):
      "a password is spelt out under '\(key)'; write '\(key)=${NAME}' and set the environment "
        + "variable NAME, or '\(key)=${PASSWORD}' and name a file under 'password_file'"
    case .missingVariable("PASSWORD"):
      "'${PASSWORD}' has no value; name a file under 'password_file', or set the environment "
        + "variable PASSWORD"
    case .missingVariable(let name):
      "'${\(name)}' has no value; set the environment variable \(name)"
    case .passwordFile(let file, let problem):
      "'\(file)' \(problem); it should hold the password on one line and nothing else"
    case .unusedPasswordFile:
      "a file is named and the connection never asks for it; write 'PWD=${PASSWORD}' into the "
        + "connection, or take the file out"
    case .emptyQuery: "the query is empty; write a SELECT under 'query'"
    case .driverNotInstalled(_, let driver, let installed):
      "there is no driver '\(driver)'; install it (Debian: odbc-postgresql, libsqliteodbc, "
        + "tdsodbc), or name one that is here: "
        + (installed.isEmpty
          ? "there is none" : installed.map { "'\($0)'" }.joined(separator: ", "))
    case .cannotConnect(_, let words):
      "cannot connect: \(words); check 'sources.database.connection' and that the database is up"
    case .queryFailed(_, let words): "the query failed: \(words); correct 'query'"
    case .connectionLost(_, let words):
      "the database went away: \(words); run again once it is back"
    case .noColumns: "the query gives no columns; write one SELECT"
    case .unnamedColumn: "the column has no name; give it one with AS in the query"
    case .duplicateColumn(_, _, let positions):
      "the name stands in columns \(positions.map(String.init).joined(separator: " and ")); "
        + "rename one of them with AS in the query"
    case .cellTooLong(_, let limit):
      "the cell has more than \(ByteCount(limit)); leave the column out of the query, or shorten "
        + "it there"
    case .longerThanDeclared(_, let declared):
      "the cell has more characters than the \(declared) its column declares; CAST it to a wider "
        + "type in the query"
    case .notUnicode:
      "the cell holds half of a surrogate pair, which is no character; correct it in the database"
    }
  }
}
