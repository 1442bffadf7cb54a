private import EvalLinearAlgebra
private import Foundation

/// The rows of a generalised linear model: what each makes of its linear predictor.
struct RowModel: Sendable {
  let family: Family
  let link: Link
  let response: [Double]
  let priorWeights: [Double]?

  /// Whether observed and expected information agree: the canonical links.
  var hasCanonicalInformation: Bool {
    switch (family.variance, link) {
    case (.constant, .identity), (.binomial, .logit), (.mean, .log), (.meanSquared, .inverse): true
    default: false
    }
  }

  /// Writes for each row its mean μ, its expected information w·μ′²/V(μ) and its score
  /// w·(y − μ)·μ′/V(μ), with μ′ = dμ/dη.
  ///
  /// The usual pairs of variance and link have loops of their own, without a choice in them.
  ///
  /// - Returns: Minus twice the (quasi-)log-likelihood but for constants; `nil` if a mean leaves the
  ///   family's range, or a row's information what numbers hold.
  /// - Complexity: O(*rows*)
  func evaluate(
    _ rows: Range<Int>, _ predictor: Span<Double>, _ means: inout MutableSpan<Double>,
    _ weights: inout MutableSpan<Double>, _ scores: inout MutableSpan<Double>
  ) -> Double? {
    let objective: Double?
    switch (family.variance, link, priorWeights == nil) {
    case (.binomial, .logit, true):
      objective = logistic(rows, predictor, &means, &weights, &scores)
    case (.mean, .log, true):
      objective = logLinear(rows, predictor, &means, &weights, &scores)
    default: objective = general(rows, predictor, &means, &weights, &scores)
    }
    guard let objective, objective.isFinite else { return nil }
    return objective
  }

  /// −2·log-likelihood = 2Σ{log(1 + e^−|η|) + max(η, 0) − yη}; the logarithms are those of products.
  private func logistic(
    _ rows: Range<Int>, _ predictor: Span<Double>, _ means: inout MutableSpan<Double>,
    _ weights: inout MutableSpan<Double>, _ scores: inout MutableSpan<Double>
  ) -> Double? {
    let response = self.response.span.extracting(rows)
    var sum = 0.0
    var start = 0
    while start < predictor.count {
      // A product of 512 factors up to 2 is far from overflow.
      let end = min(start + 512, predictor.count)
      var product = 1.0
      for row in start..<end {
        let eta = predictor[row]
        let y = response[row]
        let small = exp(-abs(eta))
        let near = 1 / (1 + small)
        let far = max(small / (1 + small), Link.floor)
        let mean = eta < 0 ? far : near
        let complement = eta < 0 ? near : far
        means[row] = mean
        weights[row] = mean * complement
        scores[row] = y * complement - (1 - y) * mean
        product *= 1 + small
        sum += max(eta, 0) - y * eta
      }
      sum += log(product)
      start = end
    }
    return 2 * sum
  }

  /// −2·log-likelihood = 2Σ(μ − yη) but for constants.
  private func logLinear(
    _ rows: Range<Int>, _ predictor: Span<Double>, _ means: inout MutableSpan<Double>,
    _ weights: inout MutableSpan<Double>, _ scores: inout MutableSpan<Double>
  ) -> Double? {
    let response = self.response.span.extracting(rows)
    var sum = 0.0
    for row in 0..<predictor.count {
      let mean = max(exp(predictor[row]), Link.floor)
      means[row] = mean
      weights[row] = mean
      scores[row] = response[row] - mean
      sum += mean - response[row] * predictor[row]
    }
    return 2 * sum
  }

  private func general(
    _ rows: Range<Int>, _ predictor: Span<Double>, _ means: inout MutableSpan<Double>,
    _ weights: inout MutableSpan<Double>, _ scores: inout MutableSpan<Double>
  ) -> Double? {
    let variance = family.variance
    var objective = 0.0
    for place in 0..<predictor.count {
      let row = rows.lowerBound + place
      let weight = priorWeights.map { $0[row] } ?? 1
      let point = link.mean(predictor[place])
      means[place] = point.mean
      weights[place] = 0
      scores[place] = 0
      // A row of no weight has no say, not even by a mean out of range.
      guard weight > 0 else { continue }
      guard family.allows(point) else { return nil }
      let y = response[row]
      let ratio = point.slope / variance.valueAndSlope(point).value
      weights[place] = weight * point.slope * ratio
      scores[place] = weight * variance.residual(y, point) * ratio
      guard weights[place].isFinite, scores[place].isFinite else { return nil }
      objective += weight * variance.objective(y, point)
    }
    return objective
  }

  /// The observed information of each row, minus the derivative of its score; `nil` where it equals
  /// the expected one or is negative somewhere, so that Newton's step is no descent.
  ///
  /// - Complexity: O(*rows*)
  func observedWeights(_ predictor: [Double]) -> [Double]? {
    guard !hasCanonicalInformation else { return nil }
    let variance = family.variance
    var observed = [Double](repeating: 0, count: predictor.count)
    for row in predictor.indices {
      let weight = priorWeights.map { $0[row] } ?? 1
      guard weight > 0 else { continue }
      let point = link.mean(predictor[row])
      let (spread, spreadSlope) = variance.valueAndSlope(point)
      let ratio = point.slope / spread
      let bend = (point.curvature - point.slope * spreadSlope * ratio) / spread
      let information =
        weight * point.slope * ratio - weight * variance.residual(response[row], point) * bend
      guard information >= 0 else { return nil }
      observed[row] = information
    }
    return observed
  }

  /// The deviance at some means, at the means of the null model, and Pearson's χ², over rows of
  /// weight.
  ///
  /// - Complexity: O(*rows*) on all processors.
  func deviances(
    predictor: [Double], nullMeans: NullMeans
  ) -> (deviance: Double, null: Double, chiSquared: Double) {
    let variance = family.variance
    let sums = RowTasks.sum(rowCount: response.count) { rows in
      var deviance = 0.0
      var null = 0.0
      var chiSquared = 0.0
      for row in rows {
        let weight = priorWeights.map { $0[row] } ?? 1
        guard weight > 0 else { continue }
        let y = response[row]
        let point = link.mean(predictor[row])
        let residual = y - point.mean
        deviance += weight * variance.deviance(y, point)
        null += weight * variance.deviance(y, nullMeans.point(row))
        chiSquared += weight * residual * residual / variance.valueAndSlope(point).value
      }
      return SIMD4(deviance, null, chiSquared, 0)
    }
    return (sums[0], sums[1], sums[2])
  }
}

/// The means of a model with the intercept and the offset alone.
enum NullMeans: Sendable {
  /// The same for every row.
  case common(Double)
  /// One a row.
  case rows([Double])

  func point(_ row: Int) -> MeanPoint {
    let mean =
      switch self {
      case .common(let mean): mean
      case .rows(let means): means[row]
      }
    return MeanPoint(mean: mean, complement: 1 - mean, slope: 0, curvature: 0)
  }
}

extension VarianceFunction {
  /// y − μ; for a probability from whichever of μ and 1 − μ is small.
  fileprivate func residual(_ y: Double, _ point: MeanPoint) -> Double {
    self == .binomial ? y * point.complement - (1 - y) * point.mean : y - point.mean
  }
}
