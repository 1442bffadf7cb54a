public import EvalStats

/// The analysis plan of a study: what is asked, of whom, from which extracts and how.
///
/// Written before any outcome is looked at, as a YAML file; every key is documented in
/// `Documentation/protocol.md`. A protocol is hashed, so that results name the plan they follow.
public struct StudyProtocol: Sendable, Equatable {
  /// The title of the report.
  public var title: String
  /// What the study is about, in a few sentences.
  public var description: String
  /// The question in one sentence.
  public var question: String
  /// Whether the data are made by a simulator; reports say so.
  public var isSynthetic: Bool
  /// How people came to be taken on.
  public var selection: SelectionMechanism
  /// The seed of every random step.
  public var seed: UInt64
  /// The calendar of the study.
  public var calendar: Calendar
  /// The extracts.
  public var sources: Sources
  /// Who is kept out, in the order the rules are asked.
  public var exclusions: [Exclusion]
  /// Whom to compare with whom.
  public var matching: MatchingPlan
  /// What is measured; empty where a match alone is wanted.
  public var outcomes: [OutcomePlan]
  /// The one outcome and window that stands apart from multiplicity.
  public var primary: PrimaryOutcome?
  /// Groups of people that may differ in what the programme changed.
  public var subgroups: [SubgroupPlan]
  /// Segments of the register, by which reach is told too; the first that fits has a person.
  public var segments: [SegmentPlan]
  /// What activity costs and who pays; `nil` where the study costs nothing.
  public var costs: CostPlan?
  /// How small counts are hidden.
  public var disclosure: DisclosurePolicy
  /// How many resamples an interval by bootstrap takes.
  public var bootstrapReplicates: Int
  /// How many rearrangements a permutation test draws where it cannot take all.
  public var permutations: Int

  /// How people came to be taken on; decides which of the three fits is the main one.
  public enum SelectionMechanism: String, Sendable, Equatable, CaseIterable {
    /// From the use of services on record: a threshold, a list, a recorded crisis.
    case recordedUse = "recorded use"
    /// By a clinician's view of need that the record does not show.
    case clinicalJudgement = "clinical judgement"
    /// By both.
    case both
  }

  /// The days a study covers.
  public struct Calendar: Sendable, Equatable {
    /// The days on which the extracts are complete.
    public var coverage: ClosedRange<Day>
    /// Settings whose records are complete on fewer days.
    public var settingCoverage: [Setting: ClosedRange<Day>]
    /// The index dates that are admitted.
    public var index: ClosedRange<Day>
    /// Months before the index date a person must have been registered.
    public var lookBackMonths: Int
    /// Months after the index date in which a control must not be taken on.
    public var followUpMonths: Int
  }

  /// One outcome in one window.
  public struct PrimaryOutcome: Sendable, Equatable {
    /// The setting.
    public var setting: Setting
    /// The months before and after.
    public var windowMonths: Int
  }

  /// What is measured in one setting.
  public struct OutcomePlan: Sendable, Equatable {
    /// The setting.
    public var setting: Setting
    /// What readers call it: "A&E attendances".
    public var label: String
    /// Months before and after the index date, each a window of its own.
    public var windowMonths: [Int]
  }

  /// What activity costs and who pays for it.
  public struct CostPlan: Sendable, Equatable {
    /// The table of unit costs.
    public var file: String
    /// The price year of the results: "2016/17".
    public var priceYear: String
    /// The payer of each setting: "ICB", "council".
    public var payers: [Setting: String]
    /// Months before and after the index date.
    public var windowMonths: Int
  }
}
