public import EvalStats

extension StudyProtocol {
  /// Whom to compare with whom.
  public struct MatchingPlan: Sendable, Equatable {
    /// What matched people should have in common, all known the day before the index date.
    public var covariates: [Covariate]
    /// What they must have in common exactly.
    public var exact: [ExactKey]
    /// How far single characteristics may lie apart.
    public var within: [CovariateCaliper]
    /// Columns of the register in which they must differ.
    public var antiExact: [String]
    /// People who are no candidates because of a column of the register.
    public var excludedControls: [ControlExclusion]
    /// By what controls are chosen.
    public var order: ControlOrder
    /// The widest difference in score, in standard deviations; `nil` for any, or without a score.
    public var caliper: Double?
    /// Controls sought for each treated person.
    public var ratio: Int
    /// Controls a treated person needs to be kept.
    public var minimumControls: Int
    /// In how many sets one control may serve: 1 is without replacement.
    public var maximumReuse: Int
    /// Whether people taken on later may be controls until then.
    public var laterTreated: LaterTreatedPolicy
    /// What happens to people of whom a covariate is missing.
    public var missing: MissingRule
  }

  /// By what controls are chosen among those whom the rules admit.
  public enum ControlOrder: String, Sendable, Equatable, CaseIterable {
    /// The nearest score.
    case score
    /// Without a score: the nearest by the characteristics of `within`.
    case nearest
    /// Without a score: at random, by the seed of the study.
    case random
  }

  /// A characteristic matched people share exactly.
  public enum ExactKey: Sendable, Hashable {
    /// Recorded sex.
    case sex
    /// The band of age at the index date; each number opens a band.
    case ageBand([Int])
    /// A column of the register.
    case attribute(String)
  }

  /// Whether people taken on after an index date may serve as controls at it.
  public enum LaterTreatedPolicy: String, Sendable, Equatable, CaseIterable {
    /// Not if they are taken on within the follow-up months.
    case exclude
    /// They may, and are censored at their own index date.
    case censor
    /// People who are ever taken on are never controls.
    case neverTreatedOnly = "never"
  }
}

extension StudyProtocol.MatchingPlan {
  /// Bands of age that are common in NHS tables of older adults.
  public static let defaultAgeBands = [18, 50, 65, 75, 85]
}
