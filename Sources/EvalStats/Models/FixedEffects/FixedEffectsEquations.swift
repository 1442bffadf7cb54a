internal import EvalLinearAlgebra
private import Foundation

/// The likelihood equations of a fixed-effects Poisson model on rows that tell something.
struct FixedEffectsEquations {
  let design: DesignMatrix
  let response: [Double]
  let weights: [Double]?
  let offset: [Double]?
  let effects: [Clusters]

  /// Where the iteration ended.
  struct Solution {
    let coefficients: [Double]
    let means: [Double]
    /// X with the levels taken out under the weights wμ.
    let within: Matrix
    let iterations: Int
  }

  private struct Point {
    var coefficients: [Double]
    var levels: [Double]
    var predictor: [Double]
    var means: [Double]
    var objective: Double
  }

  private static let iterationLimit = 200
  /// Newton's decrement, a step in standard errors, after which one step leaves rounding alone.
  private static let settledDecrement = 1e-7
  /// A decrement that no longer shrinks below this is rounding noise.
  private static let noiseDecrement = 1e-5
  /// Levels on the way; the step stays inside the model however rough they are.
  private static let roughTolerance = 1e-9
  /// Levels of the solution, from which covariances are made.
  private static let fineTolerance = 1e-13
  /// A column that keeps less of its length than this does not vary within groups.
  private static let withinTolerance = 1e-9
  /// A last step that still moves a row's predictor by this much runs along a separation.
  private static let movingPredictor = 1e-2

  func solve() throws(ModelError) -> Solution {
    let projection = GroupProjection(effects)
    var point = try start(projection)
    var columnLevels = [[Double]](
      repeating: Array(repeating: 0, count: projection.levelCount), count: design.columnCount)
    var residualLevels = [Double](repeating: 0, count: projection.levelCount)
    var previous = Double.infinity
    for iteration in 1...Self.iterationLimit {
      let information = point.means.indices.map { weight($0) * point.means[$0] }
      let groupWeights = projection.gather(information)
      let within = try within(
        projection, information, groupWeights, &columnLevels, tolerance: Self.roughTolerance)
      if iteration == 1 { try requireIndependent(within, information) }
      let working = point.means.indices.map { (response[$0] - point.means[$0]) / point.means[$0] }
      guard
        let levels = projection.levels(
          of: working, weights: information, groupWeights: groupWeights, start: residualLevels,
          tolerance: Self.roughTolerance)
      else { throw .notConverged(iterations: iteration) }
      residualLevels = levels
      let scores = point.means.indices.map { weight($0) * (response[$0] - point.means[$0]) }
      guard
        let step = ScaledSystem(within, weights: information)?
          .solve(within.transposeTimes(scores)), step.allSatisfy(\.isFinite)
      else { throw separation(at: point, moving: nil) ?? .notConverged(iterations: iteration) }
      // β moves by the step, the levels by what it leaves of the residuals' levels.
      var levelStep = levels
      for (column, size) in step.enumerated() {
        for level in levelStep.indices { levelStep[level] -= size * columnLevels[column][level] }
      }
      let rowLevels = projection.spread(levelStep, rowCount: response.count)
      let change = zip(design.matrix * step, rowLevels).map { $0 + $1 }
      let decrement = max(zip(scores, change).reduce(0) { $0 + $1.0 * $1.1 }, 0).squareRoot()
      let isLast =
        decrement <= Self.settledDecrement
        || (decrement <= Self.noiseDecrement && decrement >= previous / 2)
      previous = decrement
      if let next = self.point(from: point, step, levelStep, change) {
        point = next
      } else if !isLast {
        throw separation(at: point, moving: change) ?? .notConverged(iterations: iteration)
      }
      if isLast {
        if let separation = separation(at: point, moving: change) { throw separation }
        return try finished(projection, point, columnLevels, iteration)
      }
    }
    throw separation(at: point, moving: nil) ?? .notConverged(iterations: Self.iterationLimit)
  }

  // MARK: Parts of the iteration

  func weight(_ row: Int) -> Double { weights.map { $0[row] } ?? 1 }

  /// Every mean at its group's rate in the first effect.
  private func start(_ projection: GroupProjection) throws(ModelError) -> Point {
    let groups = effects[0]
    // Exponents are shifted by the largest offset, which the levels then take back.
    let largest = offset?.max() ?? 0
    var exposure = [Double](repeating: 0, count: groups.count)
    var events = exposure
    for row in response.indices {
      let known = offset.map { $0[row] } ?? 0
      exposure[groups.clusterOfRow[row]] += weight(row) * exp(known - largest)
      events[groups.clusterOfRow[row]] += weight(row) * response[row]
    }
    var levels = [Double](repeating: 0, count: projection.levelCount)
    for group in exposure.indices {
      guard exposure[group] > 0 else { throw .notConverged(iterations: 0) }
      levels[group] = log(events[group] / exposure[group]) - largest
    }
    let known = offset ?? Array(repeating: 0, count: response.count)
    let predictor = zip(projection.spread(levels, rowCount: response.count), known).map { $0 + $1 }
    guard
      let point = point(
        coefficients: Array(repeating: 0, count: design.columnCount), levels, predictor)
    else { throw .notConverged(iterations: 0) }
    return point
  }

  private func point(
    coefficients: [Double], _ levels: [Double], _ predictor: [Double]
  ) -> Point? {
    var means = predictor
    var objective = 0.0
    for row in predictor.indices {
      let mean = max(exp(predictor[row]), Link.floor)
      guard mean.isFinite else { return nil }
      means[row] = mean
      objective += weight(row) * (mean - (response[row] == 0 ? 0 : response[row] * predictor[row]))
    }
    guard objective.isFinite else { return nil }
    return Point(
      coefficients: coefficients, levels: levels, predictor: predictor, means: means,
      objective: objective)
  }

  /// The point a step leads to, halved until it does not lower the likelihood.
  private func point(
    from current: Point, _ step: [Double], _ levelStep: [Double], _ change: [Double]
  ) -> Point? {
    let ceiling = current.objective + 1e-11 * abs(current.objective) + 1e-300
    var share = 1.0
    for _ in 0..<40 {
      let next = point(
        coefficients: zip(current.coefficients, step).map { $0 + share * $1 },
        zip(current.levels, levelStep).map { $0 + share * $1 },
        zip(current.predictor, change).map { $0 + share * $1 })
      if let next, next.objective <= ceiling { return next }
      share /= 2
    }
    return nil
  }

  /// X less the levels of each column. Columns go to the machine's cores; each is its own sum.
  private func within(
    _ projection: GroupProjection, _ information: [Double], _ groupWeights: [Double],
    _ columnLevels: inout [[Double]], tolerance: Double
  ) throws(ModelError) -> Matrix {
    let rowCount = response.count
    let count = design.columnCount
    let starts = columnLevels
    let parts = Workers.map(count: count) { column -> [Double]? in
      projection.levels(
        of: design.matrix.column(column), weights: information, groupWeights: groupWeights,
        start: starts[column], tolerance: tolerance)
    }
    var storage = design.matrix.storage
    for (column, levels) in parts.enumerated() {
      guard let levels else { throw .notConverged(iterations: 0) }
      columnLevels[column] = levels
      let own = projection.spread(levels, rowCount: rowCount)
      for row in 0..<rowCount { storage[column * rowCount + row] -= own[row] }
    }
    return Matrix(rowCount: rowCount, columnCount: count, columnMajor: storage)
  }

  private func requireIndependent(
    _ within: Matrix, _ information: [Double]
  ) throws(ModelError) {
    let constant = (0..<design.columnCount).filter { column in
      let start = column * within.rowCount
      var left = 0.0
      var whole = 0.0
      for row in 0..<within.rowCount {
        left += information[row] * within.storage[start + row] * within.storage[start + row]
        let value = design.matrix.storage[start + row]
        whole += information[row] * value * value
      }
      return left <= Self.withinTolerance * Self.withinTolerance * whole
    }
    guard constant.isEmpty else { throw .collinear(columns: constant.map { design.names[$0] }) }
    guard let triangle = try? within.triangle(weights: information),
      let factor = try? PivotedQR(triangle, tolerance: Self.withinTolerance)
    else { throw .notConverged(iterations: 0) }
    guard factor.aliasedColumns.isEmpty else {
      throw .collinear(columns: factor.aliasedColumns.map { design.names[$0] })
    }
  }

  /// The error that names a separation, if rows without events are still on their way to mean 0.
  private func separation(at point: Point, moving change: [Double]?) -> ModelError? {
    let rows = response.indices.filter { row in
      response[row] == 0 && point.means[row] < 1e-6
        && (change.map { $0[row] < -Self.movingPredictor } ?? true)
    }
    guard !rows.isEmpty else { return nil }
    let columns = design.names.indices.filter { column in
      rows.contains { design.matrix[$0, column] != 0 } && abs(point.coefficients[column]) > 5
    }
    return .separated(
      columns: (columns.isEmpty ? Array(design.names.indices) : columns).map { design.names[$0] },
      rowCount: rows.count)
  }

  private func finished(
    _ projection: GroupProjection, _ point: Point, _ columnLevels: [[Double]], _ iterations: Int
  ) throws(ModelError) -> Solution {
    let information = point.means.indices.map { weight($0) * point.means[$0] }
    var levels = columnLevels
    let within = try within(
      projection, information, projection.gather(information), &levels,
      tolerance: Self.fineTolerance)
    return Solution(
      coefficients: point.coefficients, means: point.means, within: within,
      iterations: iterations)
  }
}
