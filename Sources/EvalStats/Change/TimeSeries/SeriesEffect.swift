internal import EvalLinearAlgebra
private import Foundation

/// The fitted rates of some periods with and without what happened, and how sure they are.
struct SeriesEffect {
  let coefficients: [Double]
  let covariance: Matrix
  /// Rows of the design as it was fitted and as it would have been.
  let actual: Matrix
  let without: Matrix
  /// What the rate of each row is multiplied with before they are added up.
  let sizes: [Double]
  let isLogLinear: Bool
  let degreesOfFreedom: Double
  /// What would have been: "the trend carried on".
  let comparison: String
  let periods: ClosedRange<Int>
  let method: String
  let caveats: [String]

  private struct Total {
    var value = 0.0
    var gradient: [Double]
  }

  /// Σ size·rate and its derivatives by the coefficients.
  private func total(_ rows: Matrix) -> Total {
    var total = Total(gradient: coefficients.map { _ in 0 })
    let predictors = rows * coefficients
    for row in 0..<rows.rowCount {
      let rate = isLogLinear ? exp(predictors[row]) : predictors[row]
      total.value += sizes[row] * rate
      for column in coefficients.indices {
        total.gradient[column] += sizes[row] * (isLogLinear ? rate : 1) * rows[row, column]
      }
    }
    return total
  }

  private func standardError(_ gradient: [Double]) -> Double? {
    let variance = zip(gradient, covariance * gradient).reduce(0) { $0 + $1.0 * $1.1 }
    return variance > 0 && variance.isFinite ? variance.squareRoot() : nil
  }

  /// The events as fitted over those as they would have been.
  func relative() throws(ChangeError) -> Finding {
    try ratio("ratio to \(comparison), \(SeriesWording.periods(periods))")
  }

  /// The mean rate as fitted less that as it would have been.
  func absolute(per unit: Double) throws(ChangeError) -> Finding {
    try difference(
      "difference in rate to \(comparison), \(SeriesWording.periods(periods))",
      times: unit / sizes.reduce(0, +))
  }

  /// The events as fitted less those as they would have been.
  func added() throws(ChangeError) -> Finding {
    try difference("events beyond \(comparison), \(SeriesWording.periods(periods))", times: 1)
  }

  /// The sum as fitted less the sum as it would have been.
  private func difference(_ estimand: String, times factor: Double) throws(ChangeError) -> Finding {
    let (with, without) = (total(actual), total(without))
    let estimate = factor * (with.value - without.value)
    guard estimate.isFinite else { throw .model(.constantSeries) }
    let error = standardError(zip(with.gradient, without.gradient).map { factor * ($0 - $1) })
    return finding(estimand, estimate, error) { $0 }
  }

  /// The one over the other, its interval on the log scale.
  private func ratio(_ estimand: String) throws(ChangeError) -> Finding {
    let (with, without) = (total(actual), total(without))
    guard with.value > 0, without.value > 0, (with.value / without.value).isFinite else {
      throw .undefinedRatio(lowerBound: nil)
    }
    let error = standardError(
      zip(with.gradient, without.gradient).map { $0 / with.value - $1 / without.value })
    return finding(estimand, log(with.value / without.value), error) { exp($0) }
  }

  private func finding(
    _ estimand: String, _ estimate: Double, _ error: Double?, _ shown: (Double) -> Double
  ) -> Finding {
    let t = StudentT(degreesOfFreedom: degreesOfFreedom)
    let reach = error.map { t.upperQuantile(0.025) * $0 }
    let upper = reach.map { shown(estimate + $0) }
    return Finding(
      estimand: estimand, method: method, estimate: shown(estimate), standardError: error,
      lower: reach.map { shown(estimate - $0) }, upper: upper.flatMap { $0.isFinite ? $0 : nil },
      pValue: error.map { min(1, t.twoSided(estimate / $0)) },
      degreesOfFreedom: error == nil ? nil : degreesOfFreedom,
      caveats: caveats
        + (error == nil ? ["The series leaves no variation to judge the effect by."] : []))
  }
}
