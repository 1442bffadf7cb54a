import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Squares and interactions in a balance table")
struct BalanceTermsTests {
  static let treated = [true, true, false, false]
  static func columns() throws -> CovariateColumns {
    try CovariateColumns(
      Table([
        ("age", .integer(Values([1, 2, 3, 5]))),
        ("educ", .real(Values([2, 0, 1, 4]))),
        ("race", .factor(Factor(["a", "b", "a", "b"]))),
        ("married", .boolean(Values([true, false, true, true]))),
      ]), names: ["age", "educ", "race", "married"])
  }

  @Test("squares stand for what takes more than two values, products for different covariates")
  func names() throws {
    let columns = try Self.columns()
    func names(_ terms: BalanceTerms) -> [String] {
      BalanceTable(treated: Self.treated, covariates: columns, terms: terms).rows.map(\.name)
    }
    let main = ["age", "educ", "racea", "raceb", "married"]
    #expect(names(.mainEffects) == main)
    #expect(names(.squares) == main + ["I(age^2)", "I(educ^2)"])
    #expect(
      names(.squaresAndInteractions)
        == main + ["I(age^2)", "I(educ^2)"] + [
          "age:educ", "age:racea", "age:raceb", "age:married", "educ:racea", "educ:raceb",
          "educ:married", "racea:married", "raceb:married",
        ])
  }

  @Test("a product is compared like any column, and a product of 0/1 columns is 0/1")
  func values() throws {
    let table = BalanceTable(
      treated: Self.treated, covariates: try Self.columns(), terms: .squaresAndInteractions)
    let square = try #require(table.row("I(age^2)"))
    #expect(square.before.meanTreated == 2.5 && square.before.meanControl == 17)
    let product = try #require(table.row("age:educ"))
    #expect(product.before.meanTreated == 1 && product.before.meanControl == 11.5)
    #expect(table.row("racea:married")?.isBinary == true)
    #expect(table.row("racea:married")?.before.meanControl == 0.5)
  }

  @Test("a product is missing where a factor of it is, and a column of gaps enters none")
  func missing() throws {
    let columns = CovariateColumns(
      columns: [
        .init(
          name: "x", covariate: "x", values: [1, 2, 3, 0], isMissing: [false, false, false, true]),
        .init(name: "y", covariate: "y", values: [4, 5, 6, 7]),
      ], rowCount: 4)
    let table = BalanceTable(
      treated: Self.treated, covariates: columns, terms: .squaresAndInteractions)
    #expect(
      table.rows.map(\.name) == ["x", "x: missing", "y", "I(x^2)", "I(y^2)", "x:y"])
    #expect(table.row("x:y")?.before.meanControl == 18)
    #expect(table.row("I(x^2)")?.before.meanControl == 9)
  }

  @Test("a square too large for a number is not compared, and named")
  func overflow() {
    let columns = CovariateColumns(
      columns: [.init(name: "x", covariate: "x", values: [1e200, 2, 3, 4])], rowCount: 4)
    let table = BalanceTable(treated: Self.treated, covariates: columns, terms: .squares)
    #expect(table.notCompared == ["I(x^2)"])
    #expect(table.rows.map(\.name) == ["x"])
  }
}
