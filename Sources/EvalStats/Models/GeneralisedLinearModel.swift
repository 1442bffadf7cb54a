internal import EvalLinearAlgebra

/// When a fit is done.
public enum ConvergenceRule: Sendable, Hashable {
  /// When the coefficients have settled to rounding: the default.
  case settled
  /// When a step of Fisher's scoring changes the deviance by less than this share of it: R's rule
  /// (1e-8 there), for results to be held against R's digit by digit.
  ///
  /// The deviance is flat at its lowest, so even a share of 10⁻¹⁴ leaves the coefficients of a
  /// non-canonical link about 10⁻⁸ short of where they would settle; and R's working weights, from
  /// which it takes covariances and leverages, are those before the last step.
  case deviance(relativeChange: Double)
}

/// A regression of a response on covariates through a link: g(E Y) = Xβ + offset, Var Y = φV(μ)/w.
///
/// Fitted by maximum likelihood (quasi-likelihood for `Family.quasi`); McCullagh and Nelder 1989,
/// *Generalized Linear Models*. The covariance of the coefficients is chosen after the fit.
///
/// ```swift
/// let fit = try GeneralisedLinearModel(family: .poisson, link: .log)
///   .fit(design, response: events, offset: logTime)
/// let table = try fit.coefficientTable(.clustered(by: person, correction: .cr1s))
/// ```
public struct GeneralisedLinearModel: Sendable, Hashable {
  /// The distribution of the response given its mean.
  public let family: Family
  /// What ties the mean to the linear predictor.
  public let link: Link

  /// Creates a model; the link is the family's usual one unless another is given (for gamma: log).
  public init(family: Family, link: Link? = nil) {
    self.family = family
    self.link = link ?? family.defaultLink
  }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - design: One row an observation; give the intercept as a column.
  ///   - response: One value a row.
  ///   - weights: Prior weights, 0 or greater; for shares of a binomial, the numbers of trials. A row
  ///     of weight 0 is predicted but has no part in the fit.
  ///   - offset: A known part of the linear predictor, such as log person-time.
  ///   - rule: When the fit is done.
  /// - Throws: `nonFinite`, `responseOutOfRange`, `negativeWeight`, `noWeight`, `emptyDesign`,
  ///   `collinear` (naming the later of the columns that depend on each other), `separated` (naming
  ///   the covariates that predict rows perfectly), `notConverged`, `numberOutOfRange`.
  /// - Complexity: O(*rows · columns²*) an iteration, of which there are 4 to 10.
  public func fit(
    _ design: DesignMatrix, response: [Double], weights: [Double]? = nil, offset: [Double]? = nil,
    until rule: ConvergenceRule = .settled
  ) throws(ModelError) -> GeneralisedLinearFit {
    try fit(design, response: response, weights: weights, offset: offset, from: nil, until: rule)
  }

  /// Fits the model from coefficients of a fit nearby.
  func fit(
    _ design: DesignMatrix, response: [Double], weights: [Double]?, offset: [Double]?,
    from start: [Double]?, until rule: ConvergenceRule = .settled
  ) throws(ModelError) -> GeneralisedLinearFit {
    let input = ModelInput(design: design, response: response, weights: weights, offset: offset)
    try input.check(for: family)
    let iteration = MaximumLikelihoodIteration(
      family: family, link: link, design: design, response: response, priorWeights: weights,
      offset: offset)
    let solution =
      switch rule {
      case .settled: try iteration.run(from: start)
      case .deviance(let share): try iteration.run(untilDevianceChangesBy: share)
      }
    let fit = GeneralisedLinearFit(
      model: self, input: input, solution: solution,
      nullMeans: try nullMeans(design, response, weights, offset))
    try ModelError.requireFinite(fit.coefficients, "coefficients")
    try ModelError.requireFinite(
      [fit.deviance, fit.nullDeviance, fit.pearsonChiSquared], "deviance")
    return fit
  }

  /// The means of the model with the intercept and the offset alone; without an intercept, those of
  /// the offset.
  private func nullMeans(
    _ design: DesignMatrix, _ response: [Double], _ weights: [Double]?, _ offset: [Double]?
  ) throws(ModelError) -> NullMeans {
    let count = response.count
    guard design.hasIntercept else {
      guard let offset else { return .common(link.mean(0).mean) }
      return .rows(offset.map { link.mean($0).mean })
    }
    guard let offset else {
      // An intercept alone fits the weighted mean, whatever the link.
      let total = weights.map { $0.reduce(0, +) } ?? Double(count)
      let sum = weights.map { zip($0, response).reduce(0) { $0 + $1.0 * $1.1 } }
      return .common((sum ?? response.reduce(0, +)) / total)
    }
    let intercept = DesignMatrix(
      names: ["(Intercept)"], matrix: Matrix(rowCount: count, columnCount: 1, repeating: 1))
    return .rows(
      try MaximumLikelihoodIteration(
        family: family, link: link, design: intercept, response: response, priorWeights: weights,
        offset: offset
      ).run().means)
  }
}

extension DesignMatrix {
  /// Whether a column is the same number, not 0, in every row.
  var hasIntercept: Bool {
    names.contains("(Intercept)")
      || (0..<columnCount).contains { column in
        let start = column * rowCount
        guard rowCount > 0, matrix.storage[start] != 0 else { return false }
        return matrix.storage[start..<(start + rowCount)].allSatisfy { $0 == matrix.storage[start] }
      }
  }
}
