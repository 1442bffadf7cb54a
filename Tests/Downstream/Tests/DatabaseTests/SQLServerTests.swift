import Testing

@testable import EvalStudy

extension Databases {
  /// No SQL Server is at hand: how its driver takes the connection string and refuses is what there is
  /// to see.
  @Suite("A query of SQL Server")
  struct SQLServerTests {
    @Test("of which no server answers is refused, without user and password")
    func noServer() throws {
      // Nobody listens on port 1.
      let error = try #require(
        AllRows.failure(
          "Driver=FreeTDS;Server=127.0.0.1;Port=1;UID=evaluator;PWD=${SECRET}", "SELECT 1 AS a",
          environment: ["SECRET": "hunter2;hunter2"]))
      guard case .cannotConnect("ae", let words) = error else {
        Issue.record("found \(error)")
        return
      }
      #expect(words.state.hasPrefix("08"))
      #expect(words.text.contains("Unable to connect"))
      #expect(!"\(error) \(String(reflecting: error))".contains("hunter2"))
      #expect(!"\(error) \(String(reflecting: error))".contains("evaluator"))
    }
  }
}
