internal import EvalLinearAlgebra

/// A fitted generalised linear model: its estimates, its fit and all that its covariances need.
///
/// Nothing here is a standard error: choose one with `covariance(_:)` or `coefficientTable(_:)`.
public struct GeneralisedLinearFit: Sendable {
  /// The model that was fitted.
  public let model: GeneralisedLinearModel
  /// β, one for each column of the design.
  public let coefficients: [Double]
  /// η = Xβ + offset. Rows with identical covariates and offsets have bit-identical values.
  public let linearPredictor: [Double]
  /// μ, one for each row.
  public let fitted: [Double]
  /// The expected information of each row: w·(dμ/dη)²/V(μ).
  public let workingWeights: [Double]
  /// Twice the log-likelihood the perfect fit has over this one, φ left out.
  public let deviance: Double
  /// The deviance of the model with the intercept and the offset alone; without an intercept, of
  /// the offset alone.
  public let nullDeviance: Double
  /// Σ w(y − μ)²/V(μ)
  public let pearsonChiSquared: Double
  /// The iterations taken.
  public let iterations: Int

  let input: ModelInput
  /// w·(y − μ)·(dμ/dη)/V(μ), whose products with the columns of X are the rows' scores.
  let scores: [Double]
  /// R with RᵀR = XᵀWX.
  let triangle: Matrix
  /// R⁻¹
  let inverseTriangle: Matrix
  /// (XᵀWX)⁻¹: the covariance but for φ.
  let unscaledCovariance: Matrix

  init(
    model: GeneralisedLinearModel, input: ModelInput,
    solution: MaximumLikelihoodIteration.Solution, nullMeans: NullMeans
  ) {
    self.model = model
    self.input = input
    coefficients = solution.coefficients
    linearPredictor = solution.linearPredictor
    fitted = solution.means
    workingWeights = solution.weights
    scores = solution.scores
    iterations = solution.iterations
    triangle = solution.triangle
    inverseTriangle = solution.triangle.inverseOfUpperTriangle
    unscaledCovariance = inverseTriangle.timesTranspose(inverseTriangle)
    let rows = RowModel(
      family: model.family, link: model.link, response: input.response,
      priorWeights: input.weights)
    (deviance, nullDeviance, pearsonChiSquared) = rows.deviances(
      predictor: solution.linearPredictor, nullMeans: nullMeans)
  }

  /// The names of the coefficients.
  public var names: [String] { input.design.names }

  /// The design the model was fitted on.
  public var design: DesignMatrix { input.design }

  /// The response the model was fitted on.
  public var response: [Double] { input.response }

  /// The prior weights the model was fitted with, if any.
  public var priorWeights: [Double]? { input.weights }

  /// The number of rows that carry weight.
  public var observationCount: Int { input.usedRowCount }

  /// Rows of weight less coefficients.
  public var degreesOfFreedomResidual: Int { observationCount - coefficients.count }

  /// φ by Pearson's statistic over the residual degrees of freedom; `nil` if none are left.
  ///
  /// For a Poisson or binomial model well above 1 it says that the model-based standard errors are
  /// too small.
  public var dispersion: Double? {
    degreesOfFreedomResidual > 0 ? pearsonChiSquared / Double(degreesOfFreedomResidual) : nil
  }

  /// The coefficient of a name, or `nil` if the model has none.
  public func coefficient(_ name: String) -> Double? {
    names.firstIndex(of: name).map { coefficients[$0] }
  }

  /// What was fitted, on how much: "Poisson, log link; 4 coefficients, 118 rows".
  public var call: String {
    let weightless = response.count - observationCount
    return "\(model.family.name), \(model.link.rawValue) link; \(coefficients.count) coefficients, "
      + "\(observationCount) rows"
      + (weightless > 0 ? " (\(weightless) more have weight 0)" : "")
      + (input.weights == nil ? "" : ", weighted") + (input.offset == nil ? "" : ", with offset")
  }

  /// η for other rows, summed column by column as in the fit.
  public func linearPredictor(of design: DesignMatrix, offset: [Double]? = nil) -> [Double] {
    design.linearPredictor(coefficients, offset: offset)
  }

  /// μ for other rows.
  public func predict(_ design: DesignMatrix, offset: [Double]? = nil) -> [Double] {
    linearPredictor(of: design, offset: offset).map { model.link.mean($0).mean }
  }
}
