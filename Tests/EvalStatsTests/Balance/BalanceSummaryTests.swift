import EvalTestSupport
import Foundation
import Testing

@testable import EvalStats

@Suite("A balance table in a few numbers")
struct BalanceSummaryTests {
  /// Four treated, four controls; x by hand, y a 0/1 column, z equal in both arms.
  static let treated = [true, true, true, true, false, false, false, false]
  static let covariates = CovariateColumns(
    columns: [
      .init(name: "x", covariate: "x", values: [2, 4, 6, 8, 1, 3, 5, 11]),
      .init(name: "y", covariate: "y", values: [1, 1, 0, 0, 1, 0, 0, 0]),
      .init(name: "z", covariate: "z", values: [1, 2, 3, 4, 1, 2, 3, 4]),
    ], rowCount: 8)
  /// The last control left out.
  static let weights: [Double] = [1, 1, 1, 1, 1, 1, 1, 0]

  static func table(weights: [Double]? = BalanceSummaryTests.weights) -> BalanceTable {
    BalanceTable(treated: treated, covariates: covariates, weights: weights)
  }

  @Test("mean, largest and L2 of the standardised differences are those worked out by hand")
  func summary() throws {
    // x: means 5 and 5, after 5 and 3; SD √(20/3). y: ½ and ¼, after ½ and ⅓; SD ½. z: 0, after
    // 2.5 and 2; SD √(5/3).
    let before = try #require(Self.table().summary(.before))
    #expect(before.columnCount == 3 && before.largestName == "y")
    #expect(before.largest == 0.5 && agree(before.mean, 0.5 / 3, relative: 1e-15))
    #expect(agree(before.rootMeanSquare, (0.25 / 3).squareRoot(), relative: 1e-15))
    #expect(before.prognostic == nil)
    let after = try #require(Self.table().summary(.after))
    let differences = [2 / (20.0 / 3).squareRoot(), 1.0 / 3, 0.5 / (5.0 / 3).squareRoot()]
    #expect(after.largestName == "x")
    #expect(agree(after.mean, differences.reduce(0, +) / 3, relative: 1e-14))
    #expect(
      agree(
        after.rootMeanSquare,
        (differences.reduce(0) { $0 + $1 * $1 } / 3).squareRoot(), relative: 1e-14))
  }

  @Test("the score matched on is not counted, and nobody matched has no summary")
  func edges() {
    let table = BalanceTable(
      treated: Self.treated, covariates: Self.covariates, score: [9, 9, 9, 8, 0, 0, 0, 1],
      weights: Array(repeating: 0, count: 8))
    #expect(table.summary(.before)?.largestName == "y")
    #expect(table.summary(.after) == nil)
    #expect(table.judged().verdict == nil)
    #expect(table.judged().sentence() == "The two groups could not be compared.")
  }

  @Test("percent improvement is |before| − |after| over |before|, and nothing where before is 0")
  func improvement() throws {
    let table = Self.table()
    #expect(table.row("x")?.percentImprovement() == nil)
    let y = try #require(table.row("y")?.percentImprovement())
    #expect(agree(y, 100 * (0.5 - 1.0 / 3) / 0.5, relative: 1e-13))
    let shift = try #require(table.row("y")?.percentImprovement(in: .ecdfMaximum))
    #expect(agree(shift, 100 * (0.25 - 1.0 / 6) / 0.25, relative: 1e-13))
    // Variances of x: 20/3 against 56/3, after 20/3 against 4.
    let spread = try #require(table.row("x")?.percentImprovement(in: .varianceRatio))
    let (before, after) = (log(56.0 / 20), log(20.0 / 12))
    #expect(agree(spread, 100 * (before - after) / before, relative: 1e-13))
    #expect(table.row("y")?.percentImprovement(in: .varianceRatio) == nil)
    let mean = try #require(table.percentImprovement(in: \.mean))
    #expect(mean < 0, "the mean |d| grew from 0.167 to 0.498")
    #expect(Self.table(weights: nil).percentImprovement(in: \.mean) == nil)
  }

  @Test("the standard error of a difference of 0.1 with 123 pairs is about 0.13")
  func standardError() throws {
    // Values ±1 in both arms but for three treated moved: the formula needs only d and the sizes.
    let treated = (0..<246).map { $0 < 123 }
    let values = (0..<246).map { Double($0 % 7) + ($0 < 123 ? 0.2 : 0) }
    let row = try #require(
      BalanceTable(
        treated: treated,
        covariates: CovariateColumns(
          columns: [.init(name: "x", covariate: "x", values: values)], rowCount: 246)
      ).row("x"))
    let d = try #require(row.standardisedDifference(.before))
    let error = try #require(row.standardErrorOfDifference(.before))
    #expect(agree(error, (2.0 / 123 + d * d / 492).squareRoot(), relative: 1e-14))
    #expect(error > 0.1 && error < 0.14 && abs(d) < error)
  }

  @Test("prognostic weights are squared correlations among the controls")
  func prognosis() throws {
    // The outcome follows x exactly and is unrelated to z among the controls 1, 3, 5, 11.
    let outcome: [Double] = [0, 0, 0, 0, 3, 7, 11, 23]
    let weights = PrognosticWeights(
      outcome: outcome, treated: Self.treated, covariates: Self.covariates)
    #expect(agree(try #require(weights.weights["x"]), 1, relative: 1e-14))
    // By numpy: corrcoef([1, 0, 0, 0], [1, 3, 5, 11]) ** 2.
    #expect(agree(try #require(weights.weights["y"]), 0.380952380952381, relative: 1e-13))
    let same = PrognosticWeights(correlations: ["x": 1, "z": -0.5])
    let after = try #require(Self.table().summary(.after, prognosis: same)?.prognostic)
    let (x, z) = (2 / (20.0 / 3).squareRoot(), 0.5 / (5.0 / 3).squareRoot())
    #expect(agree(after, ((x * x + 0.25 * z * z) / 1.25).squareRoot(), relative: 1e-14))
    // Before, x and z agree, so that there was nothing to improve.
    #expect(Self.table().summary(.before, prognosis: same)?.prognostic == 0)
    #expect(Self.table().percentImprovement(prognosis: same) == nil)
  }

  @Test("a coefficient weighs by the spread among the controls")
  func coefficients() throws {
    let weights = PrognosticWeights(coefficients: ["x": 0.5, "z": -2, "w": 9], in: Self.table())
    // Variances among the controls: x 56/3, z 5/3.
    #expect(agree(try #require(weights.weights["x"]), 0.25 * 56 / 3, relative: 1e-14))
    #expect(agree(try #require(weights.weights["z"]), 4 * 5.0 / 3, relative: 1e-14))
    #expect(weights.weights["w"] == nil && weights.weights["y"] == nil)
  }

  @Test("the prognostic score is a row like any other, without one where a covariate is missing")
  func prognosticScore() throws {
    let columns = CovariateColumns(
      columns: [
        .init(
          name: "x", covariate: "x", values: [1, 2, 3, 0], isMissing: [false, false, false, true]),
        .init(name: "y", covariate: "y", values: [1, 0, 1, 1]),
      ], rowCount: 4
    ).addingPrognosticScore(coefficients: ["x": 2, "y": -1])
    let score = try #require(columns.columns.last)
    #expect(score.name == "prognosis" && score.values.prefix(3) == [1, 4, 5])
    #expect(score.isMissing == [false, false, false, true])
    let table = BalanceTable(treated: [true, true, false, false], covariates: columns)
    #expect(table.row("prognosis")?.before.difference == 2.5 - 5)
  }

  @Test("both arms together have an effective size too")
  func overallSizes() {
    let sizes = BalanceTable(
      treated: Self.treated, covariates: Self.covariates, weights: [1, 1, 1, 1, 2, 2, 0, 0]
    ).sampleSizes
    #expect(sizes.overall.all == 8 && sizes.overall.matched == 6 && sizes.overall.unmatched == 2)
    #expect(sizes.overall.matchedEffective == 64.0 / 12)
  }
}
