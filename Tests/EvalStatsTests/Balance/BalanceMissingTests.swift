import EvalTestSupport
import Testing

@testable import EvalStats

/// Expected values by numpy 1.24 on the observed rows (`np.average`, weighted eCDFs over
/// `np.unique`), the unweighted KS also by scipy's `ks_2samp`.
@Suite("Balance of covariates with missing values")
struct BalanceMissingTests {
  static let treated = (0..<60).map { $0 * 7 % 5 < 2 }
  static let values = (0..<60).map { row in
    let base = Double(row * 37 % 23)
    return base * base.squareRoot()
  }
  static let weights = (0..<60).map { 1 + Double($0 * 13 % 7) / 3 }
  static let isMissing = (0..<60).map { row in
    row * 11 % 6 == 0 || (!treated[row] && row % 9 == 4)
  }

  static func table(filler: Double, sets: [MatchedSet]? = nil) -> BalanceTable {
    let filled = zip(values, isMissing).map { $1 ? filler : $0 }
    return BalanceTable(
      treated: treated,
      covariates: CovariateColumns(
        columns: [.init(name: "x", covariate: "x", values: filled, isMissing: isMissing)],
        rowCount: 60), weights: weights, sets: sets, measuresOverlap: true)
  }

  @Test("means, KS and variance ratio are those of the observed rows, whatever fills the gaps")
  func observedOnly() throws {
    for filler in [0, 38.5, -1e6] {
      let row = try #require(Self.table(filler: filler).row("x"))
      func near(_ found: Double?, _ expected: Double, _ what: String) throws {
        let found = try #require(found)
        #expect(agree(found, expected, relative: 1e-13), "\(what) with \(filler)")
      }
      try near(row.before.meanTreated, 24.159795535445383, "mean of the treated")
      try near(row.before.meanControl, 49.040428048515494, "mean of the controls")
      try near(row.before.ecdfMaximumDifference, 0.5307692307692308, "KS")
      try near(row.before.ecdfMeanDifference, 0.24431438127090307, "mean eCDF difference")
      try near(row.before.varianceRatio, 1.1105599616962083, "variance ratio")
      try near(row.standardDeviations[.treated], 30.126999251160843, "SD of the treated")
      try near(row.after?.meanTreated, 24.723152321801493, "weighted mean of the treated")
      try near(row.after?.meanControl, 49.2955834248953, "weighted mean of the controls")
      try near(row.after?.ecdfMaximumDifference, 0.5627169811320756, "weighted KS")
      try near(row.after?.ecdfMeanDifference, 0.24574897456931916, "weighted mean eCDF difference")
      try near(row.after?.varianceRatio, 1.2160454248895967, "weighted variance ratio")
      #expect(row.before.effectiveTreated == 20 && row.before.effectiveControl == 26)
    }
    let overlaps = [0.0, -1e6].map { Self.table(filler: $0).row("x")?.after?.nonOverlap }
    #expect(overlaps[0] != nil && overlaps[0] == overlaps[1])
  }

  @Test("a row says who is missing: 4 of 24 treated, 10 of 36 controls")
  func missingnessRow() throws {
    let table = Self.table(filler: 0)
    #expect(table.rows.map(\.name) == ["x", "x: missing"])
    let row = try #require(table.row("x: missing"))
    #expect(row.marksMissing && row.isBinary && row.covariate == "x")
    #expect(row.before.meanTreated == 4.0 / 24 && row.before.meanControl == 10.0 / 36)
    #expect(agree(try #require(row.after?.meanTreated), 0.14383561643835618, relative: 1e-13))
    #expect(agree(try #require(row.after?.meanControl), 0.2672811059907834, relative: 1e-13))
  }

  @Test("pairs count only where both members are observed")
  func pairs() throws {
    let missing = [false, true, false, false]
    let column = CovariateColumns.Column(
      name: "x", covariate: "x", values: [1, 99, 4, 6], isMissing: missing)
    let row = try #require(
      BalanceTable(
        treated: [true, true, false, false],
        covariates: CovariateColumns(columns: [column], rowCount: 4),
        sets: [
          MatchedSet(treated: [0], controls: [2]), MatchedSet(treated: [1], controls: [3]),
        ]
      ).row("x"))
    #expect(row.meanPairDifference == 3)
  }

  @Test("a column nobody of one arm has is not compared, and named; who misses it still is")
  func unobservedArm() {
    let column = CovariateColumns.Column(
      name: "x", covariate: "x", values: [1, 2, 0, 0], isMissing: [false, false, true, true])
    let table = BalanceTable(
      treated: [true, true, false, false],
      covariates: CovariateColumns(columns: [column], rowCount: 4))
    #expect(table.notCompared == ["x"])
    #expect(table.rows.map(\.name) == ["x: missing"])
    #expect(table.rows[0].before.difference == -1)
  }

  @Test("a table read with gaps marked is compared on what was observed, levels among those known")
  func fromTable() throws {
    let source = try Table([
      ("age", .integer(Values([60, 0, 80, 70], missing: [false, true, false, false]))),
      ("race", .factor(Factor(["b", nil, "a", "a"]))),
      (
        "frail",
        .boolean(Values([true, false, false, true], missing: [false, false, true, false]))
      ),
    ])
    let columns = try CovariateColumns(
      source, names: ["age", "race", "frail"], missing: .indicator)
    let table = BalanceTable(treated: [true, true, false, false], covariates: columns)
    #expect(
      table.rows.map(\.name)
        == ["age", "age: missing", "racea", "raceb", "race: missing", "frail", "frail: missing"])
    #expect(table.row("age")?.before.meanTreated == 60)
    #expect(table.row("age: missing")?.before.meanTreated == 0.5)
    #expect(table.row("raceb")?.before.meanTreated == 1)
    #expect(table.row("frail")?.isBinary == true)
    #expect(table.row("frail")?.before.meanControl == 1)
  }

  @Test("rows left out keep what was recorded of them")
  func excludedRows() throws {
    let source = try Table([
      ("age", .integer(Values([60, 0, 80], missing: [false, true, false]))),
      ("income", .real(Values([1, 5, .infinity], missing: [false, false, false]))),
      ("race", .factor(Factor(["b", "a", nil]))),
    ])
    let columns = try CovariateColumns(
      source, names: ["age", "income", "race"], missing: .exclude)
    #expect(columns.isComplete == [true, false, false])
    #expect(columns.columns[0].values == [60, 0, 80])
    #expect(columns.columns[0].isMissing == [false, true, false])
    #expect(columns.columns[1].values == [1, 5, 0])
    #expect(columns.columns[1].isMissing == [false, false, true])
    #expect(columns.rows(at: [0]).columns.allSatisfy { $0.isMissing == nil })
  }
}
