/// Cochran's Q: Σ(yᵢ − μ̂)²/SEᵢ² with the fixed-effect μ̂, against χ² if all true effects are equal.
public struct CochranQ: Sendable, Equatable {
  /// Q.
  public let statistic: Double
  /// Groups less coefficients.
  public let degreesOfFreedom: Int
  /// The chance of a Q at least as large if the true effects were equal. With few or imprecise
  /// groups a large p-value does not show that they are.
  public let pValue: Double

  init?(_ fixed: InverseVarianceFit) {
    guard fixed.degreesOfFreedom > 0 else { return nil }
    statistic = fixed.weightedResidualSquares
    degreesOfFreedom = fixed.degreesOfFreedom
    pValue = ChiSquared(degreesOfFreedom: Double(degreesOfFreedom)).survival(statistic)
  }
}

extension MetaAnalysis {
  /// The test that all groups have the same true effect; `nil` with one group.
  public var cochranQ: CochranQ? { CochranQ(fixed) }

  /// I², the share of the estimates' variance that is due to true differences: τ²/(τ² + s̃²) with
  /// the typical variance s̃² = (k − 1)/tr P of Higgins and Thompson 2002, doi:10.1002/sim.1186; for
  /// the fixed effect max(0, 1 − (k − 1)/Q), which is also what DerSimonian and Laird's τ² gives.
  ///
  /// It grows with the size of the groups: a large I² does not mean large differences. `nil` with
  /// one group.
  public var iSquared: Double? {
    guard let q = cochranQ, let typicalVariance else { return nil }
    guard estimator != .fixedEffect else {
      return q.statistic > 0 ? max(0, 1 - Double(q.degreesOfFreedom) / q.statistic) : 0
    }
    return tauSquared / (tauSquared + typicalVariance)
  }

  /// H², the variance of the estimates over what chance alone would give: τ²/s̃² + 1; for the fixed
  /// effect Q/(k − 1). `nil` with one group.
  public var hSquared: Double? {
    guard let q = cochranQ, let typicalVariance else { return nil }
    guard estimator != .fixedEffect else { return q.statistic / Double(q.degreesOfFreedom) }
    return tauSquared / typicalVariance + 1
  }

  private var typicalVariance: Double? { fixed.typicalVariance }

  /// The 95% interval of τ² by Q-profiling (Viechtbauer 2007, doi:10.1002/sim.2514): the values at
  /// which the generalised Q stands at the 97.5% and 2.5% points of χ²(k − 1).
  ///
  /// 0…0 means that the estimates lie closer together than chance would have them, so that no τ² is
  /// in keeping with them. `nil` with one group.
  public var tauSquaredInterval: ClosedRange<Double>? {
    fixed.profileInterval(groups.estimates, variances: groups.variances)
  }

  /// The interval of I² that belongs to that of τ².
  public var iSquaredInterval: ClosedRange<Double>? {
    guard let range = tauSquaredInterval, let typicalVariance else { return nil }
    func share(_ value: Double) -> Double { value / (value + typicalVariance) }
    return share(range.lowerBound)...share(range.upperBound)
  }
}

extension InverseVarianceFit {
  /// s̃² = (k − p)/tr P, of the fit at τ² = 0; `nil` without degrees of freedom.
  var typicalVariance: Double? {
    degreesOfFreedom > 0 ? Double(degreesOfFreedom) / projectionTrace : nil
  }

  /// The Q-profile interval of τ²; `nil` without degrees of freedom.
  func profileInterval(_ response: [Double], variances: [Double]) -> ClosedRange<Double>? {
    guard degreesOfFreedom > 0 else { return nil }
    let reference = ChiSquared(degreesOfFreedom: Double(degreesOfFreedom))
    guard
      let variance = try? BetweenGroupVariance(response, variances: variances, design: design),
      let lower = try? variance.tauSquared(whereQIs: reference.upperQuantile(0.025)),
      let upper = try? variance.tauSquared(whereQIs: reference.quantile(0.025))
    else { return nil }
    return min(lower, upper)...max(lower, upper)
  }
}
