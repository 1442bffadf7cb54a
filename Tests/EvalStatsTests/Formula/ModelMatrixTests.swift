import EvalStats
import EvalTestSupport
import Testing

@Suite("The design matrix of a formula")
struct ModelMatrixTests {
  @Test("Columns have R's names, R's order and R's values", arguments: RCase.all)
  func agreesWithR(example: RCase) throws {
    let frame = try Formula(example.formula).frame(for: FormulaExamples.table())
    #expect(frame.design.names == example.names)
    #expect(frame.schema.termOfColumn == example.terms)
    guard frame.design.columnCount == example.sums.count else { return }
    for (column, expected) in example.sums.enumerated() {
      let found = zip(frame.design.matrix.column(column), RCase.weights).reduce(0) {
        $0 + $1.0 * $1.1
      }
      #expect(
        agree(found, expected, relative: 1e-13, absolute: 1e-12),
        "\(example.names[column]): \(found), R has \(expected)")
    }
  }

  @Test("An interaction without main effects has a column for every combination")
  func interactionByHand() throws {
    let table = try Table([
      ("f", .factor(Factor(["a", "b", "a"]))), ("x", .real(Values([2, 3, 5]))),
    ])
    let frame = try Formula("~ 0 + f:x").frame(for: table)
    #expect(frame.design.names == ["fa:x", "fb:x"])
    #expect(frame.design.matrix.storage == [2, 0, 5, 0, 3, 0])
    #expect(frame.response == nil)
  }

  @Test("The first level given is the reference, whatever its place in the alphabet")
  func chosenReference() throws {
    let table = try Table([
      ("race", .factor(Factor(codes: [0, 1, 2], levels: ["white", "black", "hispan"])))
    ])
    let frame = try Formula("~ race").frame(for: table)
    #expect(frame.design.names == ["(Intercept)", "raceblack", "racehispan"])
    #expect(frame.schema.levels(of: "race") == ["white", "black", "hispan"])
  }

  @Test("A level that no row used has gets no column")
  func unusedLevel() throws {
    let table = try Table([
      ("g", .factor(Factor(codes: [0, 2, 2], levels: ["a", "b", "c"])))
    ])
    #expect(try Formula("~ g").frame(for: table).design.names == ["(Intercept)", "gc"])
  }

  @Test("C() names its columns as factor() does, with its own name")
  func contrastCall() throws {
    let frame = try Formula("~ C(age)").frame(for: FormulaExamples.table())
    #expect(frame.design.names == ["(Intercept)", "C(age)50", "C(age)60"])
  }

  @Test("Whole numbers in factor() are never printed with an exponent, others as R prints them")
  func factorLabels() throws {
    let table = try Table([
      ("pounds", .integer(Values([100_000, 250_000, 5]))),
      ("share", .real(Values([1e-4, 100_000, 1 / 3.0]))),
    ])
    #expect(
      try Formula("~ 0 + factor(pounds)").frame(for: table).design.names
        == ["factor(pounds)5", "factor(pounds)100000", "factor(pounds)250000"])
    // as.character(c(1e-4, 1/3, 1e5))
    #expect(
      try Formula("~ 0 + factor(share)").frame(for: table).design.names
        == ["factor(share)1e-04", "factor(share)0.333333333333333", "factor(share)1e+05"])
  }

  @Test("Permuting the rows permutes the rows of the matrix and nothing else")
  func rowOrder() throws {
    let table = try FormulaExamples.table()
    let order = [5, 2, 7, 0, 6, 1, 4, 3]
    let permuted = try Table(
      zip(table.names, table.columns).map { ($0, $1.rows(at: order)) })
    let formula = try Formula("y ~ x * g + factor(age):h + offset(log(x))")
    let (first, second) = (try formula.frame(for: table), try formula.frame(for: permuted))
    #expect(second.design.names == first.design.names)
    #expect(second.design.matrix == first.design.matrix.rows(at: order))
    #expect(second.offset == first.offset.map { offset in order.map { offset[$0] } })
  }
}
