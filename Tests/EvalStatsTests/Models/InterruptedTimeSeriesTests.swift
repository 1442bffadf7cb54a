import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Foundation
import Testing

/// Peers: nlme 3.1-162 `gls(corAR1())`, sandwich 3.0-2 `NeweyWest(prewhite = FALSE)`, lmtest 0.9-40
/// `bgtest` and R's `Box.test`, `acf`, `glm` on the same 24 months.
@Suite("Interrupted time series")
struct InterruptedTimeSeriesTests {
  private static let values = [
    12.1, 11.8, 13.0, 12.6, 13.4, 13.1, 14.2, 13.5, 14.0, 14.9, 14.3, 15.2, 13.0, 12.4, 12.9, 12.2,
    11.8, 12.5, 11.1, 11.6, 11.9, 10.8, 11.2, 10.5,
  ]

  private func series(exposed: Bool = false) throws -> InterruptedTimeSeries {
    try InterruptedTimeSeries(
      values: exposed ? Self.values.map { ($0 * 10).rounded() } : Self.values,
      exposure: exposed ? (1...24).map { Double(1_000 + 10 * $0) } : nil,
      interruptions: [InterruptedTimeSeries.Interruption(firstPeriod: 12)])
  }

  private func expect(
    _ found: [Double], _ expected: [Double], relative: Double,
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: location)
    for (found, expected) in zip(found, expected) {
      #expect(agree(found, expected, relative: relative), sourceLocation: location)
    }
  }

  @Test(
    "Newey–West errors are the peer's, with and without the small-sample factor",
    arguments: [
      (0, false, [0.2066821457716, 0.0278633858197, 0.2618955237907, 0.0362973242022]),
      (0, true, [0.2264089469453, 0.0305228098839, 0.2868921721796, 0.0397617264853]),
      (2, false, [0.1114730659966, 0.0130457137406, 0.1177531239917, 0.0166106801520]),
      (2, true, [0.1221126256012, 0.0142908633890, 0.1289920844540, 0.0181960884296]),
    ])
  func neweyWest(lags: Int, isAdjusted: Bool, errors: [Double]) throws {
    let fit = try GeneralisedLinearModel(family: .gaussian)
      .fit(series().design, response: Self.values)
    expect(
      fit.coefficients, [11.728787878788, 0.273776223776, -2.376340326340, -0.471328671329],
      relative: 1e-11)
    let kind = CovarianceKind.neweyWest(lagCount: lags, isAdjusted: isAdjusted)
    expect(try fit.standardErrors(kind), errors, relative: 1e-10)
    let method = try fit.coefficientTable(kind).method
    #expect(
      method == "Newey–West, \(lags) lags\(isAdjusted ? ", n/(n − k)" : ""), t(20)")
  }

  @Test("autoregressive errors by both likelihoods are the peer's")
  func autoregressive() throws {
    let design = try series().design
    let full = try AutoregressiveLinearModel(.maximumLikelihood)
      .fit(design, response: Self.values)
    expect(
      full.coefficients, [11.7189561954, 0.2744713704, -2.3866792447, -0.4680344601],
      relative: 1e-6)
    expect(
      full.standardErrors, [0.11768816701, 0.01605131385, 0.15997727435, 0.02202622491],
      relative: 1e-5)
    #expect(agree(full.correlation, -0.6680036, relative: 1e-5))
    #expect(agree(full.standardDeviation, 0.3603098, relative: 1e-5))
    #expect(agree(try #require(full.logLikelihood), -2.75899769414, relative: 1e-10))
    let restricted = try AutoregressiveLinearModel(.restricted)
      .fit(design, response: Self.values)
    expect(
      restricted.standardErrors, [0.12258475839, 0.01672778624, 0.16685182501, 0.02297320799],
      relative: 1e-5)
    #expect(agree(restricted.correlation, -0.6049681, relative: 1e-5))
    #expect(agree(restricted.standardDeviation, 0.3713808, relative: 1e-5))
    #expect(agree(try #require(restricted.logLikelihood), -13.364044618931, relative: 1e-10))
  }

  @Test("Prais and Winsten's ρ reproduces itself, and β solves the equations it transforms")
  func praisWinsten() throws {
    let design = try series().design
    let fit = try AutoregressiveLinearModel(.praisWinsten).fit(design, response: Self.values)
    let pairs = zip(fit.residuals, fit.residuals.dropFirst())
    let rho =
      pairs.reduce(0) { $0 + $1.0 * $1.1 }
      / fit.residuals.dropLast().reduce(0) { $0 + $1 * $1 }
    #expect(agree(fit.correlation, rho, relative: 1e-11))
    func transformed(_ column: [Double]) -> [Double] {
      [column[0] * (1 - rho * rho).squareRoot()]
        + zip(column, column.dropFirst()).map { $1 - rho * $0 }
    }
    let columns = (0..<4).map { transformed(design.matrix.column($0)) }
    let plain = try GeneralisedLinearModel(family: .gaussian).fit(
      DesignMatrix(names: design.names, matrix: Matrix(columns: columns)),
      response: transformed(Self.values))
    expect(fit.coefficients, plain.coefficients, relative: 1e-10)
    expect(fit.standardErrors, try plain.standardErrors(.classical), relative: 1e-9)
  }

  @Test("measures and tests of autocorrelation are the peer's")
  func diagnostics() throws {
    let fit = try series().fit(.leastSquares(lagCount: nil))
    #expect(agree(try #require(fit.residuals.durbinWatson), 3.33226758358, relative: 1e-11))
    expect(
      try fit.residuals.autocorrelations(lagCount: 3),
      [-0.676334906920, 0.116779414502, 0.286954980503], relative: 1e-10)
    let box = try fit.residuals.ljungBox(lagCount: 4)
    #expect(agree(box.statistic, 20.6626220963, relative: 1e-11))
    #expect(agree(box.pValue, 0.0003693591, relative: 1e-6))
    let godfrey = try fit.residuals.breuschGodfrey(order: 2, design: series().design)
    #expect(agree(godfrey.statistic, 16.5574498761, relative: 1e-11))
    #expect(agree(godfrey.pValue, 0.0002538607, relative: 1e-6))
    // Worked by hand: 1, −1, 2, −2 has mean 0, squares 10, neighbours −1 − 2 − 4, steps 4 + 9 + 16.
    let four = try ResidualSeries([1, -1, 2, -2])
    #expect(agree(try #require(four.durbinWatson), 2.9, relative: 1e-14))
    expect(try four.autocorrelations(lagCount: 1), [-0.7], relative: 1e-14)
    #expect(agree(try four.ljungBox(lagCount: 1).statistic, 4 * 6 * 0.49 / 3, relative: 1e-14))
  }

  @Test("counts over exposure are log-linear with the peer's over-dispersed and lagged errors")
  func counts() throws {
    let quasi = try series(exposed: true).fit(.quasiPoisson)
    expect(
      quasi.table.rows.map(\.estimate),
      [-2.1376157394085, 0.0109001747298, -0.1716097634463, -0.0360664382412], relative: 1e-11)
    expect(
      quasi.table.rows.map(\.standardError),
      [0.01974530647837, 0.00260792003712, 0.02564242547865, 0.00381610270813], relative: 1e-10)
    let lagged = try series(exposed: true).fit(.poisson(lagCount: 2))
    expect(
      lagged.table.rows.map(\.standardError),
      [0.01043756442967, 0.00116040768644, 0.00972642036906, 0.00161102498840],
      relative: 1e-10)
    let effect = try lagged.effect(at: 14)
    let upper = try #require(effect.upper)
    #expect(
      agree(
        effect.estimate, exp(-0.1716097634463 - 2 * 0.0360664382412), relative: 1e-10))
    #expect(effect.lower < effect.estimate && effect.estimate < upper && upper < 1)
    #expect(agree(lagged.fitted[14] / lagged.uninterrupted[14], effect.estimate, relative: 1e-12))
  }

  @Test("a perfect series gives back its level, its slope and what would have gone on")
  func exact() throws {
    let values = (0..<20).map { period in
      let after = period >= 8 ? 3 - 0.5 * Double(period - 8) : 0
      return 10 + 0.25 * Double(period + 1) + after + 2 * cos(Double.pi * Double(period + 4) / 6)
    }
    let series = try InterruptedTimeSeries(
      values: values, interruptions: [InterruptedTimeSeries.Interruption(firstPeriod: 8)],
      seasonality: InterruptedTimeSeries.Seasonality(harmonicCount: 1, firstPlace: 4))
    #expect(series.design.names == ["(Intercept)", "time", "level", "slope", "sin1", "cos1"])
    let fit = try series.fit(.leastSquares(lagCount: 0))
    for (row, wanted) in zip(fit.table.rows, [10, 0.25, 3, -0.5, 0, 2]) {
      #expect(agree(row.estimate, wanted, absolute: 1e-11))
    }
    #expect(agree(try fit.effect(at: 12).estimate, 3 - 0.5 * 4, absolute: 1e-11))
    #expect(agree(try fit.effect(at: 3).estimate, 0, absolute: 1e-13))
    #expect(agree(fit.uninterrupted[19], values[19] - (3 - 5.5), absolute: 1e-11))
  }

  @Test("an interval whose upper end no number holds has none")
  func unboundedInterval() throws {
    // Four degrees of freedom: this far out in the tail t is above 10³.
    let fit = try InterruptedTimeSeries(
      values: [1, 2, 1, 3, 2, 4, 1, 3],
      interruptions: [InterruptedTimeSeries.Interruption(firstPeriod: 4)]
    ).fit(.poisson(lagCount: 0), level: 1 - 1e-15)
    let effect = try fit.effect(at: 7)
    #expect(effect.estimate.isFinite && effect.lower.isFinite)
    #expect(effect.upper == nil)
  }

  @Test("two interruptions have terms of their own")
  func twice() throws {
    let series = try InterruptedTimeSeries(
      values: Self.values,
      interruptions: [
        InterruptedTimeSeries.Interruption(firstPeriod: 8, name: "A", changesSlope: false),
        InterruptedTimeSeries.Interruption(firstPeriod: 14, name: "B"),
      ])
    #expect(series.design.names == ["(Intercept)", "time", "levelA", "levelB", "slopeB"])
    let fit = try series.fit(.autoregressive(.restricted))
    #expect(try fit.effect(at: 7).estimate == 0)
    #expect(agree(try fit.effect(at: 9).estimate, fit.table["levelA"]?.estimate ?? 0))
    #expect(fit.table.method == "AR(1) errors by REML, t(19)")
  }

  private func error(_ body: () throws(ModelError) -> Void) -> ModelError? {
    do {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test("series that cannot be told apart are refused by name")
  func refusals() {
    let start = InterruptedTimeSeries.Interruption(firstPeriod: 12)
    let late = error { () throws(ModelError) in
      _ = try InterruptedTimeSeries(
        values: Self.values, interruptions: [.init(firstPeriod: 23)])
    }
    #expect(late == .seriesTooShort(periodCount: 1, required: 2))
    let empty = error { () throws(ModelError) in
      _ = try InterruptedTimeSeries(
        values: Self.values, exposure: Self.values.map { $0 > 15 ? 0 : $0 },
        interruptions: [start])
    }
    #expect(empty == .noExposure(rows: [12], count: 1))
    let constant = error { () throws(ModelError) in
      _ = try InterruptedTimeSeries(values: Self.values.map { _ in 3 }, interruptions: [start])
        .fit(.autoregressive(.maximumLikelihood))
    }
    #expect(constant == .constantSeries)
    let walk = error { () throws(ModelError) in
      let design = DesignMatrix(
        names: ["x"], matrix: Matrix(columns: [(0..<12).map { $0 == 0 ? 1 : 0 }]))
      _ = try AutoregressiveLinearModel(.praisWinsten)
        .fit(design, response: (0..<12).map { Double($0 * $0) })
    }
    #expect(walk?.code == "not-stationary")
    let lags = error { () throws(ModelError) in
      _ = try InterruptedTimeSeries(values: Self.values, interruptions: [start])
        .fit(.leastSquares(lagCount: 24))
    }
    #expect(lags == .seriesTooShort(periodCount: 24, required: 25))
    let missing = error { () throws(ModelError) in
      _ = try InterruptedTimeSeries(
        values: Self.values.map { $0 > 15 ? .nan : $0 }, interruptions: [start])
    }
    #expect(missing == .nonFinite(column: "values", rows: [12], count: 1))
  }
}
