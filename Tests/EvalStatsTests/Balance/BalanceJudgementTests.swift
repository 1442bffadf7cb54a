import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Thresholds of balance")
struct BalanceJudgementTests {
  /// A 0/1 column with shares p₁ and p₀ among `count` people an arm.
  static func shares(_ treated: Int, _ control: Int, of count: Int) -> [Double] {
    (0..<count).map { $0 < treated ? 1 : 0 } + (0..<count).map { $0 < control ? 1 : 0 }
  }

  static func judgement(
    _ columns: [(String, [Double])], of count: Int, against thresholds: BalanceThresholds = .usual
  ) -> BalanceJudgement {
    BalanceTable(
      treated: (0..<2 * count).map { $0 < count },
      covariates: CovariateColumns(
        columns: columns.map { .init(name: $0.0, covariate: $0.0, values: $0.1) },
        rowCount: 2 * count)
    ).judged(against: thresholds, .before)
  }

  @Test("the same difference is noise with 50 people an arm and flagged with 1,000")
  func noise() throws {
    // 0.5 against 0.56: d = −0.12; SE √(2/50) = 0.2, √(2/1000) = 0.045.
    let small = try #require(
      Self.judgement([("frail", Self.shares(25, 28, of: 50))], of: 50).rows.first)
    #expect(small.verdict == .withinNoise)
    let exceedance = try #require(small.exceedances.first)
    #expect(exceedance.measure == .standardisedDifference)
    #expect(agree(try #require(exceedance.value), -0.12, relative: 1e-12))
    #expect(agree(try #require(exceedance.noise), 1.959963984540054 * 0.2, relative: 1e-12))
    let large = try #require(
      Self.judgement([("frail", Self.shares(500, 560, of: 1000))], of: 1000).rows.first)
    #expect(large.verdict == .flagged)
  }

  @Test("chance excuses no difference above a quarter of a standard deviation")
  func failure() throws {
    // 0.5 against 0.66: d = −0.32, inside 1.96 SE with 50 an arm.
    let row = try #require(
      Self.judgement([("frail", Self.shares(25, 33, of: 50))], of: 50).rows.first)
    #expect(row.verdict == .failed && abs(row.standardisedDifference ?? 0) < 1.96 * 0.2)
  }

  @Test("the strict thresholds flag what the usual ones let pass")
  func strict() {
    // 0.5 against 0.54 of 5,000: d = −0.08, noise 0.039, KS 0.04.
    let column = ("frail", Self.shares(2500, 2700, of: 5000))
    #expect(Self.judgement([column], of: 5000).verdict == .balanced)
    #expect(Self.judgement([column], of: 5000, against: .strict).verdict == .flagged)
  }

  /// Equally spaced values around 0 with a standard deviation in proportion to `scale`.
  static func spread(_ scale: Double, of count: Int) -> [Double] {
    (0..<count).map { scale * (Double($0) - Double(count - 1) / 2) }
  }

  @Test("a ratio of variances is flagged outside 0.8–1.25 beyond noise and fails outside 0.5–2")
  func variances() throws {
    func row(_ scale: Double, of count: Int) throws -> BalanceJudgement.Row {
      try #require(
        Self.judgement(
          [("x", Self.spread(scale, of: count) + Self.spread(1, of: count))], of: count
        ).rows.first)
    }
    // exp(1.96·√(4/(n − 1))): 1.75 with 50 an arm, 1.13 with 1,000.
    let small = try row(1.2, of: 50)
    let measure = try #require(small.exceedances.first { $0.measure == .varianceRatio })
    #expect(agree(try #require(measure.value), 1.44, relative: 1e-12))
    #expect(agree(try #require(measure.noise), 1.7506544857386979, relative: 1e-12))
    #expect(measure.verdict == .withinNoise)
    #expect(try row(1.2, of: 1000).verdict == .flagged)
    #expect(try row(1.5, of: 50).verdict == .failed)
    #expect(try row(1.05, of: 1000).verdict == .balanced)
  }

  @Test("distributions apart by more than 0.05 are flagged beyond the point of Kolmogorov")
  func distributions() throws {
    // Means and variances agree; a tenth of the values of each sign is moved outwards.
    let count = 2000
    let plain = Self.spread(1, of: count)
    let mean = plain.map { $0 * $0 }.reduce(0, +) / Double(count)
    let two = (0..<count).map { $0.isMultiple(of: 2) ? mean.squareRoot() : -mean.squareRoot() }
    let row = try #require(Self.judgement([("x", two + plain)], of: count).rows.first)
    #expect(row.exceedances.map(\.measure) == [.ecdfMaximum])
    #expect(row.verdict == .flagged)
    #expect(
      agree(
        try #require(row.exceedances[0].noise), 1.3580986393225505 * (0.001).squareRoot(),
        relative: 1e-12))
  }

  @Test("a column that does not vary fails where the arms differ and is balanced where they agree")
  func constant() {
    let judgement = Self.judgement(
      [("same", [5, 5, 5, 5]), ("other", [5, 5, 4, 4])], of: 2)
    #expect(judgement.rows.map(\.verdict) == [.balanced, .failed])
    #expect(judgement.rows[1].exceedances[0].value == nil)
  }

  @Test("the sentence counts characteristics and names the worst, the score left out")
  func sentences() {
    let alike = Self.judgement([("a", Self.shares(10, 10, of: 50))], of: 50)
    #expect(alike.sentence() == "The one characteristic compared is alike in the two groups.")
    let mixed = Self.judgement(
      [
        ("a", Self.shares(10, 10, of: 50)), ("b", Self.shares(25, 28, of: 50)),
        ("c", Self.shares(25, 33, of: 50)),
        ("d", Self.spread(1.5, of: 50) + Self.spread(1, of: 50)),
      ], of: 50)
    #expect(
      mixed.sentence(label: { $0.uppercased() })
        == "1 of the 4 characteristics is alike in the two groups. 1 differs by no more than chance "
        + "makes groups of this size differ: B (−0.12 standard deviations). 2 differ so much that "
        + "a comparison of the groups should not be trusted without allowing for it: C (−0.32 "
        + "standard deviations), D (more spread out among the treated).")
    #expect(
      mixed.details().first
        == "b: within noise; SMD −0.12 (noise up to 0.39), KS 0.06 (noise up to 0.20)")
  }

  @Test("verdicts are ordered, and thresholds survive JSON")
  func order() {
    #expect(BalanceVerdict.allCases.sorted() == BalanceVerdict.allCases)
    #expect([BalanceVerdict.flagged, .balanced, .withinNoise].max() == .flagged)
  }
}
