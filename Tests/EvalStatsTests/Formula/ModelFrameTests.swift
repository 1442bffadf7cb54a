import EvalStats
import Foundation
import Testing

@Suite("A formula on a table")
struct ModelFrameTests {
  @Test("Rows with a missing value are dropped and counted once, for the first column missing")
  func droppedRows() throws {
    let frame = try Formula("y ~ a + b + c").frame(for: FormulaExamples.gappyTable())
    #expect(frame.rows == [1, 4])
    #expect(
      frame.dropped == [DroppedRows(column: "a", count: 2), DroppedRows(column: "c", count: 1)])
    #expect(frame.droppedRowCount + frame.rows.count == 5)
    #expect(frame.response == [2, 5])
  }

  @Test("A column the formula does not read drops nothing unless it is required")
  func requiredColumn() throws {
    let table = try FormulaExamples.gappyTable()
    #expect(try Formula("y ~ c").frame(for: table).rows == [0, 1, 2, 4])
    #expect(try Formula("y ~ c").frame(for: table, requiring: ["b"]).rows == [0, 1, 4])
    #expect(try Formula("y ~ c + a - a").frame(for: table).rows == [0, 1, 2, 4])
    #expect(try Formula("y ~ c | b").frame(for: table).rows == [0, 1, 4])
  }

  @Test("Missing values are an error if asked for, naming the column and the count")
  func rejectedRows() throws {
    let table = try FormulaExamples.gappyTable()
    let error = #expect(throws: FormulaError.self) {
      try Formula("y ~ a").frame(for: table, missing: .reject)
    }
    #expect(error == .missingValues(column: "a", count: 2))
    #expect(
      error?.description
        == "column 'a': 2 rows missing; complete the column, leave it out, or allow rows to be "
        + "dropped")
  }

  @Test("No complete row is an error that says which columns are empty")
  func noCompleteRow() throws {
    let table = try Table([
      ("y", .real(Values([1, 2]))),
      ("a", .real(Values([0, 0], missing: [true, true]))),
    ])
    let error = #expect(throws: FormulaError.self) { try Formula("y ~ a").frame(for: table) }
    #expect(error == .noRows(dropped: [DroppedRows(column: "a", count: 2)]))
    #expect(
      error?.message == "no row is complete: 'a' is missing in 2; leave the emptiest column out")
  }

  @Test("Levels are learned from the rows used")
  func levelsOfRowsUsed() throws {
    let frame = try Formula("y ~ b + c").frame(for: FormulaExamples.gappyTable())
    #expect(frame.design.names == ["(Intercept)", "bv", "c"])
  }

  @Test("A response may be an expression, true/false, or two categories of which the second is 1")
  func responses() throws {
    let table = try FormulaExamples.table()
    #expect(
      try Formula("log(y + 1) ~ x").frame(for: table).response
        == [3, 0, 7, 2, 5, 1, 4, 9].map { log($0 + 1) })
    #expect(
      try Formula("flag ~ x").frame(for: table).response == [1, 0, 1, 1, 0, 0, 1, 0])
    let byText = try Formula("h ~ x").frame(for: table)
    #expect(byText.response == [0, 1, 0, 0, 1, 1, 0, 1])
    #expect(byText.schema.responseLevels == ["no", "yes"])
    #expect(
      try Formula("I(y > 3) ~ x").frame(for: table).response == [0, 0, 1, 0, 1, 0, 1, 1])
  }

  @Test("A response of three categories is refused with its levels")
  func threeLevels() throws {
    let error = #expect(throws: FormulaError.self) {
      try Formula("g ~ x").frame(for: FormulaExamples.table())
    }
    #expect(
      error?.description
        == "formula term 'g': a categorical response needs two levels, found 3 ('a', 'b' and 'c'); "
        + "name a 0/1 column")
  }

  @Test("Offsets add up and stay out of the matrix")
  func offsets() throws {
    let frame = try Formula("y ~ x + offset(log(x)) + offset(z)").frame(
      for: FormulaExamples.table())
    #expect(frame.design.names == ["(Intercept)", "x"])
    #expect(frame.offset?.first == log(0.5) + 1)
    #expect(try Formula("y ~ x").frame(for: FormulaExamples.table()).offset == nil)
    let constant = try Formula("y ~ 1 + offset(log(2))").frame(for: FormulaExamples.table())
    #expect(constant.offset == Array(repeating: log(2), count: 8))
  }

  @Test("A schema codes further data by the levels it learned")
  func furtherData() throws {
    let learned = try Formula("y ~ g + x").frame(for: FormulaExamples.table())
    let further = try Table([
      ("x", .real(Values([1, 2]))), ("g", .factor(Factor(["c", "b"]))),
    ])
    let frame = try learned.schema.frame(for: further, includingResponse: false)
    #expect(frame.design.names == ["(Intercept)", "gb", "gc", "x"])
    #expect(frame.design.matrix.row(0) == [1, 0, 1, 1])
    #expect(frame.design.matrix.row(1) == [1, 1, 0, 2])
    #expect(frame.response == nil)
  }

  @Test("A level that was not learned is named")
  func unseenLevel() throws {
    let learned = try Formula("y ~ g").frame(for: FormulaExamples.table())
    let further = try Table([("g", .factor(Factor(["c", "d"])))])
    let error = #expect(throws: FormulaError.self) {
      try learned.schema.frame(for: further, includingResponse: false)
    }
    #expect(error == .unseenLevel(term: "g", level: "d", known: ["a", "b", "c"]))
  }

  @Test("Numbers where categories were learned are refused")
  func changedKind() throws {
    let learned = try Formula("y ~ g").frame(for: FormulaExamples.table())
    let further = try Table([("g", .real(Values([1, 2])))])
    #expect(throws: FormulaError.self) {
      try learned.schema.frame(for: further, includingResponse: false)
    }
  }

  @Test("A logarithm of zero names the term and the first row of the caller's table")
  func infiniteTerm() throws {
    let table = try Table([
      ("y", .real(Values([1, 2, 3, 4], missing: [true, false, false, false]))),
      ("x", .real(Values([1, 2, 0, 0]))),
    ])
    let error = #expect(throws: FormulaError.self) { try Formula("y ~ log(x)").frame(for: table) }
    #expect(error == .notFinite(term: "log(x)", count: 2, firstRow: 2))
    #expect(
      error?.description
        == "formula term 'log(x)': not a finite number in 2 rows (first: row 3); "
        + "a logarithm needs values above zero")
  }

  @Test("A factor with one level is refused")
  func oneLevel() throws {
    let table = try Table([("g", .factor(Factor(["a", "a"])))])
    #expect(throws: FormulaError.singleLevel(term: "g", level: "a")) {
      try Formula("~ g").frame(for: table)
    }
  }

  @Test("An unknown column is named with the nearest ones")
  func unknownColumn() throws {
    let error = #expect(throws: FormulaError.self) {
      try Formula("y ~ agee").frame(for: FormulaExamples.table())
    }
    #expect(error == .unknownColumn("agee", nearest: ["age"]))
    #expect(
      error?.description == "column 'agee': there is no such column; did you mean 'age'?")
  }

  @Test("Arithmetic on categories and unknown functions are refused")
  func wrongKinds() throws {
    let table = try FormulaExamples.table()
    let kind = #expect(throws: FormulaError.self) { try Formula("y ~ log(g)").frame(for: table) }
    #expect(kind == .wrongKind(term: "g", found: "categories", expected: "numbers"))
    let function = #expect(throws: FormulaError.self) {
      try Formula("y ~ poly(x)").frame(for: table)
    }
    #expect(function?.code == "unknown-function")
  }
}
