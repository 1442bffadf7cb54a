private import CBoostMath

/// The binomial distribution: the number of successes in n independent trials of probability π.
///
/// P(X = k) = C(n, k) πᵏ (1 − π)ⁿ⁻ᵏ.
public struct Binomial: DiscreteDistribution, Equatable {
  /// n ≥ 0
  public let trials: Int
  /// π in [0, 1]
  public let probability: Double

  /// - Precondition: 0 ≤ `trials` ≤ 2⁵³ and 0 ≤ `probability` ≤ 1.
  public init(trials: Int, probability: Double) {
    requireCount(trials, "number of trials")
    requireProbability(probability)
    self.trials = trials
    self.probability = probability
  }

  /// The only possible count, if there is but one.
  private var certainty: Int? {
    if trials == 0 || probability == 0 { return 0 }
    return probability == 1 ? trials : nil
  }

  public func cumulative(_ k: Int) -> Double {
    if k < 0 || k >= trials { return k < 0 ? 0 : 1 }
    if let certainty { return k >= certainty ? 1 : 0 }
    return cbm_binomial_cdf(Double(trials), probability, Double(k))
  }

  public func survival(_ k: Int) -> Double {
    if k < 0 || k >= trials { return k < 0 ? 1 : 0 }
    if let certainty { return k >= certainty ? 0 : 1 }
    return cbm_binomial_sf(Double(trials), probability, Double(k))
  }

  public func quantile(_ p: Double) -> Int {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? 0 : trials }
    if let certainty { return certainty }
    return Int(cbm_binomial_quantile(Double(trials), probability, p))
  }

  public func upperQuantile(_ p: Double) -> Int {
    requireProbability(p)
    if p == 0 || p == 1 { return p == 0 ? trials : 0 }
    if let certainty { return certainty }
    return Int(cbm_binomial_upper_quantile(Double(trials), probability, p))
  }

  public func mass(_ k: Int) -> Double {
    if k < 0 || k > trials { return 0 }
    if let certainty { return k == certainty ? 1 : 0 }
    return cbm_binomial_pmf(Double(trials), probability, Double(k))
  }

  public func logMass(_ k: Int) -> Double {
    if k < 0 || k > trials { return -.infinity }
    if let certainty { return k == certainty ? 0 : -.infinity }
    return cbm_binomial_log_pmf(Double(trials), probability, Double(k))
  }
}
