import EvalStats
import Testing

@Suite("Columns and rows of a table")
struct TableColumnTests {
  private func table() throws -> Table {
    try Table([
      ("cost", .real(Values([1.5, 0, 3], missing: [false, true, false]))),
      ("n", .integer(Values([10, 9, 10]))),
      ("sex", .factor(Factor(["M", nil, "F"]))),
      ("id", .text(Values(["b", "a", "b"], missing: [false, false, true]))),
      ("seen", .day(Values([0, 1, 16_892].map { Day(daysSinceEpoch: $0) }))),
      ("dead", .boolean(Values([true, false, true]))),
    ])
  }

  @Test("Numbers come from real, whole and true/false columns")
  func doubles() throws {
    let table = try table()
    let cost = try table.doubles("cost")
    #expect((0..<3).map { cost[$0] } == [1.5, nil, 3])
    #expect(try table.doubles("n").elements == [10, 9, 10])
    #expect(try table.doubles("dead").elements == [1, 0, 1])
    for name in ["sex", "id", "seen"] {
      let error = #expect(throws: TableError.self) { try table.doubles(name) }
      #expect(error?.code == "wrong-column-kind")
    }
  }

  @Test("Any column has strings")
  func strings() throws {
    let table = try table()
    let strings = try table.names.map { name in
      let values = try table.strings(name)
      return (0..<3).map { values[$0] }
    }
    #expect(
      strings == [
        ["1.5", nil, "3.0"], ["10", "9", "10"], ["M", nil, "F"], ["b", "a", nil],
        ["1970-01-01", "1970-01-02", "2016-04-01"], ["TRUE", "FALSE", "TRUE"],
      ])
  }

  @Test("Days come from columns of days alone")
  func days() throws {
    #expect(try table().days("seen").elements[2].description == "2016-04-01")
    #expect(throws: TableError.wrongKind(column: "n", found: "integer", expected: "days")) {
      try table().days("n")
    }
  }

  @Test("Categories of whole numbers stand in ascending order, of text by their scalars")
  func factors() throws {
    let table = try table()
    let number = try table.factor("n")
    #expect(number.levels == ["9", "10"])
    #expect(number.codes == [1, 0, 1])
    let text = try table.factor("id")
    #expect(text.levels == ["a", "b"])
    #expect(text.codes == [1, 0, Factor.missingCode])
    #expect(try table.factor("dead").codes == [1, 0, 1])
    #expect(try table.factor("sex").levels == ["F", "M"])
    #expect(throws: TableError.self) { try table.factor("cost") }
  }

  @Test("Rows are chosen in any order, and more than once")
  func rows() throws {
    let chosen = try table().rows(at: [2, 0, 2])
    #expect(chosen.rowCount == 3)
    #expect(try chosen.doubles("n").elements == [10, 10, 10])
    let sex = try chosen.factor("sex")
    #expect((0..<3).map { sex[$0] } == ["F", "M", "F"])
    let cost = try table().rows(at: [1]).doubles("cost")
    #expect(cost[0] == nil)
    #expect(try table().rows(at: []).rowCount == 0)
  }

  @Test("A column is set in place or added at the end")
  func setting() throws {
    let table = try table()
    let column = Column.real(Values([7, 8, 9]))
    #expect(try table.setting("n", to: column).names == table.names)
    #expect(try table.setting("n", to: column).doubles("n").elements == [7, 8, 9])
    #expect(try table.setting("score", to: column).names == table.names + ["score"])
    #expect(throws: TableError.unequalLengths(column: "x", found: 1, expected: 3)) {
      try table.setting("x", to: .real(Values([1])))
    }
    let first = try Table([]).setting("x", to: column)
    #expect(first.rowCount == 3)
  }

  @Test("Columns are selected in the order named")
  func selecting() throws {
    #expect(try table().selecting(["id", "n"]).names == ["id", "n"])
    #expect(throws: TableError.unknownColumn("nn", nearest: ["n"])) {
      try table().selecting(["nn"])
    }
  }

  @Test("Unused levels are dropped without changing what rows say")
  func unusedLevels() throws {
    let factor = Factor(codes: [3, -1, 1], levels: ["a", "b", "c", "d"]).droppingUnusedLevels
    #expect(factor.levels == ["b", "d"])
    #expect(factor.codes == [1, -1, 0])
  }
}
