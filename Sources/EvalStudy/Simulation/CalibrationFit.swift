public import EvalStats

/// One way to analyse a simulated study.
public enum CalibrationFit: String, Sendable, CaseIterable {
  /// Matched on recent use, the ratio of changes with its interval clustered by matched set.
  case recentUse
  /// The same, matched on use in months −24…−13 in place of recent use.
  case withoutRecentUse
  /// The ratio after the index date, adjusted for use before it, in the sets of the protocol's match.
  case adjustedForBaseline
  /// The ratio of changes with the standard error of independent Poisson counts, in the same sets.
  case plainPoisson
  /// The ratio of the rates before the index date, in the same sets: no estimate of an effect, but
  /// how alike the match made the arms in what the change is measured from. Its truth is 1.
  case ratioBefore
  /// Matched on recent use; people taken on later serve as controls and are followed to the day
  /// before.
  case laterCensored
  /// Matched on recent use; people taken on later serve as controls and are followed beyond.
  case laterFollowed
  /// Matched on recent use; controls are never taken on.
  case neverTreated

  /// What the protocol takes for the main fit where it names a mechanism of selection.
  public static func main(for mechanism: SelectionModel.Mechanism) -> CalibrationFit {
    mechanism == .latentNeed ? .withoutRecentUse : .recentUse
  }

  /// What is tried where people are selected by a mechanism.
  public static func tried(under mechanism: SelectionModel.Mechanism) -> [CalibrationFit] {
    mechanism == .recordedUse
      ? allCases
      : [.recentUse, .withoutRecentUse, .adjustedForBaseline, .plainPoisson, .ratioBefore]
  }

  /// The fit in a few words.
  public var label: String {
    switch self {
    case .recentUse: "matched on recent use"
    case .withoutRecentUse: "matched without recent use (use in months −24…−13)"
    case .adjustedForBaseline: "ratio after, adjusted for use before"
    case .plainPoisson: "plain Poisson standard error"
    case .ratioBefore: "ratio of rates before the index date"
    case .laterCensored: "later-treated kept as controls, censored at their own index date"
    case .laterFollowed: "later-treated kept as controls, followed beyond it"
    case .neverTreated: "never-treated controls only"
    }
  }

  /// What the fit should find where the programme multiplies use by a ratio.
  func target(_ ratio: Double) -> Double { self == .ratioBefore ? 1 : ratio }
}
