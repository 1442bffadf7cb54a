internal import EvalLinearAlgebra

/// The fit of a generalised linear model: iterated weighted least squares, closed by Newton's steps.
///
/// The first steps use the expected information (Fisher's scoring: R's iteration from R's start);
/// the later ones the observed information where it is positive, which converges quadratically for
/// every link. A step that raises minus the log-likelihood, or leaves the family's range, is halved.
/// Many rows are begun from the fit of some of them, so that three or four walks over all are enough.
struct MaximumLikelihoodIteration {
  let rows: RowModel
  let design: DesignMatrix
  let offset: [Double]?

  init(
    family: Family, link: Link, design: DesignMatrix, response: [Double], priorWeights: [Double]?,
    offset: [Double]?
  ) {
    rows = RowModel(family: family, link: link, response: response, priorWeights: priorWeights)
    self.design = design
    self.offset = offset
  }

  var family: Family { rows.family }
  var link: Link { rows.link }
  var response: [Double] { rows.response }
  var priorWeights: [Double]? { rows.priorWeights }

  /// Where the iteration ended.
  struct Solution {
    var coefficients: [Double]
    var linearPredictor: [Double]
    var means: [Double]
    var weights: [Double]
    var scores: [Double]
    var iterations: Int
    /// R with RᵀR = XᵀWX at the solution.
    var triangle: Matrix
  }

  /// Coefficients and the model evaluated there.
  struct Point {
    var coefficients: [Double]
    var pass: RegressionPass
  }

  /// A step of the coefficients, and the linear predictors before and after it (after halving).
  struct Move {
    let step: [Double]
    let before: [Double]
    let after: [Double]

    /// What the step changed in the linear predictor.
    var change: [Double] { zip(after, before).map { $0 - $1 } }
  }

  static let iterationLimit = 200
  /// Steps below this many standard errors end the iteration: with one more quadratic step the
  /// coefficients are right to rounding.
  private static let fineStep = 1e-11
  /// Of many rows a step below this changes no row by a part in 10¹⁰; the coefficients still take it.
  private static let fineStepOfMany = 1e-10
  /// Below this a step that no longer shrinks is rounding noise.
  private static let coarseStep = 1e-7
  /// Objectives count as raised only beyond this share: they are sums over all rows.
  static let objectiveNoise = 1e-9
  /// A last step that still changes a linear predictor by more than this is looked at again.
  private static let movingPredictor = 1e-4
  /// Rows whose mean is this near its response call for the same.
  static let perfectWithin = 1e-8
  /// No separation shows itself before this iteration: fitted probabilities must come near 0 or 1.
  private static let firstSeparationCheck = 8

  /// Runs until the coefficients have settled.
  ///
  /// - Parameter start: Coefficients to start from, such as those of a fit nearby.
  func run(from start: [Double]? = nil) throws(ModelError) -> Solution {
    var isNear = start != nil
    var point: Point
    if start == nil, let warm = warmStart() {
      point = warm
      isNear = true
    } else {
      point = try startingPoint(start)
    }
    let isLarge = response.count >= Self.manyRows
    var lastMove: Move?
    var previousStep = Double.infinity
    for iteration in 1...Self.iterationLimit {
      let isNewton = iteration > 2 || isNear
      guard let step = step(from: point, isNewton: isNewton) else {
        throw failure(after: lastMove, at: point, iteration)
      }
      // A step against the score, which only rounding can give, says nothing about convergence.
      let squaredStep = zip(step, point.pass.score).reduce(0) { $0 + $1.0 * $1.1 }
      let scaledStep =
        squaredStep < 0 ? .infinity : (squaredStep / dispersion(point.pass)).squareRoot()
      if isLarge, isNewton, scaledStep <= Self.fineStepOfMany {
        point.coefficients = zip(point.coefficients, step).map { $0 + $1 }
        return try finished(at: point, after: lastMove, iteration)
      }
      let isLast =
        scaledStep <= Self.fineStep
        || (scaledStep <= Self.coarseStep && scaledStep >= previousStep / 2)
      previousStep = scaledStep
      guard let next = self.point(stepping: step, from: point) else {
        if isLast { return try finished(at: point, after: lastMove, iteration) }
        throw failure(after: lastMove, at: point, iteration)
      }
      lastMove = Move(step: step, before: point.pass.predictor, after: next.pass.predictor)
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
    var deviance = deviance(of: point.pass)
    for iteration in 2...Self.iterationLimit {
      guard let step = step(from: point, isNewton: false),
        let next = self.point(stepping: step, from: point)
      else { throw failure(after: lastMove, at: point, iteration) }
      let before = point
      lastMove = Move(step: step, before: before.pass.predictor, after: next.pass.predictor)
      point = next
      let previous = deviance
      deviance = self.deviance(of: point.pass)
      if abs(deviance - previous) / (abs(deviance) + 0.1) < share {
        return try finished(at: point, after: lastMove, iteration, weightsOf: before)
      }
      if iteration >= Self.firstSeparationCheck,
        let separation = separation(along: lastMove, at: point)
      {
        throw separation
      }
    }
    throw failure(after: lastMove, at: point, Self.iterationLimit)
  }

  private func deviance(of pass: RegressionPass) -> Double {
    response.indices.reduce(0) { sum, row in
      let mean = pass.means[row]
      let point = MeanPoint(mean: mean, complement: 1 - mean, slope: 0, curvature: 0)
      let weight = priorWeights.map { $0[row] } ?? 1
      return weight > 0 ? sum + weight * family.variance.deviance(response[row], point) : sum
    }
  }

  /// - Parameter weighted: The point whose working weights are kept, if not the last.
  private func finished(
    at point: Point, after move: Move?, _ iterations: Int, weightsOf weighted: Point? = nil
  ) throws(ModelError) -> Solution {
    let pass = (weighted ?? point).pass
    let triangle: Matrix
    let isWhole: Bool
    if let quick = quickTriangle(pass.gram) {
      (triangle, isWhole) = (quick, true)
    } else {
      do {
        triangle = try design.matrix.triangle(weights: pass.weights)
        isWhole = try PivotedQR(triangle).aliasedColumns.isEmpty
      } catch {
        throw failure(after: move, at: point, iterations)
      }
    }
    // Information that vanished, steps that end in standard errors but not in the predictor, and
    // rows predicted without error are the marks of a separation that went unseen on the way.
    let isMoving = move.map { Self.isMoving($0) } ?? false
    if !isWhole || isMoving || hasPerfectRows(point), let separation = separation(at: point, move) {
      throw separation
    }
    guard triangle.diagonal.allSatisfy({ $0 != 0 }) else {
      throw failure(after: move, at: point, iterations)
    }
    return Solution(
      coefficients: point.coefficients, linearPredictor: point.pass.predictor,
      means: point.pass.means, weights: pass.weights, scores: point.pass.scores,
      iterations: iterations, triangle: triangle)
  }

  private static func isMoving(_ move: Move) -> Bool {
    for row in move.after.indices where abs(move.after[row] - move.before[row]) > movingPredictor {
      return true
    }
    return false
  }

  /// φ, by which squared steps are measured; 1 where the family fixes it.
  private func dispersion(_ pass: RegressionPass) -> Double {
    guard family.hasFreeDispersion else { return 1 }
    // score²/weight is the row's Pearson residual squared.
    var sum = 0.0
    var size = 0.0
    for row in response.indices where pass.weights[row] > 0 {
      sum += pass.scores[row] * pass.scores[row] / pass.weights[row]
      size += pass.weights[row] * pass.means[row] * pass.means[row]
    }
    // A perfect fit has φ = 0; steps are then measured against the size of the means.
    let count = Double(max(1, response.count - design.columnCount))
    return max(sum, 1e-18 * size, Double.leastNormalMagnitude) / count
  }
}
