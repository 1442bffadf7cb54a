import EvalStats
import Foundation
import Testing

@testable import EvalStudy

extension Databases {
  /// The same small study in files and in tables; Unicode in names and values.
  struct DatabaseStudy {
    let folder: URL

    static let tables: [(name: String, columns: [String], rows: [[String]])] = [
      (
        "persons",
        [
          "person_id", "birth_date", "sex", "registered_from", "registered_to", "death_date",
          "practice",
        ],
        (1...40).map { number in
          [
            "P\(number)", "1950-0\(1 + number % 9)-11", number % 2 == 0 ? "F" : "M", "2009-03-01",
            "", number == 7 ? "2017-02-03" : "", number % 3 == 0 ? "Café 漢" : "Élan 😀",
          ]
        }
      ),
      (
        "contacts", ["person_id", "contact_date"],
        (1...8).map { ["P\($0)", "2016-0\($0)-14"] }
      ),
      (
        "visits", ["person_id", "arrival_date", "attendance_category"],
        (1...400).map { number in
          [
            "P\(1 + number % 41)",
            "201\(4 + number % 4)-\(number % 12 < 9 ? "0" : "")\(1 + number % 12)-15",
            "\(1 + number % 3)",
          ]
        }
      ),
    ]

    init() throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "evalstats-dbstudy-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, columns, rows) in Self.tables {
        let lines = ([columns] + rows).map { $0.joined(separator: ",") }
        try write(lines.joined(separator: "\n") + "\n", to: "\(name).csv")
      }
    }

    func clean() { try? FileManager.default.removeItem(at: folder) }

    func write(_ text: String, to name: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    /// Statements that make the tables; an empty cell is a missing value.
    static var statements: [String] {
      var statements: [String] = []
      for (name, columns, rows) in tables {
        let declared: [String] = columns.map { "\($0) VARCHAR(40)" }
        statements.append("CREATE TABLE \(name) (\(declared.joined(separator: ", ")))")
        for row in rows {
          let cells: [String] = row.map { $0.isEmpty ? "NULL" : "'\($0)'" }
          statements.append("INSERT INTO \(name) VALUES (\(cells.joined(separator: ", ")))")
        }
      }
      return statements
    }

    /// What is read where sources are as given.
    func read(_ sources: String) throws -> StudyExtracts {
      try write(
        """
        title: A study from a database
        selection: recorded use
        calendar:
          coverage: {from: 2014-01-01, to: 2017-12-31}
          index: {from: 2016-01-01, to: 2016-12-31}
        sources:
          bad_rows: refuse
        \(sources)
        outcomes: [aAndE]

        """, to: "study.yml")
      return try StudyExtracts(
        StudyProtocol(contentsOf: folder.appendingPathComponent("study.yml").path), folder: folder)
    }

    static let files = "  persons: persons.csv\n  mdt_contacts: contacts.csv\n  ae: visits.csv"

    static let queries = """
        persons: {query: SELECT * FROM persons ORDER BY person_id}
        mdt_contacts: {query: SELECT * FROM contacts ORDER BY person_id}
        ae: {query: SELECT * FROM visits ORDER BY arrival_date}
      """

    func expectSame(_ database: StudyExtracts) throws {
      let files = try read(Self.files)
      #expect(database.register.identifiers == files.register.identifiers)
      #expect(database.register.births == files.register.births)
      #expect(database.register.deaths == files.register.deaths)
      #expect(database.register.indexDates == files.register.indexDates)
      #expect(database.history.logs[.aAndE]?.days == files.history.logs[.aAndE]?.days)
      #expect(database.history.logs[.aAndE]?.offsets == files.history.logs[.aAndE]?.offsets)
      guard case .factor(let practices) = try database.register.attributes.column("practice")
      else {
        Issue.record("practices are categories")
        return
      }
      #expect(practices.levels == ["Café 漢", "Élan 😀"])
      for (mine, theirs) in zip(database.sources, files.sources) {
        #expect(mine.kind == theirs.kind)
        #expect(mine.account.rowsRead == theirs.account.rowsRead)
        #expect(mine.account.rowsKept == theirs.account.rowsKept)
        #expect(
          mine.account.refusals.map(\.reason).sorted()
            == theirs.account.refusals.map(\.reason).sorted())
        #expect(mine.sha256.count == 64)
      }
      #expect(database.sources.first { $0.kind == .ae }?.account.rowsRead == 400)
    }
  }

  @Suite("A study in SQLite")
  struct SQLiteStudyTests {
    @Test("is read as from files, every row accounted for")
    func study() throws {
      let study = try DatabaseStudy()
      defer { study.clean() }
      let file = try SQLiteFile(DatabaseStudy.statements)
      try study.expectSame(
        study.read("  database: {connection: \"\(file.connection)\"}\n" + DatabaseStudy.queries))
    }

    @Test("names the query, the row and the column of what is wrong")
    func faults() throws {
      let study = try DatabaseStudy()
      defer { study.clean() }
      let file = try SQLiteFile(
        DatabaseStudy.statements + ["INSERT INTO visits VALUES ('P1', 'soon', '1')"])
      let sources =
        "  database: {connection: \"\(file.connection)\"}\n  persons: persons.csv\n"
        + "  mdt_contacts: contacts.csv\n"
      let extracts = try study.read(sources + "  ae: {query: SELECT * FROM visits}")
      let account = try #require(extracts.sources.first { $0.kind == .ae }).account
      let fault = try #require(account.refusals.first { $0.reason == "a value of the wrong kind" })
      #expect(fault.firstPlace.description == "query of 'ae', line 401, column 'arrival_date'")
      let error = #expect(throws: ExtractError.self) {
        try study.read(sources + "  ae: {query: SELECT person_id FROM visits}")
      }
      #expect(error?.code == "missing-column")
      #expect(throws: ProtocolError.self) {
        try study.read(
          "  database: {connection: \"Driver=SQLite3;Database=x;PWD=secret\"}\n"
            + DatabaseStudy.queries)
      }
    }
  }

  @Suite("A study in PostgreSQL", WithPostgreSQL())
  struct PostgreSQLStudyTests {
    @Test("is read as from files, with a password from a file")
    func study() throws {
      let server = try #require(PostgreSQLServer.current)
      let study = try DatabaseStudy()
      defer { study.clean() }
      try server.execute(DatabaseStudy.statements.joined(separator: ";\n") + ";")
      try study.write("\(server.password)\n", to: "password")
      let connection =
        "Driver={PostgreSQL Unicode};Server=\(server.folder);Database=postgres;"
        + "UID=\(PostgreSQLServer.user);PWD=${PASSWORD}"
      try study.expectSame(
        study.read(
          "  database: {connection: \"\(connection)\", password_file: password}\n"
            + DatabaseStudy.queries))
    }
  }
}
