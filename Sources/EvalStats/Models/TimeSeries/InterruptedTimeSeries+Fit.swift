public import EvalLinearAlgebra
private import Foundation

/// How an interrupted series is fitted, and how its errors may hang together.
public enum SeriesModel: Sendable, Hashable {
  /// Least squares of the rates with Newey and West's covariance; without lags ⌊4(n/100)^(2/9)⌋.
  case leastSquares(lagCount: Int?)
  /// A linear model of the rates with first-order autoregressive errors.
  case autoregressive(AutoregressiveMethod)
  /// A log-linear model of the counts with log exposure as offset, variance φμ with Pearson's φ.
  case quasiPoisson
  /// The same coefficients with Newey and West's covariance, which needs no φ.
  case poisson(lagCount: Int?)
}

/// A fitted interrupted series.
public struct InterruptedTimeSeriesFit: Sendable {
  /// The series that was fitted.
  public let series: InterruptedTimeSeries
  /// How it was fitted.
  public let model: SeriesModel
  /// The coefficients; under a log link their exponentials are ratios of rates.
  public let table: CoefficientTable
  /// The covariance of the coefficients that the table rests on.
  public let covariance: Matrix
  /// Observed less fitted, per exposure where there is one; Pearson's for counts.
  public let residuals: ResidualSeries
  /// The fitted rate of each period.
  public let fitted: [Double]
  /// The rate of each period had nothing been interrupted.
  public let uninterrupted: [Double]

  /// Whether coefficients are logarithms of ratios.
  public var isLogLinear: Bool {
    switch model {
    case .leastSquares, .autoregressive: false
    case .quasiPoisson, .poisson: true
    }
  }

  /// What the interruptions changed at a period.
  public struct Effect: Sendable, Equatable {
    /// The difference of rates, or the ratio under a log link, to the series uninterrupted.
    public let estimate: Double
    /// The lower end of the interval.
    public let lower: Double
    /// The upper end of the interval; `nil` for a ratio beyond what numbers hold.
    public let upper: Double?
  }

  /// The effect at a period counted from 0: the sum of the levels and slopes in force there.
  ///
  /// The trend of before is carried on to that period: the farther, the less can be said for it.
  ///
  /// - Throws: `ModelError.numberOutOfRange` for a ratio beyond what numbers hold.
  /// - Complexity: O(*columns²*)
  public func effect(at period: Int) throws(ModelError) -> Effect {
    precondition(
      series.values.indices.contains(period), "period \(period) of \(series.periodCount)")
    let contrast = zip(
      series.design.matrix.rows(at: [period]).storage,
      series.uninterruptedDesign.matrix.rows(at: [period]).storage
    ).map { $0 - $1 }
    let estimate = zip(contrast, table.rows).reduce(0) { $0 + $1.0 * $1.1.estimate }
    let spread = zip(contrast, covariance * contrast).reduce(0) { $0 + $1.0 * $1.1 }
    let tail = (1 - table.level) / 2
    let quantile =
      table.rows.first?.degreesOfFreedom.map {
        StudentT(degreesOfFreedom: $0).upperQuantile(tail)
      } ?? Normal.standard.upperQuantile(tail)
    let reach = quantile * max(spread, 0).squareRoot()
    let ends = [estimate, estimate - reach, estimate + reach].map { isLogLinear ? exp($0) : $0 }
    try ModelError.requireFinite([ends[0]], "effect")
    return Effect(estimate: ends[0], lower: ends[1], upper: ends[2].isFinite ? ends[2] : nil)
  }
}

extension InterruptedTimeSeries {
  /// Newey and West's rule of thumb for the number of lags.
  private var usualLagCount: Int { Int(4 * pow(Double(periodCount) / 100, 2.0 / 9)) }

  /// Fits the series.
  ///
  /// - Parameter level: The coverage of the intervals.
  /// - Throws: As `GeneralisedLinearModel.fit` and `AutoregressiveLinearModel.fit`;
  ///   `seriesTooShort` if the lags reach beyond the series.
  public func fit(
    _ model: SeriesModel, level: Double = 0.95
  ) throws(ModelError) -> InterruptedTimeSeriesFit {
    switch model {
    case .autoregressive(let method):
      let fit = try AutoregressiveLinearModel(method).fit(design, response: rates)
      return InterruptedTimeSeriesFit(
        series: self, model: model, table: fit.coefficientTable(level: level),
        covariance: fit.covariance, residuals: try ResidualSeries(fit.residuals),
        fitted: fit.fitted, uninterrupted: uninterruptedDesign.linearPredictor(fit.coefficients))
    case .leastSquares(let lags):
      let fit = try GeneralisedLinearModel(family: .gaussian).fit(design, response: rates)
      let kind = CovarianceKind.neweyWest(lagCount: lags ?? usualLagCount, isAdjusted: true)
      return try result(model, fit, kind, level)
    case .quasiPoisson, .poisson:
      let fit = try GeneralisedLinearModel(family: .poisson).fit(
        design, response: values, offset: exposure?.map { log($0) })
      var kind = CovarianceKind.dispersionScaled
      if case .poisson(let lags) = model {
        kind = .neweyWest(lagCount: lags ?? usualLagCount, isAdjusted: true)
      }
      return try result(model, fit, kind, level)
    }
  }

  private func result(
    _ model: SeriesModel, _ fit: GeneralisedLinearFit, _ kind: CovarianceKind, _ level: Double
  ) throws(ModelError) -> InterruptedTimeSeriesFit {
    let isCount = fit.model.family == .poisson
    let residuals = fit.response.indices.map { period in
      let gap = fit.response[period] - fit.fitted[period]
      return isCount ? gap / fit.fitted[period].squareRoot() : gap
    }
    let exposure = isCount ? self.exposure : nil
    let uninterrupted = fit.predict(uninterruptedDesign)
    try ModelError.requireFinite(uninterrupted, "uninterrupted")
    return InterruptedTimeSeriesFit(
      series: self, model: model, table: try fit.coefficientTable(kind, level: level),
      covariance: try fit.covariance(kind), residuals: try ResidualSeries(residuals),
      fitted: exposure.map { zip(fit.fitted, $0).map { $0 / $1 } } ?? fit.fitted,
      uninterrupted: uninterrupted)
  }
}
