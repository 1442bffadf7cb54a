internal import EvalLinearAlgebra
private import Foundation

/// Where the zeros of a count beyond those its distribution allows come from.
public enum ZeroSource: String, Sendable, Hashable, CaseIterable {
  /// Some rows are zero for certain, with probability π; the others count, and may be zero too. The
  /// zero part is the logit of π (Lambert 1992, doi:10.2307/1269547).
  case inflated = "zero-inflated"
  /// All zeros are on one side of a hurdle; beyond it the count is at least one. The zero part is the
  /// logit of P(Y > 0) (Mullahy 1986, doi:10.1016/0304-4076(86)90002-3).
  case hurdle
}

/// The distribution of the counts of a model whose zeros have a second source.
public enum CountDistribution: String, Sendable, Hashable, CaseIterable {
  /// Variance μ before zeros.
  case poisson = "Poisson"
  /// Variance μ + μ²/θ before zeros, θ estimated.
  case negativeBinomial = "negative binomial (NB2)"
}

/// A log-linear model of counts with a logit model of its zeros, by maximum likelihood.
///
/// Zero-inflated: P(0) = π + (1 − π)f(0), P(y) = (1 − π)f(y). Hurdle: P(0) = 1 − p,
/// P(y) = p·f(y)/(1 − f(0)). The zero-inflated starts from 30 turns of the EM algorithm; Newton's
/// steps on the exact likelihood of all parameters follow. Coefficients of the counts are about those
/// who can have events, not about the mean of all: an effect on the mean of all has both parts in it.
public struct ZeroCountModel: Sendable, Hashable {
  /// Where zeros come from.
  public let zeros: ZeroSource
  /// The distribution of the counts.
  public let counts: CountDistribution

  /// Creates the model.
  public init(_ zeros: ZeroSource, _ counts: CountDistribution) {
    self.zeros = zeros
    self.counts = counts
  }

  private static let turnCount = 30
  /// θ beyond this changes no variance that can be seen.
  private static let largestSize = 1e7
  /// A zero part below this in every row is none.
  private static let smallestInflation = 1e-6

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - counts: The design of the counts, one row an observation.
  ///   - zeros: The design of the zero part.
  ///   - response: Whole numbers, 0 or greater.
  ///   - weights: Prior weights: how often each row stands for itself.
  ///   - offset: A known part of the counts' linear predictor; it has no part in the zeros.
  /// - Throws: As `GeneralisedLinearModel.fit`; `responseNotWhole`; `noExcessZeros` where the zero
  ///   part of an inflated model vanishes; `notOverdispersed` where θ grows without end;
  ///   `notConverged`, `numberOutOfRange`.
  /// - Complexity: O(*rows · columns²*) an iteration.
  public func fit(
    counts: DesignMatrix, zeros: DesignMatrix, response: [Double], weights: [Double]? = nil,
    offset: [Double]? = nil
  ) throws(ModelError) -> ZeroCountFit {
    precondition(
      counts.rowCount == zeros.rowCount, "\(counts.rowCount) and \(zeros.rowCount) rows")
    for design in [counts, zeros] {
      try ModelInput(design: design, response: response, weights: weights, offset: offset)
        .check(for: .poisson)
    }
    if let (rows, count) = ModelError.rows(
      of: response.count, where: { response[$0] != response[$0].rounded() })
    {
      throw .responseNotWhole(rows: rows, count: count)
    }
    let likelihood = ZeroCountLikelihood(
      source: self.zeros, counts: counts, zeros: zeros, response: response, weights: weights,
      offset: offset, estimatesSize: self.counts == .negativeBinomial)
    let start = try start(likelihood)
    let top: (point: [Double], evaluation: LikelihoodEvaluation, iterations: Int)
    do {
      top = try NewtonAscent(evaluate: likelihood.evaluate).maximum(from: start)
    } catch {
      throw explained(error, likelihood, start)
    }
    guard let covariance = top.evaluation.covariance else {
      throw explained(.notConverged(iterations: top.iterations), likelihood, top.point)
    }
    if let reason = degeneracy(likelihood, top.point) { throw reason }
    let fit = ZeroCountFit(
      model: self, likelihood: likelihood, point: top.point, logLikelihood: top.evaluation.value,
      covariance: covariance, iterations: top.iterations)
    try ModelError.requireFinite(covariance.storage, "covariance")
    try ModelError.requireFinite(fit.fitted, "fitted mean")
    return fit
  }

  // MARK: Start

  private func start(_ likelihood: ZeroCountLikelihood) throws(ModelError) -> [Double] {
    switch zeros {
    case .hurdle:
      // The two parts share nothing: the zero part is settled at once.
      let zero = try GeneralisedLinearModel(family: .binomial).fit(
        likelihood.zeros, response: likelihood.response.map { $0 > 0 ? 1 : 0 },
        weights: likelihood.weights)
      let positive = likelihood.response.indices.filter { likelihood.response[$0] > 0 }
      let count = try GeneralisedLinearModel(family: .poisson).fit(
        DesignMatrix(
          names: likelihood.counts.names, matrix: likelihood.counts.matrix.rows(at: positive)),
        response: positive.map { likelihood.response[$0] },
        weights: likelihood.weights.map { weights in positive.map { weights[$0] } },
        offset: likelihood.offset.map { offset in positive.map { offset[$0] } })
      return count.coefficients + zero.coefficients
        + (counts == .negativeBinomial ? [initialLogSize(count.response, count.fitted)] : [])
    case .inflated: return try expectationMaximisation(likelihood)
    }
  }

  /// log θ by moments, kept where the likelihood is not flat.
  private func initialLogSize(_ response: [Double], _ means: [Double]) -> Double {
    var excess = 0.0
    var squares = 0.0
    for (y, mean) in zip(response, means) {
      excess += (y - mean) * (y - mean) - mean
      squares += mean * mean
    }
    return log(min(max(squares / max(excess, 1e-6 * squares), 0.05), 50))
  }

  /// In turn the chance of each zero to be certain, and both parts given those chances.
  private func expectationMaximisation(
    _ likelihood: ZeroCountLikelihood
  ) throws(ModelError) -> [Double] {
    let response = likelihood.response
    guard response.contains(0) else { throw .noExcessZeros }
    let poisson = try GeneralisedLinearModel(family: .poisson).fit(
      likelihood.counts, response: response, weights: likelihood.weights,
      offset: likelihood.offset)
    let isZero = response.map { $0 == 0 ? 1.0 : 0 }
    let logit = try GeneralisedLinearModel(family: .binomial).fit(
      likelihood.zeros, response: isZero, weights: likelihood.weights)
    var beta = poisson.coefficients
    var gamma = logit.coefficients
    var logSize: Double? =
      counts == .negativeBinomial ? initialLogSize(response, poisson.fitted) : nil
    for _ in 0..<Self.turnCount {
      let shares = likelihood.certainty(beta, gamma, size: logSize.map { exp($0) })
      let family: Family = logSize.map { .negativeBinomial(size: exp($0)) } ?? .poisson
      let weights = shares.indices.map { (1 - shares[$0]) * likelihood.weight($0) }
      // A start need not be a maximum: a turn that fails ends the turns.
      guard
        let count = try? GeneralisedLinearModel(family: family, link: .log).fit(
          likelihood.counts, response: response, weights: weights, offset: likelihood.offset,
          from: beta),
        let zero = try? GeneralisedLinearModel(family: .binomial).fit(
          likelihood.zeros, response: shares, weights: likelihood.weights, offset: nil, from: gamma)
      else { break }
      beta = count.coefficients
      gamma = zero.coefficients
      if let size = logSize.map({ exp($0) }) {
        let next = try? SizeLikelihood(response: response, weights: weights)
          .maximum(means: count.fitted, from: size)
        logSize = log(min(next ?? size, 1e3))
      }
    }
    return beta + gamma + (logSize.map { [$0] } ?? [])
  }

  // MARK: Limits

  /// The limit a point has run to, if any.
  private func degeneracy(_ likelihood: ZeroCountLikelihood, _ point: [Double]) -> ModelError? {
    let parts = likelihood.parts(point)
    if let size = parts.size, size > Self.largestSize { return .notOverdispersed }
    let inflation = likelihood.zeros.linearPredictor(parts.gamma).map { Logistic($0).probability }
    if zeros == .inflated, (inflation.max() ?? 1) < Self.smallestInflation {
      return .noExcessZeros
    }
    return nil
  }

  /// A failure to converge by what the parameters were on their way to.
  private func explained(
    _ error: ModelError, _ likelihood: ZeroCountLikelihood, _ point: [Double]
  ) -> ModelError {
    guard case .notConverged = error else { return error }
    return degeneracy(likelihood, point) ?? error
  }
}
