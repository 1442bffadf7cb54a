internal import EvalLinearAlgebra

/// The estimates of several groups put together, and how much the groups differ.
///
/// μ̂ = Σwᵢyᵢ/Σwᵢ with wᵢ = 1/(SEᵢ² + τ²). With random effects the groups' true effects scatter
/// about μ with variance τ², and μ̂ is the mean of that distribution, not the effect anyone of the
/// groups has; with the fixed effect they are all taken to be the same. Standard errors are taken as
/// known, which makes small groups count for too much when their errors are poorly estimated.
///
/// The groups must not share people. That groups differ by more than chance does not say why.
public struct MetaAnalysis: Sendable {
  /// What is pooled.
  public let groups: GroupEstimates
  /// How τ² was estimated.
  public let estimator: HeterogeneityEstimator
  /// At the estimated τ², and at τ² = 0.
  let fit: InverseVarianceFit
  let fixed: InverseVarianceFit

  /// Pools the groups.
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups` with one group, unless the effect is fixed.
  /// - Complexity: O(*k*) times some hundred for REML and Paule–Mandel.
  public init(
    _ groups: GroupEstimates, estimator: HeterogeneityEstimator = .restrictedMaximumLikelihood
  ) throws(HeterogeneityError) {
    guard estimator == .fixedEffect || groups.count >= 2 else {
      throw .tooFewGroups(method: "pooling with random effects", found: groups.count, needed: 2)
    }
    self.groups = groups
    self.estimator = estimator
    let ones = Matrix(rowCount: groups.count, columnCount: 1, repeating: 1)
    do {
      let variance = try BetweenGroupVariance(
        groups.estimates, variances: groups.variances, design: ones)
      fixed = try variance.fit(0)
      fit = try variance.fit(try variance.estimate(estimator))
    } catch {
      // A column of ones with finite, positive weights has full rank.
      throw .noVariation(method: "pooling")
    }
  }

  /// τ², the variance of the groups' true effects, on the logarithmic scale for ratios.
  public var tauSquared: Double { fit.tauSquared }

  /// Each group's part of the pooled estimate; they sum to 1.
  public var weights: [Double] {
    let total = fit.weights.reduce(0, +)
    return fit.weights.map { $0 / total }
  }

  /// μ̂ on the estimates' own scale: a logarithm for ratios.
  var pooledValue: Double { fit.coefficients[0] }

  /// The standard error of μ̂ with τ² taken as known.
  var waldError: Double { fit.inverseInformation[0, 0].squareRoot() }

  /// The pooled estimate with its 95% interval and p-value; the method names the estimator, whether
  /// Hartung and Knapp's factor was truncated at 1, and the degrees of freedom.
  ///
  /// Where all estimates are alike the untruncated Hartung–Knapp variance is 0: no standard error,
  /// interval or p-value is then given, and a caveat says so.
  ///
  /// - Throws: `HeterogeneityError.tooFewGroups` for a Hartung–Knapp interval of one group.
  public func pooled(
    _ interval: PooledInterval = .hartungKnappTruncated
  ) throws(HeterogeneityError) -> Finding {
    let (factor, degreesOfFreedom) = try fit.scaling(for: interval)
    return groups.finding(
      "pooled \(groups.estimand)",
      method: "\(estimator.label), \(groups.count) \(groups.groupNoun), "
        + MetaAnalysis.reference(interval, degreesOfFreedom),
      estimate: pooledValue, standardError: factor.squareRoot() * waldError,
      degreesOfFreedom: degreesOfFreedom, caveats: caveats(interval, factor: factor))
  }

  /// "Hartung–Knapp interval truncated at 1, t(11)".
  static func reference(_ interval: PooledInterval, _ degreesOfFreedom: Double?) -> String {
    interval.label
      + (degreesOfFreedom.map { ", t(\(Decimals.text($0, places: 0)))" } ?? ", normal")
  }

  private func caveats(_ interval: PooledInterval, factor: Double) -> [String] {
    var caveats = groups.caveats
    if factor == 0 {
      caveats.append(
        "The estimates are all alike, so the Hartung–Knapp variance is 0 and gives no interval; "
          + "take the truncated one.")
    }
    if interval == .wald, estimator != .fixedEffect, groups.count < MetaAnalysis.fewGroups {
      caveats.append(
        "With \(groups.count) \(groups.groupNoun) a Wald interval is too narrow; Hartung–Knapp's is "
          + "the better choice.")
    }
    if estimator == .fixedEffect, let q = cochranQ, q.pValue < 0.1 {
      caveats.append(
        "The \(groups.groupNoun) differ by more than a fixed effect allows "
          + "(\(Finding.pText(q.pValue))); the pooled estimate is their weighted mean and its "
          + "interval leaves their differences out.")
    }
    return caveats
  }

  /// Below this number of groups the uncertainty of τ² itself matters to the interval.
  private static let fewGroups = 20
}
