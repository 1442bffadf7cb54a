@testable import EvalStudy

/// Everything a query gives, and in how many blocks.
struct AllRows {
  let columnNames: [String]
  let cells: [[String]]
  let blockCount: Int

  init(
    _ connection: String, _ query: String, environment: [String: String] = [:],
    passwordFile: String? = nil
  ) throws {
    let login = try DatabaseLogin(connection: connection, passwordFile: passwordFile)
    let rows = try DatabaseRows(
      connection: login.resolved(environment: environment), query: query, source: "ae")
    columnNames = rows.columnNames
    var block = TextRows()
    var cells: [[String]] = []
    var blockCount = 0
    while try rows.next(&block) {
      blockCount += 1
      for row in 0..<block.rowCount {
        cells.append((0..<block.columnCount).map { block.text(row: row, column: $0) })
      }
    }
    self.cells = cells
    self.blockCount = blockCount
  }

  /// The error a query ends with; `nil` if it does not.
  static func failure(
    _ connection: String, _ query: String, environment: [String: String] = [:]
  ) -> DatabaseError? {
    do {
      _ = try AllRows(connection, query, environment: environment)
      return nil
    } catch {
      return error as? DatabaseError
    }
  }
}
