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

  static let iterationLimit = 200
  /// Steps below this many standard errors end the iteration: with one more quadratic step the
  /// coefficients are right to rounding.
  private static let fineStep = 1e-11
  /// Below this a step that no longer shrinks is rounding noise.
  private static let coarseStep = 1e-7
  /// Objectives count as raised only beyond this share: they are sums over all rows.
  private static let objectiveNoise = 1e-9
  /// No separation shows itself before this iteration: fitted probabilities must come near 0 or 1.
  private static let firstSeparationCheck = 8

  /// Runs until the coefficients have settled.
  ///
  /// - Parameter start: Coefficients to start from, such as those of a fit nearby.
  func run(from start: [Double]? = nil) throws(ModelError) -> Solution {
    var (coefficients, predictor, working) = try startingPoint(start)
    var previousStep = Double.infinity
    for iteration in 1...Self.iterationLimit {
      let isNewton = iteration > 2 || start != nil
      let score = design.matrix.transposeTimes(working.scores)
      guard let step = step(score, working, isNewton: isNewton) else {
        throw .notConverged(iterations: iteration)
      }
      let squaredStep = max(0, zip(step, score).reduce(0) { $0 + $1.0 * $1.1 })
      let scaledStep = (squaredStep / dispersion(working)).squareRoot()
      let isLast =
        scaledStep <= Self.fineStep
        || (scaledStep <= Self.coarseStep && scaledStep >= previousStep / 2)
      previousStep = scaledStep
      guard let moved = move(coefficients, by: step, from: working) else {
        if isLast { return try finished(coefficients, predictor, working, iteration) }
        throw .notConverged(iterations: iteration)
      }
      let change = zip(moved.predictor, predictor).map { $0 - $1 }
      (coefficients, predictor, working) = moved
      if isLast { return try finished(coefficients, predictor, working, iteration) }
      if iteration >= Self.firstSeparationCheck {
        try requireNoSeparation(step: step, change: change, working)
      }
    }
    throw .notConverged(iterations: Self.iterationLimit)
  }

  /// Runs Fisher's scoring until a step changes the deviance by less than a share, as R's `glm`
  /// does; like R's, the working weights are those the last step was made with.
  func run(untilDevianceChangesBy share: Double) throws(ModelError) -> Solution {
    var (coefficients, predictor, working) = try startingPoint(nil)
    var deviance = deviance(of: working)
    for iteration in 2...Self.iterationLimit {
      let score = design.matrix.transposeTimes(working.scores)
      guard let step = step(score, working, isNewton: false),
        let moved = move(coefficients, by: step, from: working)
      else { throw .notConverged(iterations: iteration) }
      let weightsBefore = working.weights
      let change = zip(moved.predictor, predictor).map { $0 - $1 }
      (coefficients, predictor, working) = moved
      let previous = deviance
      deviance = self.deviance(of: working)
      if abs(deviance - previous) / (abs(deviance) + 0.1) < share {
        working.weights = weightsBefore
        return try finished(coefficients, predictor, working, iteration)
      }
      if iteration >= Self.firstSeparationCheck {
        try requireNoSeparation(step: step, change: change, working)
      }
    }
    throw .notConverged(iterations: Self.iterationLimit)
  }

  // MARK: Start and end

  /// The first weighted least-squares fit, from means near the responses; checks the rank on the way.
  private func startingPoint(
    _ start: [Double]?
  ) throws(ModelError) -> (coefficients: [Double], predictor: [Double], working: WorkingResponse) {
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
      let predictor = design.linearPredictor(start, offset: offset)
      if let working = evaluate(predictor) { return (start, predictor, working) }
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
      let predictor = design.linearPredictor(coefficients, offset: offset)
      if let working = evaluate(predictor) { return (coefficients, predictor, working) }
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
    _ coefficients: [Double], _ predictor: [Double], _ working: WorkingResponse, _ iterations: Int
  ) throws(ModelError) -> Solution {
    Solution(
      coefficients: coefficients, linearPredictor: predictor, working: working,
      iterations: iterations, triangle: try rankedTriangle(working.weights))
  }

  /// R of √W·X; throws if a column depends on those before it.
  private func rankedTriangle(_ weights: [Double]) throws(ModelError) -> Matrix {
    do {
      let triangle = try design.matrix.triangle(weights: weights)
      let aliased = try PivotedQR(triangle).aliasedColumns
      guard aliased.isEmpty else {
        throw ModelError.collinear(columns: aliased.map { design.names[$0] })
      }
      return triangle
    } catch let error as ModelError {
      throw error
    } catch {
      throw .notConverged(iterations: 0)
    }
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
    // Cross-products lost the rank that the triangle still holds.
    guard let triangle = try? design.matrix.triangle(weights: working.weights),
      triangle.diagonal.allSatisfy({ $0 != 0 })
    else { return nil }
    let inverse = triangle.inverseOfUpperTriangle
    let step = inverse * inverse.transposeTimes(score)
    return step.allSatisfy(\.isFinite) ? step : nil
  }

  /// The point a step leads to, halved until it lowers the objective; `nil` if none does.
  private func move(
    _ coefficients: [Double], by step: [Double], from working: WorkingResponse
  ) -> (coefficients: [Double], predictor: [Double], working: WorkingResponse)? {
    var share = 1.0
    let ceiling = working.objective + Self.objectiveNoise * (abs(working.objective) + 1e-3)
    for _ in 0..<40 {
      let candidate = zip(coefficients, step).map { $0 + share * $1 }
      let predictor = design.linearPredictor(candidate, offset: offset)
      if let next = evaluate(predictor), next.objective <= ceiling {
        return (candidate, predictor, next)
      }
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

  private func requireNoSeparation(
    step: [Double], change: [Double], _ working: WorkingResponse
  ) throws(ModelError) {
    guard
      let separation = Separation(
        family: family, design: design, response: response, priorWeights: priorWeights,
        means: working.means, step: step, change: change)
    else { return }
    throw .separated(columns: separation.columns, rowCount: separation.rowCount)
  }
}
