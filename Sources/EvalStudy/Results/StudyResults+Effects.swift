public import EvalStats

// Effects month by month and group by group.
extension StudyResults {
  /// The ratio of the arms' rates month by month, against its value in the reference months.
  public struct EventStudyResult: Sendable, Codable, Equatable {
    public var outcome: String
    public var label: String
    /// The months all are measured against: −12…−7.
    public var referenceFrom: Int
    public var referenceTo: Int
    public var months: [EventMonth]
    /// Whether the arms moved together before the index date; `nil` where it could not be tested.
    public var preTrend: PreTrend?
    /// Why there is nothing, when there is nothing.
    public var notEstimated: String?
  }

  /// One month of an event study.
  public struct EventMonth: Sendable, Codable, Equatable {
    /// −12…−1, 1…12.
    public var month: Int
    public var ratio: Double?
    /// The month's own 95% interval.
    public var lower: Double?
    public var upper: Double?
    /// The band that holds all months at once with 95% confidence.
    public var bandLower: Double?
    public var bandUpper: Double?
    /// Why there is no ratio, when there is none.
    public var notShown: String?
  }

  /// Whether the arms moved together before the index date.
  public struct PreTrend: Sendable, Codable, Equatable {
    /// The joint test of the months before; its estimate is F.
    public var test: Finding
    /// The slope over the months before: a factor a month.
    public var slope: Finding
    /// The factor over twelve months that a slope just too small to detect comes to.
    public var undetectedDrift: Double?
  }

  /// An outcome in its main window, group by group.
  public struct SubgroupResult: Sendable, Codable, Equatable {
    public var outcome: String
    public var label: String
    public var windowMonths: Int
    /// The column of the register.
    public var attribute: String
    /// What readers call the groups, in the plural.
    public var groupNoun: String
    public var groups: [Group]
    /// The test that the groups do not differ; its estimate is F.
    public var interaction: Finding?
    /// The factor for each step up ordered groups.
    public var trend: Finding?
    /// The mean effect over the groups, random effects.
    public var pooled: Finding?
    /// The share of the estimates' spread that is real difference.
    public var iSquared: Double?
    /// Where a further group would lie; from 10 groups on.
    public var prediction: Finding?
    /// The finding in plain English.
    public var sentence: String?
    /// Why there is nothing, when there is nothing.
    public var notEstimated: String?

    /// One group.
    public struct Group: Sendable, Codable, Equatable {
      public var label: String
      public var people: DisclosedCount
      public var sets: DisclosedCount
      /// The rate-of-change ratio of the group by itself.
      public var ratio: Finding?
      /// The same drawn towards the mean of all groups by as much as it is uncertain.
      public var shrunken: Finding?
      public var notEstimated: String?
    }
  }
}
