import Testing

@testable import EvalStudy

extension Databases {
  @Suite("A query of SQLite")
  struct SQLiteTests {
    @Test("gives text of any script, and missing and empty cells alike")
    func unicode() throws {
      let file = try SQLiteFile(
        "CREATE TABLE visits (person TEXT, \"arrivée\" DATE, cost REAL, note VARCHAR(10))",
        "INSERT INTO visits VALUES ('é漢🙂', '2016-04-01', 1.5, NULL)",
        "INSERT INTO visits VALUES ('', '2016-04-01 00:00:00', -3, 'a, \"b\"\r\n''c''')")
      let found = try AllRows(file.connection, "SELECT * FROM visits ORDER BY cost DESC")
      #expect(found.columnNames == ["person", "arrivée", "cost", "note"])
      #expect(
        found.cells == [
          ["é漢🙂", "2016-04-01", "1.5", ""],
          ["", "2016-04-01 00:00:00", "-3.0", "a, \"b\"\r\n'c'"],
        ])
    }

    @Test("gives 100,000 rows in blocks of at most 1,024, in order")
    func manyRows() throws {
      let file = try SQLiteFile()
      let found = try AllRows(
        file.connection,
        """
        WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
        SELECT i AS number, 'é' || i AS name FROM n
        """)
      #expect(found.blockCount == 98)
      #expect(found.cells.count == 100_000)
      for (index, row) in found.cells.enumerated() where row != ["\(index + 1)", "é\(index + 1)"] {
        Issue.record("row \(index + 1) is \(row)")
        break
      }
    }

    @Test("gives cells of any length whole, though the column declares less")
    func longCells() throws {
      // 4,095 and 4,096 fill the room of one piece to the last character, and one more.
      let lengths = [0, 1, 255, 256, 257, 4_094, 4_095, 4_096, 8_190, 100_000]
      let file = try SQLiteFile(
        "CREATE TABLE notes (note VARCHAR(10), tail VARCHAR(10))",
        "INSERT INTO notes VALUES "
          + lengths.map {
            "('\(String(repeating: "x", count: $0))', '\(String(repeating: "🙂", count: $0))')"
          }.joined(separator: ", "))
      let found = try AllRows(file.connection, "SELECT * FROM notes ORDER BY rowid")
      for (row, length) in zip(found.cells, lengths) {
        #expect(row[0] == String(repeating: "x", count: length))
        #expect(row[1] == String(repeating: "🙂", count: length))
      }
      #expect(found.cells.count == lengths.count)
    }

    @Test("refuses a cell of more than a mebibyte, with its row")
    func tooLongACell() throws {
      let file = try SQLiteFile()
      let whole = try AllRows(
        file.connection, "SELECT printf('%1048576s', 'x') AS note")
      #expect(whole.cells[0][0].utf8.count == 1 << 20)
      let error = AllRows.failure(
        file.connection,
        "SELECT 'a' AS note UNION ALL SELECT printf('%1048577s', 'x')")
      #expect(
        error
          == .cellTooLong(
            DatabasePlace(source: "ae", rows: .one(2), column: "note"), limit: 1 << 20))
      // 600,000 characters of two bytes.
      #expect(
        AllRows.failure(file.connection, "SELECT replace(printf('%600000s', ''), ' ', 'é') AS note")
          == .cellTooLong(
            DatabasePlace(source: "ae", rows: .one(1), column: "note"), limit: 1 << 20))
    }

    @Test("refuses half a surrogate pair, and keeps refusing")
    func halfAPair() throws {
      let file = try SQLiteFile()
      let rows = try DatabaseRows(
        connection: DatabaseLogin(connection: file.connection).resolved(environment: [:]),
        query: "SELECT 'a' AS name UNION ALL SELECT CAST(x'61EDA080' AS TEXT)", source: "ae")
      let expected = DatabaseError.notUnicode(
        DatabasePlace(source: "ae", rows: .one(2), column: "name"))
      var block = TextRows()
      for _ in 1...2 {
        #expect(throws: expected) { try rows.next(&block) }
        #expect(block.rowCount == 0 && block.bytes.isEmpty && block.ends.isEmpty)
      }
    }

    @Test("that gives no rows has its columns all the same")
    func noRows() throws {
      let file = try SQLiteFile("CREATE TABLE visits (person TEXT)")
      let found = try AllRows(file.connection, "SELECT * FROM visits")
      #expect(found.columnNames == ["person"])
      #expect(found.cells.isEmpty && found.blockCount == 0)
    }

    @Test("with names the extract cannot use is refused")
    func columnNames() throws {
      let file = try SQLiteFile()
      #expect(
        AllRows.failure(file.connection, "SELECT 1 AS a, 2 AS b, 3 AS a")
          == .duplicateColumn(source: "ae", name: "a", positions: [1, 3]))
      #expect(
        AllRows.failure(file.connection, "SELECT 1 AS a, 2 AS ''")
          == .unnamedColumn(source: "ae", position: 2))
      // The driver keeps 255 bytes of a longer name.
      for length in [1, 50, 125] {
        let long = String(repeating: "é", count: length)
        #expect(try AllRows(file.connection, "SELECT 1 AS \(long)").columnNames == [long])
      }
    }

    @Test("that is wrong says what the driver says")
    func wrongQuery() throws {
      let file = try SQLiteFile()
      let error = try #require(AllRows.failure(file.connection, "SELEC 1"))
      #expect(error.code == "database-query-failed")
      #expect(
        error.description
          == "source 'ae': the query failed: [SQLite]near \"SELEC\": syntax error (1) "
          + "(SQLSTATE HY000); correct 'query'")
      #expect(AllRows.failure(file.connection, " \n") == .emptyQuery(source: "ae"))
    }

    @Test("takes names, paths and messages of any script, whatever the locale")
    func script() throws {
      let file = try SQLiteFile(
        named: "né漢🙂.db", "CREATE TABLE \"visité\" (\"名🙂\" TEXT)",
        "INSERT INTO \"visité\" VALUES ('漢')")
      let found = try AllRows(
        file.connection, "SELECT *, '🙂' AS \"ä\" FROM \"visité\" WHERE \"名🙂\" = '漢'")
      #expect(found.columnNames == ["名🙂", "ä"])
      #expect(found.cells == [["漢", "🙂"]])
      let error = try #require(AllRows.failure(file.connection, "SELECT 1 AS a FROM \"né漢🙂\""))
      #expect(error.message.contains("no such table: né漢🙂"))
    }

    @Test("changes nothing")
    func readsOnly() throws {
      let file = try SQLiteFile(
        "CREATE TABLE visits (person TEXT)", "INSERT INTO visits VALUES ('a')")
      for statement in ["DELETE FROM visits", "DELETE FROM visits RETURNING person"] {
        let error = try #require(AllRows.failure(file.connection, statement))
        #expect(error.code == "database-query-failed")
      }
      #expect(try AllRows(file.connection, "SELECT * FROM visits").cells == [["a"]])
      // Allowed, and gives nothing to read.
      #expect(
        AllRows.failure(file.connection, "PRAGMA foreign_keys = ON") == .noColumns(source: "ae"))
    }

    @Test("of a file that is not there is refused, and makes none")
    func missingFile() throws {
      let file = try SQLiteFile()
      let error = try #require(AllRows.failure("\(file.connection).gone", "SELECT 1 AS a"))
      #expect(error.code == "database-cannot-connect")
      #expect(error.description.hasPrefix("source 'ae': cannot connect: [SQLite]connect failed"))
      #expect(AllRows.failure("\(file.connection).gone", "SELECT 1 AS a") == error)
    }

    @Test("by a driver that is not there lists those that are")
    func missingDriver() throws {
      let error = AllRows.failure("Driver={Nought, Ltd};Database=x", "SELECT 1 AS a")
      guard case .driverNotInstalled("ae", "Nought, Ltd", let installed) = error else {
        Issue.record("found \(String(describing: error))")
        return
      }
      #expect(installed.contains("SQLite3") && installed.contains("PostgreSQL Unicode"))
      #expect(error?.message.contains("'SQLite3'") == true)
      #expect(
        AllRows.failure("DSN=evalstats_no_such_source", "SELECT 1 AS a")?.code
          == "database-cannot-connect")
    }

    @Test("shows no secret where the driver repeats the query")
    func echoedSecret() throws {
      let file = try SQLiteFile()
      let error = try #require(
        AllRows.failure(
          file.connection + ";UID=${USER_NAME};PWD=${SECRET}",
          "SELECT hunter2hunter2 FROM evaluator",
          environment: ["SECRET": "hunter2hunter2", "USER_NAME": "evaluator"]))
      #expect(!String(describing: error).contains("hunter2"))
      #expect(!String(describing: error).contains("evaluator"))
      #expect(error.message.contains("***"))
    }

    @Test("takes memory that does not grow with its rows")
    func memory() throws {
      let file = try SQLiteFile()
      try expectSteadyMemory(rowCount: 200_000) {
        try DatabaseRows(
          connection: DatabaseLogin(connection: file.connection).resolved(environment: [:]),
          query: """
            WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
            SELECT printf('%400d', i) AS number FROM n
            """, source: "ae")
      }
    }
  }
}
