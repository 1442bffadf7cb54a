internal import Foundation

extension BalanceTable {
  /// A way to say how far apart the arms are in one column, 0 where they agree.
  public enum Distance: String, Sendable, CaseIterable, Codable {
    /// |standardised difference|.
    case standardisedDifference
    /// |log variance ratio|.
    case varianceRatio
    /// Mean difference of the empirical distributions.
    case ecdfMean
    /// Largest difference of the empirical distributions.
    case ecdfMaximum
  }
}

extension BalanceTable.Row {
  /// How far apart the arms are at a stage.
  ///
  /// - Returns: `nil` where the measure is not defined.
  public func distance(
    _ distance: BalanceTable.Distance, _ stage: BalanceTable.Stage,
    by denominator: BalanceTable.Denominator = .treated
  ) -> Double? {
    let measures = stage == .before ? before : after
    return switch distance {
    case .standardisedDifference: standardisedDifference(stage, by: denominator).map(abs)
    case .varianceRatio: measures?.varianceRatio.flatMap { $0 > 0 ? abs(log($0)) : nil }
    case .ecdfMean: measures?.ecdfMeanDifference
    case .ecdfMaximum: measures?.ecdfMaximumDifference
    }
  }

  /// By how many per cent matching brought the arms nearer: 100 (|before| − |after|) / |before|;
  /// negative where it moved them apart.
  ///
  /// - Returns: `nil` where the arms agreed before, and where a measure is not defined.
  public func percentImprovement(
    in distance: BalanceTable.Distance = .standardisedDifference,
    by denominator: BalanceTable.Denominator = .treated
  ) -> Double? {
    BalanceSummary.percentImprovement(
      from: self.distance(distance, .before, by: denominator),
      to: self.distance(distance, .after, by: denominator))
  }

  /// The standard error of the standardised difference, for the size of the sample alone.
  ///
  /// √(1/n₁ + 1/n₀ + d²/(2 (n₁ + n₀))) with the effective sizes of those observed (Hedges 1981,
  /// doi:10.3102/10769986006002107): with 123 pairs about 0.13, so that a difference of 0.1 says
  /// little. It takes the arms as two samples; members of a set that are alike make it smaller.
  ///
  /// - Returns: `nil` where the difference is not defined.
  public func standardErrorOfDifference(
    _ stage: BalanceTable.Stage, by denominator: BalanceTable.Denominator = .treated
  ) -> Double? {
    guard let difference = standardisedDifference(stage, by: denominator),
      let measures = stage == .before ? before : after
    else { return nil }
    let (treated, control) = (measures.effectiveTreated, measures.effectiveControl)
    return (1 / treated + 1 / control + difference * difference / (2 * (treated + control)))
      .squareRoot()
  }
}
