import EvalStats
import Testing

@testable import EvalStudy

@Suite("What is wrong with a database")
struct DatabaseErrorTests {
  let place = DatabasePlace(source: "ae", rows: .one(17), column: "arrival_date")

  @Test("is said with source, row and column, and with what to do")
  func descriptions() {
    let words = DriverMessage(state: "28P01", text: "no entry")
    let expected: [(DatabaseError, String)] = [
      (
        .notBuilt(source: "ae"),
        "source 'ae': this build has no databases; build with --traits ODBC (Debian: unixodbc-dev)"
      ),
      (
        .passwordFile(file: "db", problem: "is empty"),
        "sources.database.password_file: 'db' is empty; it should hold the password on one line "
          + "and nothing else"
      ),
      (
        .cannotConnect(source: "ae", words),
        "source 'ae': cannot connect: no entry (SQLSTATE 28P01); check "
          + "'sources.database.connection' and that the database is up"
      ),
      (
        .driverNotInstalled(source: "ae", driver: "Nought", installed: ["FreeTDS", "SQLite3"]),
        "source 'ae': there is no driver 'Nought'; install it (Debian: odbc-postgresql, "
          + "libsqliteodbc, tdsodbc), or name one that is here: 'FreeTDS', 'SQLite3'"
      ),
      (
        .duplicateColumn(source: "ae", name: "day", positions: [1, 3]),
        "source 'ae', column 'day': the name stands in columns 1 and 3; rename one of them with "
          + "AS in the query"
      ),
      (
        .cellTooLong(place, limit: 1 << 20),
        "source 'ae', row 17, column 'arrival_date': the cell has more than 1 MiB; leave the "
          + "column out of the query, or shorten it there"
      ),
      (
        .connectionLost(DatabasePlace(source: "ae", rows: .after(2_048)), words),
        "source 'ae', after row 2048: the database went away: no entry (SQLSTATE 28P01); run again once "
          + "it is back"
      ),
    ]
    #expect("\(DatabasePlace(source: "ae", rows: .after(0)))" == "source 'ae'")
    for (error, text) in expected { #expect(error.description == text) }
  }

  @Test("has a code of its own for every kind")
  func codes() {
    let words = DriverMessage(state: "HY000", text: "")
    let all: [DatabaseError] = [
      .notBuilt(source: "a"), .malformedConnection(problem: "p"), .literalPassword(key: "k"),
      .missingVariable(name: "n"), .passwordFile(file: "f", problem: "p"), .unusedPasswordFile,
      .emptyQuery(source: "a"), .driverNotInstalled(source: "a", driver: "d", installed: []),
      .cannotConnect(source: "a", words), .queryFailed(place, words),
      .connectionLost(place, words), .noColumns(source: "a"),
      .unnamedColumn(source: "a", position: 1),
      .duplicateColumn(source: "a", name: "n", positions: [1, 2]),
      .cellTooLong(place, limit: 1), .longerThanDeclared(place, declared: 1), .notUnicode(place),
    ]
    #expect(Set(all.map(\.code)).count == all.count)
    #expect(all.allSatisfy { $0.location != nil && !$0.message.isEmpty })
  }

  #if !ODBC
    @Test("is the build itself where it was made without the trait")
    func notBuilt() throws {
      let connection = try DatabaseLogin(connection: "DSN=warehouse").resolved(environment: [:])
      #expect(throws: DatabaseError.notBuilt(source: "ae")) {
        try DatabaseRows(connection: connection, query: "SELECT 1", source: "ae")
      }
      #expect(throws: DatabaseError.emptyQuery(source: "ae")) {
        try DatabaseRows(connection: connection, query: " ", source: "ae")
      }
    }
  #endif
}
