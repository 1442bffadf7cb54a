public import EvalLinearAlgebra

/// A log-linear model of counts whose variance exceeds the mean: NB2, Var Y = μ + μ²/θ.
///
/// β and θ are maximum-likelihood estimates: a generalised linear model given θ and the best θ given
/// the means, in turn until neither moves (Lawless 1987, doi:10.2307/3314912). The two are
/// orthogonal in the expected information, so a few turns suffice. Standard errors of β take θ as
/// known, as R's `MASS::glm.nb` does.
public struct NegativeBinomialModel: Sendable, Hashable {
  /// Creates the model.
  public init() {}

  /// Turns allowed; orthogonality makes ten the usual number.
  private static let turnLimit = 200
  /// θ is settled when a turn changes it by less than this share.
  private static let settledShare = 1e-12
  /// Rounding moves θ by this much where the likelihood is flat; no better is asked after that.
  private static let noiseShare = 1e-9

  /// Fits the model.
  ///
  /// - Parameters: As `GeneralisedLinearModel.fit`; the response must be whole numbers.
  /// - Throws: As `GeneralisedLinearModel.fit`; `responseNotWhole`; `notOverdispersed` if the
  ///   likelihood is highest at θ = ∞, the Poisson model.
  /// - Complexity: That of about ten fits of a generalised linear model.
  public func fit(
    _ design: DesignMatrix, response: [Double], weights: [Double]? = nil, offset: [Double]? = nil
  ) throws(ModelError) -> NegativeBinomialFit {
    let poisson = try GeneralisedLinearModel(family: .poisson, link: .log)
      .fit(design, response: response, weights: weights, offset: offset)
    if let (rows, count) = ModelError.rows(
      of: response.count, where: { response[$0] != response[$0].rounded() })
    {
      throw .responseNotWhole(rows: rows, count: count)
    }
    let likelihood = SizeLikelihood(response: response, weights: weights)
    var size = try likelihood.maximum(means: poisson.fitted, from: nil)
    var coefficients = poisson.coefficients
    var previousChange = Double.infinity
    for turn in 1...Self.turnLimit {
      let fit = try GeneralisedLinearModel(family: .negativeBinomial(size: size), link: .log)
        .fit(design, response: response, weights: weights, offset: offset, from: coefficients)
      let next = try likelihood.maximum(means: fit.fitted, from: size)
      let change = abs(next - size) / size
      if change <= Self.settledShare || (change <= Self.noiseShare && change >= previousChange) {
        try ModelError.requireFinite([size], "size")
        return NegativeBinomialFit(
          regression: fit, size: size,
          sizeStandardError: try likelihood.standardError(size: size, means: fit.fitted),
          poisson: poisson, turns: turn)
      }
      previousChange = change
      size = next
      coefficients = fit.coefficients
    }
    throw .notConverged(iterations: Self.turnLimit)
  }
}

/// A fitted NB2 model.
public struct NegativeBinomialFit: Sendable {
  /// The regression at the estimated θ: coefficients, means, covariances and tables.
  public let regression: GeneralisedLinearFit
  /// θ, the size: Var Y = μ + μ²/θ.
  public let size: Double
  /// The standard error of θ, from the observed information of θ given β, as R's `theta.ml`.
  public let sizeStandardError: Double
  /// The Poisson model of the same data: θ = ∞.
  public let poisson: GeneralisedLinearFit
  /// The turns taken between β and θ.
  public let turns: Int

  /// 1/θ, which is 0 for a Poisson model.
  public var overdispersion: Double { 1 / size }

  /// The log-likelihood at the estimates, constants included; `nil` only where weights of a row
  /// leave none.
  public var logLikelihood: Double? { regression.logLikelihood }

  /// 2·(coefficients + 1) − 2·log-likelihood: θ counts.
  public var aic: Double? {
    logLikelihood.map { 2 * Double(regression.parameterCount + 1) - 2 * $0 }
  }

  /// Twice the log-likelihood gained over the Poisson model.
  ///
  /// θ = ∞ lies on the edge of the parameters, so under the Poisson model half of its distribution
  /// is at 0: p = ½P(χ²₁ > statistic).
  public var likelihoodRatioOverPoisson: Double? {
    guard let own = logLikelihood, let poisson = poisson.logLikelihood else { return nil }
    return 2 * (own - poisson)
  }

  /// The covariance of the coefficients given θ.
  public func covariance(_ kind: CovarianceKind) throws(ModelError) -> Matrix {
    try regression.covariance(kind)
  }

  /// The coefficients given θ with standard errors, p-values and intervals.
  public func coefficientTable(
    _ kind: CovarianceKind = .classical, reference: ReferenceDistribution = .automatic,
    level: Double = 0.95
  ) throws(ModelError) -> CoefficientTable {
    try regression.coefficientTable(kind, reference: reference, level: level)
  }
}
