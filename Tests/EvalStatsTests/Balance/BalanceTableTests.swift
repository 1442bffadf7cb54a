import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Balance of covariates")
struct BalanceTableTests {
  /// Two treated, four controls; ages by hand.
  static let treated = [true, true, false, false, false, false]
  static let ages: [Double] = [60, 70, 50, 60, 60, 90]
  static let sexes: [Double] = [1, 0, 1, 1, 0, 1]

  static func table(weights: [Double]? = nil, sets: [MatchedSet]? = nil) -> BalanceTable {
    BalanceTable(
      treated: treated,
      covariates: CovariateColumns(
        columns: [
          .init(name: "age", covariate: "age", values: ages),
          .init(name: "sex", covariate: "sex", values: sexes),
        ], rowCount: 6), weights: weights, sets: sets)
  }

  @Test("means, deviations and the four denominators are those worked out by hand")
  func handChecked() throws {
    let age = try #require(Self.table().row("age"))
    // Treated 60, 70: mean 65, variance 50. Controls 50, 60, 60, 90: mean 65, variance 300.
    #expect(age.before.meanTreated == 65 && age.before.meanControl == 65)
    #expect(age.standardDeviations[.treated] == 50.0.squareRoot())
    #expect(age.standardDeviations[.control] == 300.0.squareRoot())
    #expect(agree(age.standardDeviations[.pooled] ?? 0, 175.0.squareRoot(), relative: 1e-15))
    // All six about 65: squares 25 + 25 + 225 + 25 + 25 + 625 = 950, over 5.
    #expect(age.standardDeviations[.all] == 190.0.squareRoot())
    #expect(age.before.varianceRatio == 50.0 / 300)
    // Distinct 50, 60, 70, 90: F₁ = 0, ½, 1, 1 and F₀ = ¼, ¾, ¾, 1.
    #expect(age.before.ecdfMaximumDifference == 0.25)
    #expect(age.before.ecdfMeanDifference == 0.75 / 4)
    #expect(age.after == nil)
    #expect(age.standardisedPairDifference() == nil)
  }

  @Test("a 0/1 column has variance p(1 − p), no variance ratio, and one difference of proportions")
  func binary() throws {
    let sex = try #require(Self.table().row("sex"))
    #expect(sex.isBinary)
    #expect(sex.standardDeviations[.treated] == 0.5)
    #expect(sex.standardisedDifference(.before) == (0.5 - 0.75) / 0.5)
    #expect(sex.before.varianceRatio == nil)
    #expect(sex.before.ecdfMeanDifference == 0.25 && sex.before.ecdfMaximumDifference == 0.25)
  }

  @Test("after matching, differences are divided by the deviation before")
  func denominatorFromBefore() throws {
    let sets = [
      MatchedSet(treated: [0], controls: [3]), MatchedSet(treated: [1], controls: [4]),
    ]
    let age = try #require(Self.table(weights: [1, 1, 0, 1, 1, 0], sets: sets).row("age"))
    let after = try #require(age.after)
    #expect(after.meanControl == 60 && after.standardDeviationControl == 0)
    #expect(after.varianceRatio == nil)
    #expect(age.standardisedDifference(.after) == 5 / 50.0.squareRoot())
    #expect(age.standardisedPairDifference() == 5 / 50.0.squareRoot())
  }

  @Test("a weight of two counts like two people in means and distributions")
  func weightsAreCopies() throws {
    let weighted = try #require(Self.table(weights: [1, 1, 0, 2, 0, 1]).row("age")?.after)
    let copied = BalanceTable(
      treated: [true, true, false, false, false],
      covariates: CovariateColumns(
        columns: [.init(name: "age", covariate: "age", values: [60, 70, 60, 60, 90])], rowCount: 5)
    ).rows[0].before
    #expect(weighted.meanControl == copied.meanControl)
    #expect(weighted.ecdfMaximumDifference == copied.ecdfMaximumDifference)
  }

  @Test(
    "a covariate that does not vary has no standardised difference, rather than infinity or NaN")
  func constant() {
    let balance = BalanceTable(
      treated: [true, true, false],
      covariates: CovariateColumns(
        columns: [.init(name: "one", covariate: "one", values: [5, 5, 4])], rowCount: 3))
    #expect(balance.rows[0].standardisedDifference(.before) == nil)
    #expect(balance.rows[0].standardisedDifference(.before, by: .control) == nil)
    #expect(
      agree(
        balance.largestStandardisedDifference(.before, by: .all) ?? 0, 3.0.squareRoot(),
        relative: 1e-15))
  }

  @Test("when nobody is matched there is no row after matching, and nobody is counted as matched")
  func nobodyMatched() {
    let balance = Self.table(weights: [0, 0, 0, 0, 0, 0])
    #expect(balance.rows.allSatisfy { $0.after == nil })
    #expect(balance.sampleSizes.control.matched == 0)
    #expect(balance.sampleSizes.control.unmatched == 4)
    #expect(balance.sampleSizes.control.matchedEffective == 0)
  }

  @Test("the effective size is (Σw)²/Σw², and the discarded are counted apart")
  func sampleSizes() {
    let sizes = BalanceTable(
      treated: Self.treated, covariates: CovariateColumns(columns: [], rowCount: 6),
      weights: [1, 1, 2, 1, 0, 0], discarded: [false, false, false, false, false, true]
    ).sampleSizes
    #expect(sizes.control.matchedEffective == 9.0 / 5)
    #expect(sizes.control.matched == 2)
    #expect(sizes.control.unmatched == 1 && sizes.control.discarded == 1)
    #expect(sizes.treated.all == 2 && sizes.treated.allEffective == 2)
  }
}

@Suite("Covariates as columns")
struct CovariateColumnsTests {
  static func table() throws -> Table {
    try Table([
      ("age", .integer(Values([60, 0, 80], missing: [false, true, false]))),
      ("race", .factor(Factor(["b", nil, "a"]))),
      ("income", .real(Values([1, .infinity, 2]))),
      ("frail", .boolean(Values([true, false, true]))),
    ])
  }

  @Test("every level has its column, truth values are 0/1")
  func expansion() throws {
    let columns = try CovariateColumns(
      Self.table(), names: ["race", "frail"], missing: .exclude)
    #expect(columns.columns.map(\.name) == ["racea", "raceb", "frail"])
    #expect(columns.columns.map(\.values) == [[0, 0, 1], [1, 0, 0], [1, 0, 1]])
    #expect(columns.isComplete == [true, false, true])
  }

  @Test("missing values are refused with each column and its number of rows")
  func refusal() throws {
    let table = try Self.table()
    let error = #expect(throws: CovariateError.self) {
      try CovariateColumns(table, names: ["age", "race"])
    }
    #expect(
      error
        == .missing([.init(column: "age", rows: 1), .init(column: "race", rows: 1)]))
    #expect(
      error?.description
        == "column 'age', column 'race': values are missing (age: 1 row, race: 1 row); fill them "
        + "in, or choose to leave such rows out (exclude) or to mark them (indicator)")
  }

  @Test("marking puts the mean of the observed in a gap and says where it was")
  func indicator() throws {
    let columns = try CovariateColumns(
      Self.table(), names: ["age", "race"], missing: .indicator)
    #expect(
      columns.columns.map(\.name)
        == ["age", "age: missing", "racea", "raceb", "race: missing"])
    #expect(columns.columns[0].values == [60, 70, 80])
    #expect(columns.columns[1].values == [0, 1, 0])
    #expect(columns.columns[4].values == [0, 1, 0])
    #expect(columns.isComplete == nil)
  }

  @Test("an infinite value and an unknown column are refused by name")
  func otherRefusals() throws {
    let table = try Self.table()
    #expect(throws: CovariateError.nonFinite([.init(column: "income", rows: 1)])) {
      try CovariateColumns(table, names: ["income"])
    }
    #expect(throws: CovariateError.table(.unknownColumn("incone", nearest: ["income"]))) {
      try CovariateColumns(table, names: ["incone"])
    }
  }
}
