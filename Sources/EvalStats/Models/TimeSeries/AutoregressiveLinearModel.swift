public import EvalLinearAlgebra
private import Foundation

/// How the autocorrelation of a linear model's errors is estimated.
public enum AutoregressiveMethod: String, Sendable, Hashable, CaseIterable {
  /// The highest likelihood of β, σ and ρ together: nlme's `gls(method = "ML")`.
  case maximumLikelihood = "ML"
  /// The highest likelihood of what is left once β is taken out, which shrinks ρ less: `"REML"`.
  case restricted = "REML"
  /// ρ = Σu_t·u_{t−1}/Σu²_{t−1} from the residuals and β given ρ, in turn until neither moves (Prais
  /// and Winsten 1954).
  case praisWinsten = "Prais–Winsten"
}

/// A linear model whose errors carry over from one period to the next: y = Xβ + u,
/// u_t = ρu_{t−1} + ε_t, stationary from the first period on.
///
/// Corr(u) = R with ρ^|s − t|; β solves XᵀR⁻¹(y − Xβ) = 0. Periods follow each other without gaps, in
/// the order of the rows.
public struct AutoregressiveLinearModel: Sendable, Hashable {
  /// What estimates ρ.
  public let method: AutoregressiveMethod

  /// Creates a model.
  public init(_ method: AutoregressiveMethod) { self.method = method }

  private static let turnLimit = 1_000
  /// ρ is looked for inside of ±this; errors nearer to a random walk have no level to estimate.
  private static let largestCorrelation = 1 - 1e-9
  private static let gridCount = 400
  /// Residuals whose squares are a smaller share of the response's are rounding.
  private static let roundingShare = 1e-24

  /// Fits the model.
  ///
  /// - Throws: `nonFinite`, `emptyDesign`, `collinear`, `noResidualDegreesOfFreedom`,
  ///   `notStationary` where ρ runs to ±1, `notConverged`, `numberOutOfRange`.
  /// - Complexity: O(*rows · columns²*) an evaluation, of which there are some hundreds.
  public func fit(
    _ design: DesignMatrix, response: [Double]
  ) throws(ModelError) -> AutoregressiveLinearFit {
    try ModelInput(design: design, response: response, weights: nil, offset: nil)
      .check(for: .gaussian)
    guard design.rowCount > design.columnCount else {
      throw .noResidualDegreesOfFreedom(
        rowCount: design.rowCount, columnCount: design.columnCount)
    }
    let equations = AutoregressiveEquations(design: design, response: response)
    let start = try equations.solve(0)
    let size = response.reduce(0) { $0 + $1 * $1 }
    guard start.sumOfSquares > Self.roundingShare * size else { throw .constantSeries }
    let correlation =
      switch method {
      case .praisWinsten: try alternate(equations, from: start)
      case .maximumLikelihood, .restricted: try maximise(equations)
      }
    let fit = AutoregressiveLinearFit(
      model: self, equations: equations, solution: try equations.solve(correlation))
    try ModelError.requireFinite(fit.coefficients + fit.covariance.storage, "covariance")
    try ModelError.requireFinite([fit.standardDeviation, fit.logLikelihood ?? 0], "fit")
    return fit
  }

  private func alternate(
    _ equations: AutoregressiveEquations, from start: AutoregressiveEquations.Solution
  ) throws(ModelError) -> Double {
    var solution = start
    var previousChange = Double.infinity
    for _ in 0..<Self.turnLimit {
      let residuals = solution.residuals
      var products = 0.0
      var squares = 0.0
      for (before, own) in zip(residuals, residuals.dropFirst()) {
        products += before * own
        squares += before * before
      }
      let correlation = squares > 0 ? products / squares : 0
      guard abs(correlation) < Self.largestCorrelation else {
        throw .notStationary(correlation: correlation)
      }
      let change = abs(correlation - solution.correlation)
      if change < 1e-14 || (change < 1e-11 && change >= previousChange) { return correlation }
      previousChange = change
      solution = try equations.solve(correlation)
    }
    throw .notConverged(iterations: Self.turnLimit)
  }

  /// The ρ of the highest likelihood: the best of a grid, then the root of the slope beside it.
  private func maximise(_ equations: AutoregressiveEquations) throws(ModelError) -> Double {
    let isRestricted = method == .restricted
    // Even steps of atanh ρ, so that neighbourhoods of ±1 are seen.
    let ends = atanh(Self.largestCorrelation)
    let points = (0...Self.gridCount).map {
      tanh(ends * (2 * Double($0) / Double(Self.gridCount) - 1))
    }
    var best = 0
    var highest = -Double.infinity
    for (index, point) in points.enumerated() {
      let value = equations.logLikelihood(try equations.solve(point), isRestricted: isRestricted)
      if value > highest { (best, highest) = (index, value) }
    }
    guard best > 0, best < Self.gridCount else {
      throw .notStationary(correlation: points[best])
    }
    var lower = points[best - 1]
    var upper = points[best + 1]
    for _ in 0..<200 {
      let middle = (lower + upper) / 2
      guard middle > lower, middle < upper else { break }
      let slope = equations.slope(try equations.solve(middle), isRestricted: isRestricted)
      if slope > 0 { lower = middle } else { upper = middle }
      if upper - lower <= 1e-15 { break }
    }
    return (lower + upper) / 2
  }
}

/// A fitted linear model with autoregressive errors.
public struct AutoregressiveLinearFit: Sendable {
  /// The model that was fitted.
  public let model: AutoregressiveLinearModel
  /// The names of the coefficients.
  public let names: [String]
  /// β
  public let coefficients: [Double]
  /// ρ, the correlation of errors one period apart.
  public let correlation: Double
  /// σ, the standard deviation of the errors u: from n under maximum likelihood, otherwise n − p.
  public let standardDeviation: Double
  /// The log-likelihood as nlme counts it, under REML that of the residuals without ½log|XᵀX|;
  /// `nil` for Prais–Winsten.
  public let logLikelihood: Double?
  /// Xβ
  public let fitted: [Double]
  /// y − Xβ, autocorrelated.
  public let residuals: [Double]
  /// What is left of the residuals once the autocorrelation is taken out, in units of u.
  public let innovations: [Double]
  /// The covariance of β given ρ, σ² taken from n − p.
  public let covariance: Matrix

  init(
    model: AutoregressiveLinearModel, equations: AutoregressiveEquations,
    solution: AutoregressiveEquations.Solution
  ) {
    self.model = model
    let design = equations.design
    names = design.names
    coefficients = solution.coefficients
    correlation = solution.correlation
    residuals = solution.residuals
    innovations = solution.innovations
    fitted = zip(equations.response, residuals).map { $0 - $1 }
    let count = Double(design.rowCount)
    let left = Double(design.rowCount - design.columnCount)
    standardDeviation =
      (solution.sumOfSquares / (model.method == .maximumLikelihood ? count : left)).squareRoot()
    logLikelihood =
      model.method == .praisWinsten
      ? nil : equations.logLikelihood(solution, isRestricted: model.method == .restricted)
    covariance = solution.sumOfSquares / left * solution.inverseGram
  }

  /// The standard errors of the coefficients.
  public var standardErrors: [Double] { covariance.diagonal.map { max($0, 0).squareRoot() } }

  /// The coefficient of a name, or `nil` if the model has none.
  public func coefficient(_ name: String) -> Double? {
    names.firstIndex(of: name).map { coefficients[$0] }
  }

  /// The coefficients with standard errors, p-values and intervals by t(n − p).
  public func coefficientTable(level: Double = 0.95) -> CoefficientTable {
    let degrees = residuals.count - names.count
    return CoefficientTable(
      names: names, coefficients: coefficients, errors: standardErrors,
      degreesOfFreedom: Array(repeating: Double(degrees), count: names.count),
      method: "AR(1) errors by \(model.method.rawValue), t(\(degrees))", level: level)
  }
}
