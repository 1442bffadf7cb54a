internal import EvalLinearAlgebra

/// Coefficients fitted by generalised estimating equations.
///
/// Nothing here is a standard error: choose one with `covariance(_:)` or `coefficientTable(_:)`.
public struct EstimatingEquationsFit: Sendable {
  /// The model that was fitted.
  public let model: EstimatingEquationsModel
  /// The names of the coefficients.
  public let names: [String]
  /// β, one for each column of the design.
  public let coefficients: [Double]
  /// α, the working correlation of neighbours; `nil` under independence.
  public let correlation: Double?
  /// φ as the model's moments have it.
  public let dispersion: Double
  /// μ for each row given to the fit.
  public let fitted: [Double]
  /// The number of clusters.
  public let clusterCount: Int
  /// Rows in the largest cluster.
  public let largestClusterCount: Int
  /// The number of rows that carry weight.
  public let observationCount: Int
  /// The turns taken between β and the moments.
  public let turns: Int
  /// The coefficients' model under independence, where the iteration began.
  public let independent: GeneralisedLinearFit
  /// Minus twice the quasi-likelihood but for its constant, at φ = 1: the deviance.
  public let deviance: Double

  /// R⁻¹ with RᵀR = ZᵀZ.
  let inverseTriangle: Matrix
  /// R⁻ᵀZⱼᵀeⱼ, one row a cluster.
  let clusterScores: [[Double]]
  /// I − R⁻ᵀZⱼᵀZⱼR⁻¹ of each cluster: what of itself a cluster's residuals keep.
  let clusterRemainders: [Matrix]
  /// The first rows of each cluster, counted from 1, for messages.
  let firstRows: [[Int]]
  /// Σ D·A⁻¹·D, the information under independence at φ = 1.
  let independentInformation: Matrix

  init(
    model: EstimatingEquationsModel, equations: EstimatingEquations,
    point: EstimatingEquations.Point, moments: ResidualMoments, start: GeneralisedLinearFit,
    turns: Int
  ) throws(ModelError) {
    self.model = model
    names = equations.design.names
    coefficients = point.coefficients
    correlation = moments.alpha
    dispersion = moments.dispersion
    clusterCount = equations.rows.ranges.count
    largestClusterCount = equations.rows.largestCount
    observationCount = equations.response.count
    self.turns = turns
    independent = start
    let link = model.regression.link
    fitted = start.design.linearPredictor(point.coefficients, offset: start.input.offset)
      .map { link.mean($0).mean }
    let variance = model.regression.family.variance
    deviance = point.predictor.indices.reduce(0) { sum, place in
      let weight = equations.weights.map { $0[place] } ?? 1
      return sum
        + weight * variance.deviance(equations.response[place], link.mean(point.predictor[place]))
    }
    independentInformation = equations.design.matrix.gram(weights: point.working.weights)

    let whitened = equations.whitened(point, moments.alpha ?? 0)
    do {
      let triangle = try whitened.matrix.triangle()
      guard try PivotedQR(triangle).aliasedColumns.isEmpty else {
        throw ModelError.notConverged(iterations: turns)
      }
      inverseTriangle = triangle.inverseOfUpperTriangle
    } catch {
      throw .notConverged(iterations: turns)
    }
    let orthonormal = whitened.matrix * inverseTriangle
    clusterScores = equations.rows.ranges.map { range in
      (0..<orthonormal.columnCount).map { column in
        range.reduce(0) { $0 + orthonormal[$1, column] * whitened.residuals[$1] }
      }
    }
    clusterRemainders = equations.rows.ranges.map { range in
      .identity(orthonormal.columnCount) - orthonormal.rows(at: Array(range)).gram()
    }
    firstRows = equations.rows.ranges.map { range in
      range.prefix(5).map { equations.rows.order[$0] + 1 }
    }
  }

  /// The coefficient of a name, or `nil` if the model has none.
  public func coefficient(_ name: String) -> Double? {
    names.firstIndex(of: name).map { coefficients[$0] }
  }

  /// μ for other rows.
  public func predict(_ design: DesignMatrix, offset: [Double]? = nil) -> [Double] {
    design.linearPredictor(coefficients, offset: offset)
      .map { model.regression.link.mean($0).mean }
  }

  /// The quasi-likelihood information criteria at φ = 1: deviance + 2·tr(ΩV) with Ω the information
  /// under independence and V the robust covariance, and deviance + 2p.
  ///
  /// The first compares working correlations, the second also covariates (Pan 2001,
  /// doi:10.1111/j.0006-341X.2001.00120.x); the smaller is the better. Only differences mean
  /// anything: the deviance stands for −2 times the quasi-likelihood but for a constant.
  public var quasiInformation: (qic: Double, unpenalised: Double) {
    get throws(ModelError) {
      let product = independentInformation * (try covariance(.robust))
      return (
        deviance + 2 * product.diagonal.reduce(0, +),
        deviance + 2 * Double(coefficients.count)
      )
    }
  }
}
