extension SignedRankTest {
  /// (W⁺ − E W⁺ ∓ ½)/√Var W⁺, the half towards zero where continuity is corrected for.
  ///
  /// - Parameter alternative: A one-sided one takes the half on its own side.
  public func standardised(
    _ alternative: Alternative = .twoSided, continuityCorrection: Bool = false
  ) -> Double {
    standardisedDistance(
      statistic - expectation, variance: variance, alternative,
      continuityCorrection: continuityCorrection)
  }

  /// The p-value from the normal approximation, whatever the number of differences.
  ///
  /// `pLess`, `pGreater` and `pTwoSided` are better below 200 differences: this is for reading
  /// analyses that approximated.
  public func normalPValue(
    _ alternative: Alternative = .twoSided, continuityCorrection: Bool = true
  ) -> Double {
    let z = standardised(alternative, continuityCorrection: continuityCorrection)
    return alternative.pValue(
      less: Normal.standard.cumulative(z), greater: Normal.standard.survival(z))
  }
}

/// A rank statistic's distance from its expectation in standard deviations, half a rank nearer
/// where continuity is corrected for.
func standardisedDistance(
  _ distance: Double, variance: Double, _ alternative: Alternative, continuityCorrection: Bool
) -> Double {
  let half: Double =
    switch alternative {
    case .twoSided: distance == 0 ? 0 : distance > 0 ? 0.5 : -0.5
    case .less: -0.5
    case .greater: 0.5
    }
  return (distance - (continuityCorrection ? half : 0)) / variance.squareRoot()
}
