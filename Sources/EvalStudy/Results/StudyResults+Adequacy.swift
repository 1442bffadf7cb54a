public import EvalStats

extension StudyResults {
  /// What a source can carry, judged before any outcome is looked at.
  public struct AdequacyVerdict: Sendable, Codable, Equatable {
    /// How far a source or an outcome can be relied on.
    public enum Verdict: String, Sendable, Codable, Comparable {
      case adequate, withCare, notUsable

      public static func < (left: Verdict, right: Verdict) -> Bool { left.weight < right.weight }

      private var weight: Int {
        switch self {
        case .adequate: 0
        case .withCare: 1
        case .notUsable: 2
        }
      }
    }

    public var source: String
    public var verdict: Verdict
    /// What was found, in plain English.
    public var reasons: [String]
    /// The same with names for programs; absent in results of an older layout.
    public var findings: [AdequacyFinding]?

    /// Creates a verdict from what was found.
    public init(source: String, verdict: Verdict, findings: [AdequacyFinding]) {
      self.source = source
      self.verdict = verdict
      self.findings = findings
      reasons = findings.map(\.text)
    }
  }

  /// One thing found about a source.
  public struct AdequacyFinding: Sendable, Codable, Equatable {
    /// A stable name, listed in `Documentation/adequacy.md`.
    public var code: String
    /// What it makes of the verdict by itself.
    public var weight: AdequacyVerdict.Verdict
    /// The finding in plain English.
    public var text: String
    /// The setting it concerns, of a source that records several; `nil` for all of them.
    public var setting: String?
  }

  /// What the data can carry for one outcome in one window.
  public struct OutcomeAdequacy: Sendable, Codable, Equatable {
    public var outcome: String
    public var label: String
    public var windowMonths: Int
    public var verdict: AdequacyVerdict.Verdict
    public var reasons: [String]
    /// How far an estimate would move if records after the index date were missing, before any is
    /// known: the ratio that no effect would look like, by share of missing records.
    public var ifRecordsAreMissing: [MissingRecordsRow]
    /// The share of records at which the estimate of this study would become 1, and the sentence;
    /// `nil` before it is known, or where the study found no fall.
    public var tippingPoint: TippingPoint?
    /// How that is to be read.
    public var sentence: String
  }

  /// What a share of missing records would make of no effect.
  public struct MissingRecordsRow: Sendable, Codable, Equatable {
    /// Records missing after the index date, of people taken on only.
    public var missingShare: Double
    /// The ratio of rates of change that no effect would look like.
    public var apparentRatio: Double
  }

  /// How many missing records would explain a finding.
  public struct TippingPoint: Sendable, Codable, Equatable {
    /// The share of missing records at which the estimate is 1.
    public var estimateShare: Double?
    /// The share at which the interval first holds 1; `nil` where it does already.
    public var intervalShare: Double?
    public var sentence: String
  }

  /// Of how many people taken on a source holds nothing in a month before or after.
  public struct LinkageRow: Sendable, Codable, Equatable {
    public var source: String
    /// −12…−1 before the index date, 1…12 after it.
    public var month: Int
    /// People alive and registered throughout the month.
    public var people: DisclosedCount
    public var shareWithoutRecord: Double?
  }
}
