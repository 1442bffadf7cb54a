public import EvalLinearAlgebra
private import Foundation

/// How a controlled series is fitted.
public enum ControlledSeriesModel: Sendable, Hashable {
  /// Least squares of the rates. The covariance adds the scores of both series up by period and is
  /// Newey and West's of these sums, so that shocks common to both are allowed for (Driscoll and
  /// Kraay 1998, doi:10.1162/003465398557825); without lags ⌊4(n/100)^(2/9)⌋.
  case leastSquares(lagCount: Int?)
  /// A log-linear model of the counts with log exposure as offset, with the same covariance.
  case poisson(lagCount: Int?)
  /// The same coefficients with variance φμ, Pearson's φ, and no autocorrelation.
  case quasiPoisson

  var isLogLinear: Bool {
    if case .leastSquares = self { return false }
    return true
  }
}

/// A fitted controlled series.
public struct ControlledTimeSeriesFit: Sendable {
  /// What was fitted.
  public let series: ControlledTimeSeries
  /// How it was fitted.
  public let model: ControlledSeriesModel
  /// The coefficients, with t on the periods less one series' share of the coefficients.
  public let table: CoefficientTable
  /// The covariance the table rests on.
  public let covariance: Matrix
  /// Observed less fitted rates of the treated series; Pearson's for counts.
  public let residuals: ResidualSeries
  /// The same of the control series.
  public let controlResiduals: ResidualSeries
  /// The fitted rates of the treated series.
  public let fitted: [Double]
  /// Its rates had it changed as the control series did.
  public let uninterrupted: [Double]

  /// Whether coefficients are logarithms of ratios.
  public var isLogLinear: Bool { model.isLogLinear }
}

extension ControlledTimeSeries {
  /// Fits both series together.
  ///
  /// - Parameter level: The coverage of the intervals.
  /// - Throws: As `GeneralisedLinearModel.fit`; `seriesTooShort` if the lags reach beyond the series
  ///   or the periods are no more than one series' coefficients.
  /// - Complexity: O(*periods · columns²* · (*iterations* + *lags*))
  public func fit(
    _ model: ControlledSeriesModel, level: Double = 0.95
  ) throws(ModelError) -> ControlledTimeSeriesFit {
    let design = self.design
    let share = (design.columnCount + 1) / 2
    guard periodCount > share else {
      throw .seriesTooShort(periodCount: periodCount, required: share + 1)
    }
    let isCount = model.isLogLinear
    let exposure = treated.exposure.flatMap { treated in control.exposure.map { $0 + treated } }
    let fit =
      isCount
      ? try GeneralisedLinearModel(family: .poisson).fit(
        design, response: control.values + treated.values,
        offset: exposure.map { $0.map { log($0) } })
      : try GeneralisedLinearModel(family: .gaussian).fit(
        design, response: control.rates + treated.rates)
    let degrees = periodCount - share
    let covariance: Matrix
    let method: String
    switch model {
    case .quasiPoisson:
      covariance = try fit.covariance(.dispersionScaled)
      method = "model-based, scaled by Pearson's dispersion, t(\(degrees))"
    case .leastSquares(let lags), .poisson(let lags):
      let lagCount = lags ?? Int(4 * pow(Double(periodCount) / 100, 2.0 / 9))
      covariance = try fit.periodwiseCovariance(periodCount: periodCount, lagCount: lagCount)
      method = "Driscoll–Kraay, \(lagCount) lags, n/(n − k), t(\(degrees))"
    }
    let table = try CoefficientTable(
      names: fit.names, coefficients: fit.coefficients,
      errors: covariance.diagonal.map { max($0, 0).squareRoot() },
      degreesOfFreedom: Array(repeating: Double(degrees), count: fit.names.count), method: method,
      level: level
    ).checked()
    let residuals = fit.response.indices.map { row in
      let gap = fit.response[row] - fit.fitted[row]
      return isCount ? gap / fit.fitted[row].squareRoot() : gap
    }
    let own = periodCount..<(2 * periodCount)
    let without = (uninterruptedTreated * fit.coefficients).map { isCount ? exp($0) : $0 }
    try ModelError.requireFinite(without, "uninterrupted")
    return ControlledTimeSeriesFit(
      series: self, model: model, table: table, covariance: covariance,
      residuals: try ResidualSeries(Array(residuals[own])),
      controlResiduals: try ResidualSeries(Array(residuals[..<periodCount])),
      fitted: own.map { fit.fitted[$0] / (isCount ? exposure?[$0] ?? 1 : 1) },
      uninterrupted: without)
  }
}

extension GeneralisedLinearFit {
  /// Newey and West's covariance of scores added up by period, the rows being series of
  /// `periodCount` periods one under the other, times n/(n − k).
  func periodwiseCovariance(periodCount: Int, lagCount: Int) throws(ModelError) -> Matrix {
    precondition(lagCount >= 0, "\(lagCount) lags")
    guard lagCount < periodCount else {
      throw .seriesTooShort(periodCount: periodCount, required: lagCount + 1)
    }
    let rows = design.matrix
    guard rows.rowCount > rows.columnCount else {
      throw .noResidualDegreesOfFreedom(
        rowCount: rows.rowCount, columnCount: rows.columnCount)
    }
    var sums = Matrix(rowCount: periodCount, columnCount: rows.columnCount)
    for column in 0..<rows.columnCount {
      for row in 0..<rows.rowCount {
        sums[row % periodCount, column] += scores[row] * rows[row, column]
      }
    }
    var meat = sums.gram()
    for lag in stride(from: 1, through: lagCount, by: 1) {
      let cross = sums.rows(at: Array(lag..<periodCount))
        .transposeTimes(sums.rows(at: Array(0..<(periodCount - lag))))
      meat = meat + (1 - Double(lag) / Double(lagCount + 1)) * (cross + cross.transposed)
    }
    let factor = Double(rows.rowCount) / Double(rows.rowCount - rows.columnCount)
    return factor * (unscaledCovariance * meat * unscaledCovariance)
  }
}
