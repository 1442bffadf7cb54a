import EvalStats
import Testing

@testable import EvalStudy

@Suite("A query for a database")
struct DatabaseQueryTests {
  @Test("says something")
  func emptyQuery() throws {
    for text in ["", " \n\t", "\0"] {
      #expect(throws: DatabaseError.emptyQuery(source: "ae")) {
        try DatabaseQuery(text, source: "ae")
      }
    }
    #expect(try DatabaseQuery(" SELECT 1\n", source: "ae").text == " SELECT 1\n")
  }

  @Test("goes on behind a zero, which would end it for a driver")
  func zero() throws {
    #expect(try DatabaseQuery("SELECT 1\0WHERE 0", source: "ae").text == "SELECT 1 WHERE 0")
  }
}
