public import EvalLinearAlgebra

/// A log-linear model of over-dispersed counts, coefficients and dispersion α estimated together,
/// with standard errors from the observed information of both.
///
/// `NegativeBinomialModel` fits the same NB2, but takes θ as known in its standard errors, as R
/// does; here α's uncertainty enters, as in Stata's `nbreg` and statsmodels. Cameron and Trivedi
/// 2013, *Regression Analysis of Count Data*, §3.3.
public struct OverdispersedCountModel: Sendable, Hashable {
  /// How the variance grows with the mean.
  public let dispersion: CountDispersion

  /// Creates the model.
  public init(_ dispersion: CountDispersion) { self.dispersion = dispersion }

  private static let iterationLimit = 200
  /// A step whose gain in log-likelihood would be below this share ends the iteration.
  private static let settledGain = 1e-22
  /// A step that gained no more than this share was the last to gain more than rounding.
  private static let roundingGain = 1e-16

  /// Fits the model by Newton's method from the Poisson coefficients.
  ///
  /// - Throws: As `GeneralisedLinearModel.fit`; `responseNotWhole`; `notOverdispersed` if α tends
  ///   to 0; `numberOutOfRange`.
  /// - Complexity: O(*rows · (columns² + 1,024)*) an iteration.
  public func fit(
    _ design: DesignMatrix, response: [Double], offset: [Double]? = nil
  ) throws(ModelError) -> OverdispersedCountFit {
    let poisson = try GeneralisedLinearModel(family: .poisson, link: .log)
      .fit(design, response: response, offset: offset)
    if let (rows, count) = ModelError.rows(
      of: response.count, where: { response[$0] != response[$0].rounded() })
    {
      throw .responseNotWhole(rows: rows, count: count)
    }
    let likelihood = JointCountLikelihood(
      dispersion: dispersion, design: design, response: response, offset: offset)
    var point: [Double]
    switch dispersion {
    case .quadratic:
      let start = try NegativeBinomialModel().fit(design, response: response, offset: offset)
      point = start.regression.coefficients + [start.overdispersion]
    case .proportional:
      guard let pearson = poisson.dispersion, pearson > 1 else { throw .notOverdispersed }
      point = poisson.coefficients + [pearson - 1]
    }
    var current = likelihood.evaluate(point)
    try ModelError.requireFinite([current.value] + current.gradient, "likelihood")
    for iteration in 1...Self.iterationLimit {
      guard let step = current.step else { throw .notConverged(iterations: iteration) }
      let gain = zip(step, current.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      if abs(gain) <= Self.settledGain * (1 + abs(current.value)) { break }
      guard let (next, evaluated) = likelihood.climb(from: point, current, by: step) else {
        // Rounding alone is left to climb.
        if gain < 1e-10 { break }
        throw .notConverged(iterations: iteration)
      }
      guard next[next.count - 1] > 1e-9 else { throw .notOverdispersed }
      (point, current) = (next, evaluated)
      if gain <= Self.roundingGain * (1 + abs(current.value)) { break }
      if iteration == Self.iterationLimit { throw .notConverged(iterations: iteration) }
    }
    guard let covariance = current.covariance else {
      throw .notConverged(iterations: Self.iterationLimit)
    }
    try ModelError.requireFinite(point + covariance.storage, "covariance")
    return OverdispersedCountFit(
      dispersion: dispersion, names: design.names, coefficients: Array(point.dropLast()),
      alpha: point[point.count - 1], logLikelihood: current.value, covariance: covariance)
  }
}

/// A fitted model of over-dispersed counts.
public struct OverdispersedCountFit: Sendable {
  /// How the variance grows with the mean.
  public let dispersion: CountDispersion
  /// The names of the coefficients.
  public let names: [String]
  /// β
  public let coefficients: [Double]
  /// α
  public let alpha: Double
  /// The log-likelihood, constants included.
  public let logLikelihood: Double
  /// The inverse of the observed information of β and, last, α.
  public let covariance: Matrix

  /// The standard errors of β and, last, α.
  public var standardErrors: [Double] { covariance.diagonal.map { $0.squareRoot() } }

  /// 2·(coefficients + 1) − 2·log-likelihood.
  public var aic: Double { 2 * Double(coefficients.count + 1) - 2 * logLikelihood }
}
