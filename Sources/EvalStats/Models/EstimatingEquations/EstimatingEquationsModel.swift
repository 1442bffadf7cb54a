internal import EvalLinearAlgebra

/// A regression of clustered responses by generalised estimating equations: the mean of a generalised
/// linear model, Var Y = φV(μ)/w, and a working correlation R(α) within clusters.
///
/// β solves Σ Dᵀ(A^½RA^½)⁻¹(y − μ) = 0 over clusters, with D = ∂μ/∂β and A the diagonal of V/w;
/// steps for β and moment estimates of φ and α take turns (Liang and Zeger 1986,
/// doi:10.1093/biomet/73.1.13). β is a population-average effect and needs no distribution; it is
/// estimated consistently whatever R is, provided rows are missing independently of the outcome.
///
/// ```swift
/// let model = EstimatingEquationsModel(family: .poisson, correlation: .exchangeable)
/// let fit = try model.fit(design, response: visits, clusters: person, offset: logTime)
/// let table = try fit.coefficientTable(.kauermannCarroll)
/// ```
public struct EstimatingEquationsModel: Sendable, Hashable {
  /// The mean and the variance.
  public let regression: GeneralisedLinearModel
  /// The working correlation within clusters.
  public let correlation: WorkingCorrelation
  /// What φ and α are estimated by.
  public let moments: CorrelationMoments

  /// Creates a model; the link is the family's usual one unless another is given.
  public init(
    family: Family, link: Link? = nil, correlation: WorkingCorrelation,
    moments: CorrelationMoments = .perObservation
  ) {
    regression = GeneralisedLinearModel(family: family, link: link)
    self.correlation = correlation
    self.moments = moments
  }

  static let turnLimit = 500
  /// A turn that moves β by less than this many standard errors ends the iteration.
  private static let fineStep = 1e-12
  /// Below this a step that no longer shrinks is rounding noise.
  private static let coarseStep = 1e-8

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - design: One row an observation; give the intercept as a column.
  ///   - response: One value a row.
  ///   - clusters: One cluster number a row, in any order; the numbers themselves mean nothing.
  ///   - times: When each row was observed, for autoregression with gaps; without it the rows of a
  ///     cluster follow each other in the order given, one apart.
  ///   - weights: Prior weights, 0 or greater; φ and α count a row as often. A row of weight 0 has no
  ///     part in the fit.
  ///   - offset: A known part of the linear predictor, such as log person-time.
  /// - Throws: As `GeneralisedLinearModel.fit`, with whose coefficients the iteration starts;
  ///   `tooFewClusters`, `noPairs`, `repeatedTime`, `correlationOutOfRange`, `notConverged`, `numberOutOfRange`.
  /// - Complexity: O(*rows · columns²*) a turn, of which there are 5 to 30; the inverse of R has a
  ///   closed form. Autoregression looks at all pairs within clusters.
  public func fit(
    _ design: DesignMatrix, response: [Double], clusters labels: [Int], times: [Int]? = nil,
    weights: [Double]? = nil, offset: [Double]? = nil
  ) throws(ModelError) -> EstimatingEquationsFit {
    precondition(
      labels.count == design.rowCount, "\(labels.count) clusters for \(design.rowCount) rows")
    precondition(
      times == nil || times!.count == design.rowCount,
      "\(times?.count ?? 0) times for \(design.rowCount) rows")
    let start = try regression.fit(design, response: response, weights: weights, offset: offset)
    let clusters = Clusters(labels: labels, weights: weights)
    guard clusters.count >= 2 else { throw .tooFewClusters(found: clusters.count) }
    let rows = try ClusteredRows(clusters, waves: times, weights: weights)
    let equations = EstimatingEquations(
      model: self, rows: rows,
      design: DesignMatrix(names: design.names, matrix: design.matrix.rows(at: rows.order)),
      response: rows.order.map { response[$0] },
      weights: weights.map { weights in rows.order.map { weights[$0] } },
      offset: offset.map { offset in rows.order.map { offset[$0] } })
    return try iterate(equations, from: start)
  }

  private func iterate(
    _ equations: EstimatingEquations, from start: GeneralisedLinearFit
  ) throws(ModelError) -> EstimatingEquationsFit {
    guard var point = equations.point(start.coefficients) else {
      throw .notConverged(iterations: 0)
    }
    var moments = try equations.moments(at: point, previous: nil)
    var previousStep = Double.infinity
    for turn in 1...Self.turnLimit {
      let whitened = equations.whitened(point, equations.admissible(moments.alpha))
      guard let step = whitened.step else { throw .notConverged(iterations: turn) }
      let score = whitened.score
      let square = zip(step, score).reduce(0) { $0 + $1.0 * $1.1 }
      let size = (max(square, 0) / max(moments.dispersion, .leastNormalMagnitude)).squareRoot()
      guard let next = equations.point(stepping: step, from: point) else {
        throw .notConverged(iterations: turn)
      }
      let nextMoments = try equations.moments(at: next, previous: moments.alpha)
      let drift = abs((nextMoments.alpha ?? 0) - (moments.alpha ?? 0))
      (point, moments) = (next, nextMoments)
      let moved = max(size, drift)
      if moved <= Self.fineStep || (moved <= Self.coarseStep && moved >= previousStep / 2) {
        return try finished(equations, point, moments, start, turn)
      }
      previousStep = moved
    }
    throw .notConverged(iterations: Self.turnLimit)
  }

  private func finished(
    _ equations: EstimatingEquations, _ point: EstimatingEquations.Point,
    _ moments: ResidualMoments, _ start: GeneralisedLinearFit, _ turns: Int
  ) throws(ModelError) -> EstimatingEquationsFit {
    if let alpha = moments.alpha, equations.admissible(alpha) != alpha {
      throw .correlationOutOfRange(
        correlation: alpha, lowest: equations.lowestAlpha,
        largestCluster: equations.rows.largestCount)
    }
    let fit = try EstimatingEquationsFit(
      model: self, equations: equations, point: point, moments: moments, start: start,
      turns: turns)
    try ModelError.requireFinite(
      fit.coefficients + [fit.deviance, fit.dispersion, fit.correlation ?? 0], "fit")
    return fit
  }
}
