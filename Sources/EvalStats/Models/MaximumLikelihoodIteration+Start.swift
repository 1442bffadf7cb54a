internal import EvalLinearAlgebra

extension MaximumLikelihoodIteration {
  /// From so many rows on a fit of some of them is a cheap start.
  static let manyRows = 65_536
  /// One row in so many makes the start.
  private static let rowsOfOne = 16
  /// Steps the start may take, and the size in standard errors that is near enough.
  private static let warmSteps = 12
  private static let warmStep = 0.5
  /// Cross-products square the condition of the columns: up to this one, of columns brought to one
  /// length, they lose less than a part in 10¹¹.
  private static let quickCondition = 1e4

  /// The point of the coefficients that one row in sixteen would have; `nil` for few rows, or if
  /// anything about it is unusual.
  func warmStart() -> Point? {
    let count = response.count
    guard count >= Self.manyRows, count / Self.rowsOfOne > 50 * design.columnCount else {
      return nil
    }
    let some = Array(stride(from: 0, to: count, by: Self.rowsOfOne))
    let part = MaximumLikelihoodIteration(
      family: family, link: link,
      design: DesignMatrix(names: design.names, matrix: design.matrix.rows(at: some)),
      response: some.map { response[$0] },
      priorWeights: priorWeights.map { weights in some.map { weights[$0] } },
      offset: offset.map { offset in some.map { offset[$0] } })
    guard let coefficients = part.roughCoefficients(), let point = point(coefficients),
      quickTriangle(point.pass.gram) != nil
    else { return nil }
    return point
  }

  /// Coefficients within about a standard error of the estimate.
  private func roughCoefficients() -> [Double]? {
    guard var point = try? startingPoint(nil) else { return nil }
    for _ in 0..<Self.warmSteps {
      guard let step = step(from: point, isNewton: false),
        let next = self.point(stepping: step, from: point)
      else { return nil }
      let squared = zip(step, point.pass.score).reduce(0) { $0 + $1.0 * $1.1 }
      point = next
      if squared <= Self.warmStep * Self.warmStep { return point.coefficients }
    }
    return nil
  }

  /// The first weighted least-squares fit, from means near the responses; checks the rank on the way.
  func startingPoint(_ start: [Double]?) throws(ModelError) -> Point {
    if response.count >= Self.manyRows, let start, let point = point(start),
      quickTriangle(point.pass.gram) != nil
    {
      return point
    }
    var guess = startingPredictor()
    var working = WorkingResponse(rows, linearPredictor: guess)
    if working == nil {
      // A response outside the link's range (a negative one under a log): begin from its mean.
      guess = Array(repeating: link.linearPredictor(weightedMean()), count: response.count)
      working = WorkingResponse(rows, linearPredictor: guess)
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

  private func weightedMean() -> Double {
    guard let priorWeights else { return response.reduce(0, +) / Double(response.count) }
    return zip(response, priorWeights).reduce(0) { $0 + $1.0 * $1.1 } / priorWeights.reduce(0, +)
  }

  /// R of √W·X at the start, where weights are of one size; throws if a column depends on those
  /// before it.
  private func rankedTriangle(_ weights: [Double]) throws(ModelError) -> Matrix {
    if response.count >= Self.manyRows / Self.rowsOfOne,
      let quick = quickTriangle(design.matrix.gram(weights: weights))
    {
      return quick
    }
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

  /// R by Cholesky's factorisation of XᵀWX; `nil` for few rows, which reflections take no time for,
  /// and for columns so nearly dependent that squaring them would cost digits.
  ///
  /// - Complexity: O(*columns³*)
  func quickTriangle(_ gram: Matrix) -> Matrix? {
    guard response.count >= Self.manyRows / Self.rowsOfOne else { return nil }
    let lengths = gram.diagonal.map { $0.squareRoot() }
    guard lengths.allSatisfy({ $0.isNormal }) else { return nil }
    var scaled = gram
    for column in lengths.indices {
      for row in lengths.indices { scaled[row, column] /= lengths[row] * lengths[column] }
    }
    guard let factor = try? Cholesky(scaled),
      scaled.largestColumnSum * factor.inverse.largestColumnSum <= Self.quickCondition
    else { return nil }
    var triangle = factor.upper
    for column in lengths.indices {
      for row in 0...column { triangle[row, column] *= lengths[column] }
    }
    return triangle
  }
}

extension Matrix {
  /// The largest sum of magnitudes in a column: the 1-norm.
  fileprivate var largestColumnSum: Double {
    (0..<columnCount).map { column($0).reduce(0) { $0 + abs($1) } }.max() ?? 0
  }
}
