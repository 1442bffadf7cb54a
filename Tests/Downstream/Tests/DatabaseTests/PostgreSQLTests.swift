import Foundation
import Testing

@testable import EvalStudy

extension Databases {
  @Suite("A query of PostgreSQL", WithPostgreSQL())
  struct PostgreSQLTests {
    let server: PostgreSQLServer

    init() throws { server = try #require(PostgreSQLServer.current) }

    func all(_ query: String) throws -> AllRows {
      try AllRows(server.connection(), query, environment: server.environment)
    }

    func failure(_ query: String) -> DatabaseError? {
      AllRows.failure(server.connection(), query, environment: server.environment)
    }

    @Test("gives text of any script, and every type as the driver writes it")
    func types() throws {
      let found = try all(
        """
        SELECT 'é漢🙂'::text AS name, 'né'::varchar(20) AS "prénom", 'a'::char(3) AS fixed,
          date '2016-04-01' AS day, timestamp '2016-04-01' AS midnight,
          timestamp '2016-04-01 13:05:07.25' AS moment, -1.50::numeric(10, 2) AS cost,
          12345678901234::bigint AS whole, 0.1::float8 AS share, true AS is_first,
          NULL::text AS nothing, ''::text AS empty, E'a, "b"\\n''c'''::text AS quoted
        """)
      #expect(
        found.columnNames == [
          "name", "prénom", "fixed", "day", "midnight", "moment", "cost", "whole", "share",
          "is_first", "nothing", "empty", "quoted",
        ])
      #expect(
        found.cells == [
          [
            "é漢🙂", "né", "a  ", "2016-04-01", "2016-04-01 00:00:00", "2016-04-01 13:05:07.25",
            "-1.50", "12345678901234", "0.1", "1", "", "", "a, \"b\"\n'c'",
          ]
        ])
    }

    @Test("gives 200,000 rows in blocks, long cells among them, in order")
    func manyRows() throws {
      let found = try all(
        """
        SELECT i AS number, 'é🙂' || i AS name, NULLIF(i % 3, 0) AS third,
          CASE WHEN i % 5000 = 0 THEN repeat('漢', 20000) ELSE 'x' END AS note
        FROM generate_series(1, 200000) AS i
        """)
      #expect(found.blockCount == 196)
      #expect(found.cells.count == 200_000)
      let long = String(repeating: "漢", count: 20_000)
      for (index, row) in found.cells.enumerated() {
        let number = index + 1
        let expected = [
          "\(number)", "é🙂\(number)", number % 3 == 0 ? "" : "\(number % 3)",
          number % 5_000 == 0 ? long : "x",
        ]
        if row != expected {
          Issue.record("row \(number) is \(row.map { $0.prefix(40) })")
          break
        }
      }
    }

    @Test("gives cells of any length whole, several in a row and rows next to each other")
    func longCells() throws {
      let lengths = [0, 1, 255, 256, 257, 4_094, 4_095, 4_096, 8_190, 100_000]
      let found = try all(
        """
        SELECT repeat('x', n) AS note, n AS between, repeat('🙂', n) AS tail
        FROM unnest(ARRAY\(lengths)) AS n
        """)
      #expect(found.cells.count == lengths.count)
      for (row, length) in zip(found.cells, lengths) {
        #expect(row[0] == String(repeating: "x", count: length))
        #expect(row[1] == "\(length)")
        #expect(row[2] == String(repeating: "🙂", count: length))
      }
    }

    @Test("makes smaller blocks of long rows, so that a block is no more than its limit and a row")
    func longRows() throws {
      let login = try DatabaseLogin(connection: server.connection())
      let rows = try DatabaseRows(
        connection: login.resolved(environment: server.environment),
        query: "SELECT repeat('x', 1000000) AS note FROM generate_series(1, 20)", source: "ae")
      var block = TextRows()
      var counts: [Int] = []
      while try rows.next(&block) {
        counts.append(block.rowCount)
        #expect(block.bytes.count == 1_000_000 * block.rowCount)
      }
      // Five cells are the first to pass four mebibytes.
      #expect(counts == [5, 5, 5, 5])
    }

    @Test("refuses a cell of more than a mebibyte, with its row")
    func tooLongACell() throws {
      #expect(
        failure(
          "SELECT repeat('x', (1 << 20) + CASE WHEN i = 3 THEN 1 ELSE 0 END) AS note "
            + "FROM generate_series(1, 4) AS i")
          == .cellTooLong(
            DatabasePlace(source: "ae", rows: .one(3), column: "note"), limit: 1 << 20))
    }

    @Test("that is wrong says what the driver says, on one line")
    func wrongQuery() throws {
      let error = try #require(failure("SELECT arrival FROM nowhere"))
      guard case .queryFailed(let place, let words) = error else {
        Issue.record("found \(error)")
        return
      }
      #expect(place == DatabasePlace(source: "ae"))
      #expect(words.state == "42P01")
      #expect(words.text.contains("relation \"nowhere\" does not exist"))
      #expect(!error.description.contains("\n"))
    }

    @Test("that fails at a row says how far it came")
    func wrongRow() throws {
      let error = try #require(
        failure("SELECT 1 / (5000 - i) AS share FROM generate_series(1, 6000) AS i"))
      guard case .queryFailed(let place, let words) = error else {
        Issue.record("found \(error)")
        return
      }
      #expect(words.text.contains("division by zero"))
      // Rows come 1,024 at a time: four blocks are whole before the one of the 5,000th.
      #expect(place.rows == .after(4_096))
    }

    @Test("changes nothing")
    func readsOnly() throws {
      try server.execute("CREATE TABLE visits AS SELECT 1 AS person")
      for statement in [
        "DELETE FROM visits", "DELETE FROM visits RETURNING person",
        "WITH gone AS (DELETE FROM visits RETURNING person) SELECT * FROM gone",
      ] {
        let error = try #require(failure(statement))
        guard case .queryFailed(_, let words) = error else {
          Issue.record("found \(error)")
          continue
        }
        // The driver's cursor takes no WITH that writes, read-only or not.
        #expect(["25006", "0A000"].contains(words.state), "\(words)")
      }
      #expect(try all("SELECT count(*) AS people FROM visits").cells == [["1"]])
    }

    @Test("is let in by a password from a file, whatever its characters")
    func passwordFile() throws {
      let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("evalstats-\(UUID().uuidString)")
      try "\(server.password)\n".write(to: file, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(at: file) }
      let found = try AllRows(
        "Driver={PostgreSQL Unicode};Server=\(server.folder);Database=postgres;"
          + "UID=\(PostgreSQLServer.user);PWD={${PASSWORD}}",
        "SELECT 1 AS a", passwordFile: file.path)
      #expect(found.cells == [["1"]])
    }

    @Test("is refused with a wrong password, and names neither it nor the user")
    func wrongPassword() throws {
      let error = try #require(
        AllRows.failure(
          server.connection(), "SELECT 1 AS a",
          environment: ["PG_USER": PostgreSQLServer.user, "PG_PASSWORD": "not-the-password"]))
      guard case .cannotConnect("ae", let words) = error else {
        Issue.record("found \(error)")
        return
      }
      #expect(words.text.contains("password authentication failed for user \"***\""))
      let everything = "\(error) \(String(reflecting: error)) \(error.message)"
      #expect(!everything.contains("not-the-password"))
      #expect(!everything.contains(PostgreSQLServer.user))
    }

    @Test("says that the database went away when it does between two blocks")
    func serverGone() throws {
      try server.execute("CREATE DATABASE doomed")
      let login = try DatabaseLogin(connection: server.connection(database: "doomed"))
      let rows = try DatabaseRows(
        connection: login.resolved(environment: server.environment),
        query: "SELECT i AS number FROM generate_series(1, 200000) AS i", source: "ae")
      var block = TextRows()
      #expect(try rows.next(&block))
      try server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'doomed'")
      var found: DatabaseError?
      do { while try rows.next(&block) {} } catch { found = error }
      guard case .connectionLost(let place, _) = found else {
        Issue.record("found \(String(describing: found))")
        return
      }
      #expect(place.rows == .after(1_024))
      #expect(!String(describing: found).contains(server.password))
    }

    @Test("takes memory that does not grow with its rows")
    func memory() throws {
      let login = try DatabaseLogin(connection: server.connection())
      try expectSteadyMemory(rowCount: 200_000) {
        try DatabaseRows(
          connection: login.resolved(environment: server.environment),
          query: "SELECT repeat('x', 200) AS a, repeat('y', 200) AS b "
            + "FROM generate_series(1, 200000)", source: "ae")
      }
    }

    @Test("closes its connection when it is let go, read to the end or not")
    func closes() throws {
      for isReadToEnd in [true, false] {
        do {
          let login = try DatabaseLogin(connection: server.connection())
          let rows = try DatabaseRows(
            connection: login.resolved(environment: server.environment),
            query: "SELECT i AS number FROM generate_series(1, 5000) AS i", source: "ae")
          var block = TextRows()
          while try rows.next(&block), isReadToEnd {}
        }
        // The server takes a moment to notice.
        var count = ""
        for _ in 0..<50 where count != "1" {
          count = try all(
            "SELECT count(*) AS n FROM pg_stat_activity WHERE backend_type = 'client backend'"
          ).cells[0][0]
          if count != "1" { usleep(100_000) }
        }
        #expect(count == "1")
      }
    }
  }
}
