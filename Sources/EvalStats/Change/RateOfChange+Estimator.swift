extension RateOfChange {
  /// A way of estimating how the change among the treated differs from that among controls.
  ///
  /// They share the data and differ in estimand and assumption: each finding names its own.
  public enum Estimator: String, Sendable, Codable, CaseIterable {
    /// `ratio()`: Poisson with clustered covariance, the default.
    case poisson
    /// `quasiPoisson()`
    case quasiPoisson
    /// `negativeBinomial()`
    case negativeBinomial
    /// `estimatingEquations()`: GEE with exchangeable correlation within sets.
    case estimatingEquations
    /// `conditionalPoisson()`: a level for every member.
    case conditionalPoisson
    /// `adjustedForBaseline()`: the ratio after, given use before.
    case adjustedForBaseline
    /// `difference()`: difference in differences per 1,000 person-months.
    case difference
    /// `averageEffect()`: the effect on the treated per 1,000 person-months, trends parallel in ratio.
    case averageEffect
    /// `setChanges().pairedT()`
    case pairedT
    /// `setChanges().signedRank()`
    case signedRank
    /// `permutation()`: exchanges within matched sets.
    case permutation
    /// `bootstrap()`: an interval without a p-value.
    case bootstrap

    /// The estimator in a reader's words.
    public var label: String {
      switch self {
      case .poisson: "Poisson"
      case .quasiPoisson: "quasi-Poisson"
      case .negativeBinomial: "negative binomial"
      case .estimatingEquations: "GEE, exchangeable"
      case .conditionalPoisson: "conditional Poisson"
      case .adjustedForBaseline: "ratio after, adjusted for use before"
      case .difference: "difference in differences"
      case .averageEffect: "average effect on the treated"
      case .pairedT: "paired t on set-level change"
      case .signedRank: "signed-rank on set-level change"
      case .permutation: "permutation within matched sets"
      case .bootstrap: "bootstrap by matched set"
      }
    }

    /// Whether the finding carries a p-value wherever it can be had; the bootstrap gives an interval
    /// alone.
    public var isTest: Bool { self != .bootstrap }
  }

  /// How often, and from what seed, estimators that resample do so.
  public struct Resampling: Sendable, Hashable {
    /// Where the random numbers begin; each estimator has a stream of its own, so that a finding
    /// does not depend on which others are asked for.
    public let seed: UInt64
    /// Exchanges of a permutation test that cannot be enumerated.
    public let permutations: Int
    /// Resamples of a bootstrap.
    public let resamples: Int

    /// Creates the setting.
    public init(seed: UInt64 = 1, permutations: Int = 9_999, resamples: Int = 1_999) {
      self.seed = seed
      self.permutations = permutations
      self.resamples = resamples
    }
  }

  /// The finding of one estimator, as its own method gives it.
  ///
  /// - Throws: `ChangeError`, as the method named at each case of `Estimator`.
  public func finding(
    by estimator: Estimator, resampling: Resampling = Resampling()
  ) throws(ChangeError) -> Finding {
    switch estimator {
    case .poisson: return try ratio()
    case .quasiPoisson: return try quasiPoisson()
    case .negativeBinomial: return try negativeBinomial()
    case .estimatingEquations: return try estimatingEquations()
    case .conditionalPoisson: return try conditionalPoisson()
    case .adjustedForBaseline: return try adjustedForBaseline()
    case .difference: return try difference()
    case .averageEffect: return try averageEffect()
    case .pairedT: return try setChanges().pairedT()
    case .signedRank: return try setChanges().signedRank()
    case .permutation:
      var generator = SeededGenerator(seed: resampling.seed, stream: 1)
      return try permutation(repetitions: resampling.permutations, using: &generator)
    case .bootstrap:
      var generator = SeededGenerator(seed: resampling.seed, stream: 2)
      return try bootstrap(repetitions: resampling.resamples, using: &generator)
    }
  }
}
