internal import EvalLinearAlgebra
private import Foundation

/// Weighted least squares of the groups' estimates on covariates, with weights 1/(vᵢ + τ²).
///
/// With P = W − WX(XᵀWX)⁻¹XᵀW it holds what the estimators of τ² need: yᵀPy = Σwe², yᵀPPy = Σw²e²
/// and tr P, without forming P.
struct InverseVarianceFit: Sendable {
  let tauSquared: Double
  /// wᵢ = 1/(vᵢ + τ²).
  let weights: [Double]
  let coefficients: [Double]
  /// (XᵀWX)⁻¹.
  let inverseInformation: Matrix
  /// eᵢ = yᵢ − xᵢβ.
  let residuals: [Double]
  /// Σ log of the diagonal of R, half the log determinant of XᵀWX.
  private let logTriangle: Double
  let design: Matrix

  /// Fits at one value of τ².
  ///
  /// - Throws: `LinearAlgebraError` for a design whose columns depend on one another.
  /// - Complexity: O(*k·p²*)
  init(
    _ response: [Double], variances: [Double], design: Matrix, tauSquared: Double
  ) throws(LinearAlgebraError) {
    self.tauSquared = tauSquared
    self.design = design
    weights = variances.map { 1 / ($0 + tauSquared) }
    var scaled = design
    let roots = weights.map { $0.squareRoot() }
    for column in 0..<design.columnCount {
      for row in 0..<design.rowCount { scaled[row, column] *= roots[row] }
    }
    let factor = try PivotedQR(scaled)
    if let column = factor.aliasedColumns.first { throw .singular(column: column) }
    let coefficients = factor.solve(zip(response, roots).map { $0 * $1 })
    self.coefficients = coefficients
    inverseInformation = factor.inverseGram
    residuals = zip(response, design * coefficients).map { $0 - $1 }
    logTriangle = (0..<factor.rank).reduce(0) { $0 + log(abs(factor.triangle[$1, $1])) }
  }

  /// k − p.
  var degreesOfFreedom: Int { design.rowCount - design.columnCount }

  /// yᵀPy = Σwᵢeᵢ²: the generalised Q, and Cochran's Q at τ² = 0.
  var weightedResidualSquares: Double {
    zip(weights, residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
  }

  /// tr P = Σwᵢ(1 − hᵢ) with the leverages hᵢ.
  var projectionTrace: Double {
    var sum = 0.0
    for (row, weight) in weights.enumerated() {
      sum += weight * (1 - weight * quadraticForm(design.row(row)))
    }
    return sum
  }

  /// The slope of the restricted log-likelihood in τ², times 2: yᵀPPy − tr P.
  var restrictedScore: Double {
    zip(weights, residuals).reduce(0) { $0 + ($1.0 * $1.1) * ($1.0 * $1.1) } - projectionTrace
  }

  /// The restricted log-likelihood, without its constants.
  var restrictedLogLikelihood: Double {
    weights.reduce(0) { $0 + 0.5 * log($1) } - logTriangle - 0.5 * weightedResidualSquares
  }

  /// xᵀ(XᵀWX)⁻¹x.
  func quadraticForm(_ row: [Double]) -> Double {
    var sum = 0.0
    for first in row.indices {
      for second in row.indices {
        sum += row[first] * inverseInformation[first, second] * row[second]
      }
    }
    return sum
  }

  /// What the interval multiplies the variance by, and its degrees of freedom (`nil`: normal).
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups` where Hartung–Knapp has no degrees of freedom.
  func scaling(
    for interval: PooledInterval
  ) throws(HeterogeneityError) -> (factor: Double, degreesOfFreedom: Double?) {
    guard interval != .wald else { return (1, nil) }
    guard degreesOfFreedom > 0 else {
      throw .tooFewGroups(
        method: "the \(interval.label)", found: design.rowCount, needed: design.columnCount + 1)
    }
    var factor = weightedResidualSquares / Double(degreesOfFreedom)
    if interval == .hartungKnappTruncated { factor = max(1, factor) }
    // Estimates that are all alike leave only the noise of rounding.
    if factor < InverseVarianceFit.smallestFactor { factor = 0 }
    return (factor, Double(degreesOfFreedom))
  }

  /// Residuals of rounding alone give about 10⁻³² times the square of estimates over errors.
  private static let smallestFactor = 1e-24
}
