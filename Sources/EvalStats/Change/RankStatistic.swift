/// A test whose statistic is a sum of ranks, near normal for many values.
public protocol RankStatistic {
  /// The statistic less its expectation under the null hypothesis.
  var distance: Double { get }
  /// The statistic's variance under the null hypothesis, which accounts for ties.
  var variance: Double { get }
}

extension RankStatistic {
  /// (W − E W ∓ ½)/√Var W, the half towards zero where continuity is corrected for.
  ///
  /// - Parameter alternative: A one-sided one takes the half on its own side.
  public func standardised(
    _ alternative: Alternative = .twoSided, continuityCorrection: Bool = false
  ) -> Double {
    let half: Double =
      switch alternative {
      case .twoSided: distance == 0 ? 0 : distance > 0 ? 0.5 : -0.5
      case .less: -0.5
      case .greater: 0.5
      }
    return (distance - (continuityCorrection ? half : 0)) / variance.squareRoot()
  }

  /// The p-value from the normal approximation, however few the values.
  ///
  /// The test's own p-values are better where they are exact: this is for reading analyses that
  /// approximated.
  public func normalPValue(
    _ alternative: Alternative = .twoSided, continuityCorrection: Bool = true
  ) -> Double {
    let z = standardised(alternative, continuityCorrection: continuityCorrection)
    return alternative.pValue(
      less: Normal.standard.cumulative(z), greater: Normal.standard.survival(z))
  }
}

extension SignedRankTest: RankStatistic {
  /// W⁺ − E W⁺
  public var distance: Double { statistic - expectation }
}

extension RankSumTest: RankStatistic {
  /// The rank sum less its expectation.
  public var distance: Double { rankSum - expectation }
}
