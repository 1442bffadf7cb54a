import EvalStats
import Testing

/// Chitnis et al. 2013, table 1: 29,538 pairs of people with Marie Curie nursing and without.
@Suite("Published: balance of end-of-life nursing")
struct ChitnisTests {
  /// Values of an arm with a given mean and standard deviation (n − 1): half above, half below.
  private static func values(mean: Double, deviation: Double, count: Int) -> [Double] {
    let step = deviation * (Double(count - 1) / Double(count)).squareRoot()
    return (0..<count).map { $0.isMultiple(of: 2) ? mean + step : mean - step }
  }

  /// 0 and 1 with a given share of ones.
  private static func flags(share: Double, count: Int) -> [Double] {
    (0..<count).map { Double($0) < (share * Double(count)).rounded() ? 1 : 0 }
  }

  /// |standardised difference| × 100 of a row at one corner of its rounding intervals: the means
  /// drawn together or apart, the deviations at their largest or smallest.
  private static func standardised(
    _ row: [String: String], by denominator: BalanceTable.Denominator, apart: Bool
  ) throws -> Double {
    let first = try #require(row["m1"].flatMap(PrintedFigure.init)).range
    let second = try #require(row["m0"].flatMap(PrintedFigure.init)).range
    let isHigher = first.lowerBound + first.upperBound > second.lowerBound + second.upperBound
    let usesUpper = apart == isHigher
    let mean = usesUpper ? first.upperBound : first.lowerBound
    let other = usesUpper ? second.lowerBound : second.upperBound
    let count = 2_000
    var columns: [Double]
    if let s1 = row["s1"].flatMap(PrintedFigure.init)?.range,
      let s0 = row["s0"].flatMap(PrintedFigure.init)?.range
    {
      columns =
        values(mean: mean, deviation: apart ? s1.lowerBound : s1.upperBound, count: count)
        + values(mean: other, deviation: apart ? s0.lowerBound : s0.upperBound, count: count)
    } else {
      columns = flags(share: mean / 100, count: count) + flags(share: other / 100, count: count)
    }
    let table = BalanceTable(
      treated: (0..<(2 * count)).map { $0 < count },
      covariates: CovariateColumns(
        columns: [CovariateColumns.Column(name: "x", covariate: "x", values: columns)],
        rowCount: 2 * count))
    let difference = try #require(
      table.row("x")?.standardisedDifference(.before, by: denominator))
    return 100 * abs(difference)
  }

  /// The rows whose printed difference the printed means and deviations do not allow.
  private static func contradicted(
    by denominator: BalanceTable.Denominator
  ) throws -> [String] {
    try PrintedTable("chitnis2013-table1-balance").rows.filter { row in
      let least = try standardised(row, by: denominator, apart: false)
      let most = try standardised(row, by: denominator, apart: true)
      let printed = try #require(row["std_diff_pct"].flatMap(PrintedFigure.init))
      return !PrintedFigure(range: min(least, most)...max(least, most)).agrees(with: printed)
    }.compactMap { $0["var"] }
  }

  @Test("With the pooled deviation every standardised difference is inside its rounding interval")
  func pooled() throws {
    #expect(try ChitnisTests.contradicted(by: .pooled).isEmpty)
  }

  @Test("With the deviation of the treated four rows fall outside")
  func treated() throws {
    #expect(
      try ChitnisTests.contradicted(by: .treated)
        == ["op_prior_yr", "em_beddays", "elective_beddays", "pct_white"])
  }
}
