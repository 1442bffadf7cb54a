internal import EvalLinearAlgebra

/// The fit of a generalised linear model: iterated weighted least squares, closed by Newton's steps.
///
/// The first steps use the expected information (Fisher's scoring: R's iteration from R's start);
/// the later ones the observed information where it is positive, which converges quadratically for
/// every link. A step that raises minus the log-likelihood, or leaves the family's range, is halved.
struct MaximumLikelihoodIteration {
  let family: Family
  let link: Link
  let design: DesignMatrix
  let response: [Double]
  let priorWeights: [Double]?
  let offset: [Double]?

  /// Where the iteration ended.
  struct Solution {
    var coefficients: [Double]
    var linearPredictor: [Double]
    var working: WorkingResponse
    var iterations: Int
    /// R with RᵀR = XᵀWX at the solution.
    var triangle: Matrix
  }

  /// Coefficients and the model evaluated there.
  private struct Point {
    var coefficients: [Double]
    var predictor: [Double]
    var working: WorkingResponse
  }

  /// A step of the coefficients, and what it changed in the linear predictor (after halving).
  private struct Move {
    let step: [Double]
    let change: [Double]
  }

  static let iterationLimit = 200
  /// Steps below this many standard errors end the iteration: with one more quadratic step the
  /// coefficients are right to rounding.
  private static let fineStep = 1e-11
  /// Below this a step that no longer shrinks is rounding noise.
  private static let coarseStep = 1e-7
  /// Objectives count as raised only beyond this share: they are sums over all rows.
  private static let objectiveNoise = 1e-9
  /// What is added to a unit diagonal that is singular.
  private static let damping = 1e-10
  /// A last step that still changes a linear predictor by more than this is looked at again.
  private static let movingPredictor = 1e-4
  /// Rows whose mean is this near its response call for the same.
  private static let perfectWithin = 1e-8
  /// No separation shows itself before this iteration: fitted probabilities must come near 0 or 1.
  private static let firstSeparationCheck = 8

  /// Runs until the coefficients have settled.
  ///
  /// - Parameter start: Coefficients to start from, such as those of a fit nearby.
  func run(from start: [Double]? = nil) throws(ModelError) -> Solution {
    var point = try startingPoint(start)
    var lastMove: Move?
    var previousStep = Double.infinity
    for iteration in 1...Self.iterationLimit {
      let isNewton = iteration > 2 || start != nil
      let score = design.matrix.transposeTimes(point.working.scores)
      guard let step = step(score, point.working, isNewton: isNewton) else {
        throw failure(after: lastMove, at: point, iteration)
      }
      // A step against the score, which only rounding can give, says nothing about convergence.
      let squaredStep = zip(step, score).reduce(0) { $0 + $1.0 * $1.1 }
      let scaledStep =
        squaredStep < 0 ? .infinity : (squaredStep / dispersion(point.working)).squareRoot()
      let isLast =
        scaledStep <= Self.fineStep
        || (scaledStep <= Self.coarseStep && scaledStep >= previousStep / 2)
      previousStep = scaledStep
      guard let next = self.point(stepping: step, from: point) else {
        if isLast { return try finished(at: point, after: lastMove, iteration) }
        throw failure(after: lastMove, at: point, iteration)
      }
      lastMove = Move(step: step, change: zip(next.predictor, point.predictor).map { $0 - $1 })
      point = next
      if isLast { return try finished(at: point, after: lastMove, iteration) }
      if iteration >= Self.firstSeparationCheck,
        let separation = separation(along: lastMove, at: point)
      {
        throw separation
      }
    }
    throw failure(after: lastMove, at: point, Self.iterationLimit)
  }

  /// Runs Fisher's scoring until a step changes the deviance by less than a share, as R's `glm`
  /// does; like R's, the working weights are those the last step was made with.
  func run(untilDevianceChangesBy share: Double) throws(ModelError) -> Solution {
    var point = try startingPoint(nil)
    var lastMove: Move?
    var deviance = deviance(of: point.working)
    for iteration in 2...Self.iterationLimit {
      let score = design.matrix.transposeTimes(point.working.scores)
      guard let step = step(score, point.working, isNewton: false),
        let next = self.point(stepping: step, from: point)
      else { throw failure(after: lastMove, at: point, iteration) }
      let weightsBefore = point.working.weights
      lastMove = Move(step: step, change: zip(next.predictor, point.predictor).map { $0 - $1 })
      point = next
      let previous = deviance
      deviance = self.deviance(of: point.working)
      if abs(deviance - previous) / (abs(deviance) + 0.1) < share {
        point.working.weights = weightsBefore
        return try finished(at: point, after: lastMove, iteration)
      }
      if iteration >= Self.firstSeparationCheck,
        let separation = separation(along: lastMove, at: point)
      {
        throw separation
      }
    }
    throw failure(after: lastMove, at: point, Self.iterationLimit)
  }

  // MARK: Start and end

  /// The first weighted least-squares fit, from means near the responses; checks the rank on the way.
  private func startingPoint(
    _ start: [Double]?
  ) throws(ModelError) -> Point {
    var guess = startingPredictor()
    var working = evaluate(guess)
    if working == nil {
      // A response outside the link's range (a negative one under a log): begin from its mean.
      guess = Array(repeating: link.linearPredictor(weightedMean()), count: response.count)
      working = evaluate(guess)
    }
    guard let working else { throw .notConverged(iterations: 0) }
    let triangle = try rankedTriangle(working.weights)
    if let start {
      if let point = point(start) { return point }
    }
    var target = working.scores
    for row in target.indices {
      let known: Double = offset.map { $0[row] } ?? 0
      target[row] += working.weights[row] * (guess[row] - known)
    }
    let inverse = triangle.inverseOfUpperTriangle
    var coefficients = inverse * inverse.transposeTimes(design.matrix.transposeTimes(target))
    // Far-out guesses are drawn towards zero until every mean is inside its range.
    for _ in 0..<60 {
      if let point = point(coefficients) { return point }
      coefficients = coefficients.map { $0 / 2 }
    }
    throw .notConverged(iterations: 1)
  }

  private func startingPredictor() -> [Double] {
    (0..<response.count).map { row in
      let weight = priorWeights.map { $0[row] } ?? 1
      return link.linearPredictor(
        family.startingMean(response: response[row], weight: weight))
    }
  }

  private func deviance(of working: WorkingResponse) -> Double {
    response.indices.reduce(0) { sum, row in
      let mean = working.means[row]
      let point = MeanPoint(mean: mean, complement: 1 - mean, slope: 0, curvature: 0)
      let weight = priorWeights.map { $0[row] } ?? 1
      return weight > 0 ? sum + weight * family.variance.deviance(response[row], point) : sum
    }
  }

  private func weightedMean() -> Double {
    guard let priorWeights else { return response.reduce(0, +) / Double(response.count) }
    return zip(response, priorWeights).reduce(0) { $0 + $1.0 * $1.1 } / priorWeights.reduce(0, +)
  }

  private func finished(
    at point: Point, after move: Move?, _ iterations: Int
  ) throws(ModelError) -> Solution {
    let triangle: Matrix
    let isWhole: Bool
    do {
      triangle = try design.matrix.triangle(weights: point.working.weights)
      isWhole = try PivotedQR(triangle).aliasedColumns.isEmpty
    } catch {
      throw failure(after: move, at: point, iterations)
    }
    // Information that vanished, steps that end in standard errors but not in the predictor, and
    // rows predicted without error are the marks of a separation that went unseen on the way.
    let isMoving = move?.change.contains { abs($0) > Self.movingPredictor } ?? false
    if !isWhole || isMoving || hasPerfectRows(point), let separation = separation(at: point, move) {
      throw separation
    }
    guard triangle.diagonal.allSatisfy({ $0 != 0 }) else {
      throw failure(after: move, at: point, iterations)
    }
    return Solution(
      coefficients: point.coefficients, linearPredictor: point.predictor, working: point.working,
      iterations: iterations, triangle: triangle)
  }

  /// R of √W·X at the start, where weights are of one size; throws if a column depends on those
  /// before it.
  private func rankedTriangle(_ weights: [Double]) throws(ModelError) -> Matrix {
    let triangle: Matrix
    let aliased: [Int]
    do {
      triangle = try design.matrix.triangle(weights: weights)
      aliased = try PivotedQR(triangle).aliasedColumns
    } catch {
      throw .notConverged(iterations: 0)
    }
    guard aliased.isEmpty else { throw .collinear(columns: aliased.map { design.names[$0] }) }
    return triangle
  }

  // MARK: Steps

  private func evaluate(_ predictor: [Double]) -> WorkingResponse? {
    WorkingResponse(
      family: family, link: link, linearPredictor: predictor, response: response,
      priorWeights: priorWeights)
  }

  /// The step from a score, by the observed information if wanted and possible, else the expected.
  private func step(_ score: [Double], _ working: WorkingResponse, isNewton: Bool) -> [Double]? {
    let choices = isNewton ? [working.observedWeights, working.weights] : [working.weights]
    for weights in choices.compactMap({ $0 }) {
      guard let step = ScaledSystem(design.matrix, weights: weights)?.solve(score) else { continue }
      if step.allSatisfy(\.isFinite) { return step }
    }
    // Cross-products may have lost a rank that the triangle still holds.
    if let triangle = try? design.matrix.triangle(weights: working.weights),
      let factor = try? PivotedQR(triangle), factor.aliasedColumns.isEmpty
    {
      let inverse = triangle.inverseOfUpperTriangle
      return inverse * inverse.transposeTimes(score)
    }
    // Rows predicted perfectly have no information left; what the others say is followed still.
    let damped = ScaledSystem(design.matrix, weights: working.weights, damping: Self.damping)
    guard let step = damped?.solve(score), step.allSatisfy(\.isFinite) else { return nil }
    return step
  }

  private func point(_ coefficients: [Double]) -> Point? {
    let predictor = design.linearPredictor(coefficients, offset: offset)
    return evaluate(predictor).map {
      Point(coefficients: coefficients, predictor: predictor, working: $0)
    }
  }

  /// The point a step leads to, halved until it lowers the objective; `nil` if none does.
  private func point(stepping step: [Double], from current: Point) -> Point? {
    var share = 1.0
    let objective = current.working.objective
    let ceiling = objective + Self.objectiveNoise * (abs(objective) + 1e-3)
    for _ in 0..<40 {
      let candidate = zip(current.coefficients, step).map { $0 + share * $1 }
      if let next = point(candidate), next.working.objective <= ceiling { return next }
      share /= 2
    }
    return nil
  }

  /// φ, by which squared steps are measured; 1 where the family fixes it.
  private func dispersion(_ working: WorkingResponse) -> Double {
    guard family.hasFreeDispersion else { return 1 }
    // score²/weight is the row's Pearson residual squared.
    var sum = 0.0
    var size = 0.0
    for row in response.indices where working.weights[row] > 0 {
      sum += working.scores[row] * working.scores[row] / working.weights[row]
      size += working.weights[row] * working.means[row] * working.means[row]
    }
    // A perfect fit has φ = 0; steps are then measured against the size of the means.
    let count = Double(max(1, response.count - design.columnCount))
    return max(sum, 1e-18 * size, Double.leastNormalMagnitude) / count
  }

  // MARK: Failure

  /// The error that names a separation, if the last move runs along one.
  private func separation(along move: Move?, at point: Point) -> ModelError? {
    guard let move else { return nil }
    return Separation(
      family: family, design: design, response: response, priorWeights: priorWeights,
      means: point.working.means, step: move.step, change: move.change
    ).map { .separated(columns: $0.columns, rowCount: $0.rowCount) }
  }

  /// Whether a row at the edge of its range is predicted to within rounding.
  private func hasPerfectRows(_ point: Point) -> Bool {
    response.indices.contains { row in
      family.boundary(ofResponse: response[row]) != 0
        && abs(response[row] - point.working.means[row]) < Self.perfectWithin
    }
  }

  /// The error that names a separation, looked for along the last move and along the coefficients,
  /// which a divergence has carried far in its own direction.
  private func separation(at point: Point, _ move: Move?) -> ModelError? {
    for direction in [move?.step, point.coefficients].compactMap({ $0 }) {
      let found = Separation(
        family: family, design: design, response: response, priorWeights: priorWeights,
        means: point.working.means, step: direction)
      if let found { return .separated(columns: found.columns, rowCount: found.rowCount) }
    }
    return nil
  }

  private func failure(after move: Move?, at point: Point, _ iterations: Int) -> ModelError {
    separation(at: point, move) ?? .notConverged(iterations: iterations)
  }
}
