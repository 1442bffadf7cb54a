/// How far apart the arms may be before a reader is told.
public struct BalanceThresholds: Sendable, Equatable, Codable {
  /// |Standardised difference| above which a column is flagged.
  public var flaggedDifference: Double
  /// |Standardised difference| above which a column fails, whatever chance could do.
  public var failedDifference: Double
  /// Variance ratios outside are flagged.
  public var expectedVarianceRatio: ClosedRange<Double>
  /// Variance ratios outside fail, whatever chance could do.
  public var toleratedVarianceRatio: ClosedRange<Double>
  /// Largest difference of the distributions above which a column is flagged.
  public var flaggedKolmogorovSmirnov: Double

  /// Creates thresholds.
  ///
  /// - Precondition: what fails is flagged too.
  public init(
    flaggedDifference: Double = 0.1, failedDifference: Double = 0.25,
    expectedVarianceRatio: ClosedRange<Double> = 0.8...1.25,
    toleratedVarianceRatio: ClosedRange<Double> = 0.5...2, flaggedKolmogorovSmirnov: Double = 0.05
  ) {
    precondition(
      flaggedDifference >= 0 && flaggedDifference <= failedDifference,
      "flagged above \(flaggedDifference), failed above \(failedDifference)")
    precondition(
      toleratedVarianceRatio.lowerBound <= expectedVarianceRatio.lowerBound
        && expectedVarianceRatio.upperBound <= toleratedVarianceRatio.upperBound,
      "expected \(expectedVarianceRatio), tolerated \(toleratedVarianceRatio)")
    self.flaggedDifference = flaggedDifference
    self.failedDifference = failedDifference
    self.expectedVarianceRatio = expectedVarianceRatio
    self.toleratedVarianceRatio = toleratedVarianceRatio
    self.flaggedKolmogorovSmirnov = flaggedKolmogorovSmirnov
  }

  /// The usual ones: 0.1 and 0.25 standard deviations, variance ratios 0.8–1.25 and 0.5–2, KS 0.05
  /// (Stuart 2010, doi:10.1214/09-STS313; Rubin 2001, doi:10.1023/A:1020363010465).
  public static let usual = BalanceThresholds()

  /// 0.05 and 0.1 standard deviations, the rest as usual: for samples large enough to keep to it.
  public static let strict = BalanceThresholds(flaggedDifference: 0.05, failedDifference: 0.1)
}

/// What thresholds make of a column, the better first.
public enum BalanceVerdict: String, Sendable, Codable, Comparable, CaseIterable {
  /// Inside every threshold.
  case balanced
  /// Over a threshold, by no more than samples of this size differ by chance.
  case withinNoise
  /// Over a threshold, by more than chance.
  case flagged
  /// So far over a threshold that it matters even if it is chance.
  case failed

  /// The better verdict is the lesser.
  public static func < (left: BalanceVerdict, right: BalanceVerdict) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .balanced: 0
    case .withinNoise: 1
    case .flagged: 2
    case .failed: 3
    }
  }
}
