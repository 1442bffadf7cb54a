internal import EvalLinearAlgebra

/// Estimates of τ², the variance of the groups' true effects about their regression.
struct BetweenGroupVariance: Sendable {
  let response: [Double]
  let variances: [Double]
  let design: Matrix
  /// Σe² of the unweighted fit, which bounds every root below.
  private let residualSquares: Double

  init(
    _ response: [Double], variances: [Double], design: Matrix
  ) throws(LinearAlgebraError) {
    self.response = response
    self.variances = variances
    self.design = design
    let plain = try LeastSquares(design, response)
    let squares = plain.residuals.reduce(0) { $0 + $1 * $1 }
    let size = response.reduce(0) { $0 + $1 * $1 }
    // Residuals are exact to some 1e-16 of the responses: below that the estimates are alike.
    residualSquares = squares > 1e-30 * size ? squares : 0
  }

  /// k − p.
  private var degreesOfFreedom: Double { Double(design.rowCount - design.columnCount) }

  /// The estimate; 0 for the fixed effect.
  ///
  /// - Complexity: O(*k·p²*) times some hundred for REML and Paule–Mandel.
  func estimate(_ estimator: HeterogeneityEstimator) throws(LinearAlgebraError) -> Double {
    switch estimator {
    case .fixedEffect: return 0
    case .derSimonianLaird:
      let fixed = try fit(0)
      return max(0, (fixed.weightedResidualSquares - degreesOfFreedom) / fixed.projectionTrace)
    case .pauleMandel: return try tauSquared(whereQIs: degreesOfFreedom)
    case .restrictedMaximumLikelihood: return try restrictedMaximumLikelihood()
    }
  }

  /// The fit at a value of τ².
  func fit(_ tauSquared: Double) throws(LinearAlgebraError) -> InverseVarianceFit {
    try InverseVarianceFit(
      response, variances: variances, design: design, tauSquared: tauSquared)
  }

  /// The τ² at which the generalised Q, which falls in τ², comes down to a value; 0 if it starts
  /// below.
  ///
  /// Q(τ²) ≤ Σe²/τ² with the unweighted residuals e, so the root is at most Σe²/value.
  func tauSquared(whereQIs value: Double) throws(LinearAlgebraError) -> Double {
    guard residualSquares > 0, try fit(0).weightedResidualSquares > value else { return 0 }
    return try root(from: 0, to: residualSquares / value) { fit in
      fit.weightedResidualSquares - value
    }
  }

  /// The τ² ≥ 0 of the highest restricted likelihood.
  ///
  /// Its slope is yᵀPPy − tr P ≤ Σe²/τ⁴ − (k − p)/(max v + τ²), negative beyond a bound M. The range
  /// below M is searched for every change of the slope from + to − on a grid that halves from M
  /// down, each is closed in on by bisection, and the highest wins: the likelihood may have several
  /// maxima, which an iteration from one start would not see.
  private func restrictedMaximumLikelihood() throws(LinearAlgebraError) -> Double {
    guard residualSquares > 0, let largest = variances.max() else { return 0 }
    let share = residualSquares / degreesOfFreedom
    let bound = (share + (share * share + 4 * share * largest).squareRoot()) / 2
    var grid = [bound]
    for _ in 0..<BetweenGroupVariance.halvings { grid.append((grid.last ?? bound) / 2) }
    grid.append(0)
    grid.reverse()
    let slopes = try grid.map { (point) throws(LinearAlgebraError) in
      try fit(point).restrictedScore
    }
    var candidates = slopes[0] <= 0 ? [0.0] : []
    for place in grid.indices.dropLast() where slopes[place] > 0 && slopes[place + 1] <= 0 {
      candidates.append(
        try root(from: grid[place], to: grid[place + 1]) { $0.restrictedScore })
    }
    var best = (tauSquared: 0.0, likelihood: -Double.infinity)
    for candidate in candidates {
      let likelihood = try fit(candidate).restrictedLogLikelihood
      if likelihood > best.likelihood { best = (candidate, likelihood) }
    }
    return best.tauSquared
  }

  /// Steps of the grid: down to 10⁻¹² of the bound.
  private static let halvings = 40

  /// Where a function that is positive at `low` and not at `high` changes sign, to the last bits.
  private func root(
    from low: Double, to high: Double, _ value: (InverseVarianceFit) -> Double
  ) throws(LinearAlgebraError) -> Double {
    var (low, high) = (low, high)
    // From a range of 10⁻¹² to the last bit of a number that small takes under 200 halvings.
    for _ in 0..<200 where high - low > 4e-16 * high {
      let middle = low + (high - low) / 2
      if value(try fit(middle)) > 0 { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }
}
