import EvalStats
import Testing

@Suite("The syntax of a formula")
struct FormulaSyntaxTests {
  @Test("Names may hold dots and digits, or anything in backticks")
  func names() throws {
    let formula = try Formula("VOTE96.0 ~ PHN.C1 + .hidden + `odd name` + `plain`")
    #expect(formula.columnNames == ["VOTE96.0", "PHN.C1", ".hidden", "odd name", "plain"])
    #expect(formula.termNames == ["PHN.C1", ".hidden", "`odd name`", "plain"])
  }

  @Test("Terms stand by degree and then in order of writing")
  func orderOfTerms() throws {
    #expect(try Formula("y ~ a:b + c + a").termNames == ["c", "a", "a:b"])
    #expect(try Formula("y ~ b:a + a").termNames == ["a", "b:a"])
    #expect(
      try Formula("y ~ a * b * c").termNames == ["a", "b", "c", "a:b", "a:c", "b:c", "a:b:c"])
    #expect(try Formula("y ~ a*b - a:b").termNames == ["a", "b"])
    #expect(try Formula("y ~ (a + b + c)^2 - a:b").termNames == ["a", "b", "c", "a:c", "b:c"])
    #expect(try Formula("y ~ a + a + a:a").termNames == ["a"])
    #expect(try Formula("y ~ a/b").termNames == ["a", "a:b"])
  }

  @Test(
    "The intercept is there unless taken out",
    arguments: [
      ("y ~ a", true), ("y ~ a - 1", false), ("y ~ 0 + a", false), ("y ~ -1 + a", false),
      ("y ~ a + 0 + 1", true), ("y ~ a - 0", true), ("y ~ 1", true), ("y ~ 0", false),
    ])
  func intercept(text: String, expected: Bool) throws {
    #expect(try Formula(text).hasIntercept == expected)
  }

  @Test("The second part reads columns and is a formula of its own")
  func secondPart() throws {
    #expect(try Formula("count ~ legal + beertaxa | state + year").secondPart == ["state", "year"])
    #expect(try Formula("art ~ fem | 1").secondPart == [])
    #expect(try Formula("art ~ fem").secondPart == nil)
    #expect(try Formula("art ~ fem").secondFormula == nil)
    let zeroPart = try #require(try Formula("art ~ fem | log(a) * b").secondFormula)
    #expect(zeroPart.text == "~ log(a) * b")
    #expect(zeroPart.termNames == ["log(a)", "b", "log(a):b"])
    #expect(zeroPart.response == nil)
    #expect(try Formula("art ~ fem | a:b").columnNames == ["art", "fem", "a", "b"])
    #expect(throws: FormulaError.self) { try Formula("art ~ fem | 'a'") }
  }

  @Test("A formula without a response is one-sided")
  func oneSided() throws {
    let formula = try Formula("~ age + educ")
    #expect(formula.response == nil)
    #expect(formula.columnNames == ["age", "educ"])
  }

  @Test(
    "A syntax error names the position, what stands there and what was expected",
    arguments: [
      (
        "y ~ a +",
        "formula 'y ~ a +', position 8: found the end, expected a column name, a number or a function"
      ),
      ("y a", "formula 'y a', position 3: found 'a', expected '~' between response and terms"),
      ("y ~ log(a", "formula 'y ~ log(a', position 10: found the end, expected ',' or ')'"),
      ("y ~ (a", "formula 'y ~ (a', position 7: found the end, expected ')'"),
      ("y ~ a b", "formula 'y ~ a b', position 7: found 'b', expected an operator or the end"),
      (
        "y = a",
        "formula 'y = a', position 3: found '=', expected '~' between response and terms, or '==' to compare"
      ),
      (
        "y ~ 2a",
        "formula 'y ~ 2a', position 5: found '2a', expected a number, or a column name in backticks"
      ),
      ("y ~ `a", "formula 'y ~ `a', position 5: found an opening `, expected a closing ` after it"),
      (
        "y ~ a $ b",
        "formula 'y ~ a $ b', position 7: found '$', expected a name, a number or an operator"
      ),
      ("", "formula '', position 1: found the end, expected a column name, a number or a function"),
    ])
  func syntaxErrors(text: String, expected: String) {
    let error = #expect(throws: FormulaError.self) { try Formula(text) }
    #expect(error?.description == expected)
  }

  @Test(
    "Well-written parts without a meaning are refused",
    arguments: [
      "y ~ 2 * a", "y ~ a + 3", "y ~ age^2", "y ~ (a + b)^0", "y ~ (a + b)^c", "y ~ \"a\"",
      "y ~ a:1", "y ~ y + a", "y ~ offset(a, b)", "y ~ a - offset(b)", "y ~ (a - 1):b",
    ])
  func meaningless(text: String) {
    let error = #expect(throws: FormulaError.self) { try Formula(text) }
    #expect(error?.code == "formula-term")
  }

  @Test("A square outside I() is refused with the way to write it")
  func squareOutsideI() {
    let error = #expect(throws: FormulaError.self) { try Formula("y ~ age^2") }
    #expect(
      error?.description
        == "formula term 'age^2': '^' crosses terms; for a power write I(age^2)")
  }

  @Test("Absurd sizes are refused, not attempted")
  func absurdSizes() {
    let nested = String(repeating: "(", count: 5_000) + "a" + String(repeating: ")", count: 5_000)
    #expect(throws: FormulaError.self) { try Formula("y ~ " + nested) }
    #expect(throws: FormulaError.self) {
      try Formula("y ~ " + String(repeating: "-", count: 3_000) + "a")
    }
    let names = (0..<40).map { "x\($0)" }.joined(separator: " + ")
    #expect(throws: FormulaError.self) { try Formula("y ~ (\(names))^20") }
    let sum = Array(repeating: "a", count: 9_000).joined(separator: " + ")
    #expect(throws: FormulaError.self) { try Formula("y ~ " + sum) }
  }

  @Test("Powers bind to the right and tighter than signs")
  func precedence() throws {
    let table = try Table([("y", .real(Values([1]))), ("x", .real(Values([3])))])
    let frame = try Formula("y ~ 0 + I(-x^2) + I(2^x^0.5^2) + I(10 - x - 2) + I(12/x/2)").frame(
      for: table)
    #expect(
      frame.design.matrix.row(0).map { ($0 * 1e9).rounded() / 1e9 } == [-9, 2.489876203, 5, 2])
    #expect(frame.design.names == ["I(-x^2)", "I(2^x^0.5^2)", "I(10 - x - 2)", "I(12/x/2)"])
  }
}
