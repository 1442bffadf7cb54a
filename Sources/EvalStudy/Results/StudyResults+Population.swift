public import EvalStats

extension StudyResults {
  /// How use is spread over the people of the register, and whom the programme has reached.
  ///
  /// Made of the year before the first admitted index date and of index dates alone: no outcome.
  public struct PopulationResult: Sendable, Codable, Equatable {
    /// The day before which the year ends.
    public var date: String
    /// People alive and on the register throughout that year.
    public var people: DisclosedCount
    public var concentration: [ConcentrationResult]
    public var reach: [ReachResult]
    /// What sets those reached apart from those who were not.
    public var reachComparison: [ReachComparison]
    /// Who referred people to their first contact, and where it took place; 1.5.
    public var firstContacts: [FirstContactResult]?
    /// People taken on whom the register does not hold on any admitted index date.
    public var seenButNotEligible: DisclosedCount?
    /// The top of the risk scores, if there are scores.
    public var topRisk: TopRisk?
    public var sentences: [String]
  }

  /// How one kind of use, or its cost, is spread.
  public struct ConcentrationResult: Sendable, Codable, Equatable {
    /// The setting, or "total" for the cost of all that is priced.
    public var setting: String
    public var label: String
    /// What is spread: "attendances", "pounds".
    public var unit: String
    public var gini: Double?
    /// By share of people, the share of the whole that those with most have.
    public var topShares: [TopShare]
    /// The Lorenz curve, at most 101 points; `nil` where it would tell of few people.
    public var curve: [CurvePoint]?
  }

  /// What the people at the top have.
  public struct TopShare: Sendable, Codable, Equatable {
    public var people: Double
    public var amount: Double?
  }

  /// A point of a Lorenz curve: this share of people, from those with least, has this share.
  public struct CurvePoint: Sendable, Codable, Equatable {
    public var people: Double
    public var amount: Double
  }

  /// Which share of the eligible a group has seen.
  public struct ReachResult: Sendable, Codable, Equatable {
    /// The column that makes the groups, "network", or `segments`.
    public var grouping: String
    /// The grouping of the protocol's segments.
    public static let segments = "segment"
    /// The group; "all" for the whole.
    public var group: String
    public var eligible: DisclosedCount
    public var seen: DisclosedCount
    public var share: Double?
    /// Whether the share differs from the whole by more than chance (99.8% limits).
    public var differsBeyondChance: Bool
  }

  /// A characteristic of those reached and of those eligible and not reached.
  public struct ReachComparison: Sendable, Codable, Equatable {
    public var covariate: String
    public var isBinary: Bool
    public var meanSeen: Double?
    public var meanNotSeen: Double?
    /// Over the standard deviation of those reached.
    public var standardisedDifference: Double?
  }

  /// People by who referred them to their first contact on an admitted day, or by its place.
  public struct FirstContactResult: Sendable, Codable, Equatable {
    /// "referral source" or "site".
    public var grouping: String
    /// The group; "not recorded" for contacts without one, "all" for the whole.
    public var group: String
    public var people: DisclosedCount
  }

  /// The people at the top of the risk scores.
  public struct TopRisk: Sendable, Codable, Equatable {
    /// Per cent of people with a score.
    public var percentage: Double
    public var people: DisclosedCount
    /// Those of them taken on by the end of the index dates.
    public var seen: DisclosedCount
    /// People without a score.
    public var withoutScore: DisclosedCount
  }
}
