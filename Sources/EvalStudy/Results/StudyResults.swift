public import EvalStats

/// Everything a run found, as it is written to `results.json` and read by the report.
///
/// Counts are `DisclosedCount`: they have been through the study's disclosure policy and cannot be
/// put back. Nothing here depends on the clock, the machine or the number of threads, so the same
/// inputs give the same bytes. The schema is documented in `Documentation/results-schema.md`.
public struct StudyResults: Sendable, Codable, Equatable {
  /// The version of this layout: a new field raises the minor number, a changed one the major.
  public static let currentSchemaVersion = "1.5"

  public var schemaVersion = StudyResults.currentSchemaVersion
  public var study: StudySummary
  public var provenance: Provenance
  public var adequacy: [AdequacyVerdict]
  /// The same by outcome and window; absent in results of an older layout.
  public var outcomeAdequacy: [OutcomeAdequacy]?
  /// Whom sources know, month by month; absent in results of an older layout.
  public var linkage: [LinkageRow]?
  /// How use is spread and whom the programme has reached; absent in results of an older layout.
  public var population: PopulationResult?
  public var flow: [FlowStep]
  public var match: MatchSummary
  public var balance: [BalanceRow]
  /// What thresholds make of the balance after matching; `nil` if nothing could be judged.
  public var balanceJudgement: BalanceJudgement?
  public var monthlyRates: [MonthlyRate]
  public var outcomes: [OutcomeResult]
  public var mortality: [MortalityResult]
  public var costs: [CostResult]
  public var sensitivity: [SensitivityFit]
  /// How the arms parted month by month; absent in results of an older layout.
  public var eventStudies: [EventStudyResult]?
  /// Outcomes by the groups the protocol names; absent in results of an older layout.
  public var subgroups: [SubgroupResult]?
  /// How many tests were run; absent in results of an older layout.
  public var multiplicity: Multiplicity?
  public var caveats: [Caveat]
}

extension StudyResults {
  /// What the study is.
  public struct StudySummary: Sendable, Codable, Equatable {
    public var title: String
    public var description: String
    /// True for data made by the simulator: the report says so at the top of the page.
    public var isSynthetic: Bool
    /// The question in one sentence, for the head of the report.
    public var question: String
    /// First and last day of the data's coverage, ISO 8601.
    public var coverageFrom: String
    public var coverageTo: String
    /// First and last index date admitted, ISO 8601.
    public var indexFrom: String
    public var indexTo: String
    /// The primary outcome and window the protocol declared, if any.
    public var primaryOutcome: String?
    public var primaryWindowMonths: Int?
    /// How people were selected, as the protocol declares: recorded use, clinical judgement, both.
    public var selectionMechanism: String
    /// The disclosure rule in words.
    public var disclosure: String
  }

  /// What went in, so that a reader can tell whether two results come from the same inputs.
  public struct Provenance: Sendable, Codable, Equatable {
    public var evalStatsVersion: String
    public var protocolHash: String
    public var seed: UInt64
    public var inputs: [Input]

    /// One extract and what became of its rows.
    public struct Input: Sendable, Codable, Equatable {
      public var source: String
      public var fileName: String
      public var sha256: String
      /// Rows are counts of people in the register and of their contacts with the team.
      public var rowsRead: DisclosedCount
      public var rowsKept: DisclosedCount
      public var refused: [Refusal]

      /// Rows left out for any reason.
      public var rowsLeftOut: DisclosedCount {
        var sum = 0
        for refusal in refused {
          guard case .exact(let rows) = refusal.rows else { return .suppressed }
          sum += rows
        }
        return .exact(sum)
      }
    }

    /// Rows left out for one reason.
    public struct Refusal: Sendable, Codable, Equatable {
      public var reason: String
      public var rows: DisclosedCount
      /// The first place it happened: "activity.csv.gz, line 17, column 'date'".
      public var firstPlace: String
    }
  }

  /// A step in the flow of people: how many were left, and who was lost and why.
  public struct FlowStep: Sendable, Codable, Equatable {
    public var arm: Arm
    public var label: String
    public var remaining: DisclosedCount
    public var lost: [Loss]

    public struct Loss: Sendable, Codable, Equatable {
      public var reason: String
      public var count: DisclosedCount
    }
  }

  /// How the match was made and what came of it.
  public struct MatchSummary: Sendable, Codable, Equatable {
    /// The design in words, for a statistician.
    public var method: String
    /// Whom the estimate speaks of, in plain words.
    public var population: String
    public var treated: DisclosedCount
    public var treatedMatched: DisclosedCount
    public var treatedUnmatched: [FlowStep.Loss]
    public var candidates: DisclosedCount
    public var controlsMatched: DisclosedCount
    public var sets: DisclosedCount
    public var controlsPerTreated: Double
    /// (Σw)²/Σw² over people, to a whole number, which with equal weights is the number of controls.
    public var effectiveSampleSizeControls: DisclosedCount
    public var maximumReuse: Int
    /// The caliper on the score, in units of the score; `nil` for none.
    public var caliperWidth: Double?
    /// How the people the estimate speaks of differ from those left out, in words; `nil` if nobody
    /// was left out or the disclosure rule hides either group.
    public var populationDifference: String?
    /// The same covariate by covariate, empty in the same cases.
    public var representation: [RepresentationRow]?
  }

  /// One covariate among the treated who were matched and those who found no control.
  public struct RepresentationRow: Sendable, Codable, Equatable {
    public var covariate: String
    /// `nil` where few people have a 0/1 characteristic, or have it not.
    public var meanMatched: Double?
    public var meanUnmatched: Double?
    /// Their difference over the SD of all treated.
    public var standardisedDifference: Double?
  }

  /// What thresholds make of the balance after matching.
  public struct BalanceJudgement: Sendable, Codable, Equatable {
    /// The worst verdict of a characteristic.
    public var verdict: BalanceVerdict
    /// The verdict in plain English.
    public var sentence: String
    /// Whose standard deviation before matching the differences are divided by.
    public var denominator: BalanceTable.Denominator
    /// Mean and largest |standardised difference| before and after.
    public var meanBefore: Double?
    public var meanAfter: Double?
    public var largestBefore: Double?
    public var largestAfter: Double?
    /// By how many per cent the mean fell; `nil` if it was 0.
    public var percentImprovement: Double?
    public var thresholds: BalanceThresholds
  }

  /// One line of Table 1 and one dot pair of the love plot.
  ///
  /// The figures of a 0/1 characteristic are made from the counts as they are shown, `nil` where one
  /// of them is hidden.
  public struct BalanceRow: Sendable, Codable, Equatable {
    public var covariate: String
    public var isBinary: Bool
    public var meanTreated: Double?
    public var meanCandidates: Double?
    public var meanTreatedMatched: Double?
    public var meanControlsMatched: Double?
    /// Standardised with the SD of the treated.
    public var standardisedDifferenceBefore: Double?
    public var standardisedDifferenceAfter: Double?
    /// Standardised with the pooled SD, as NHS reports quote it (before ×100).
    public var standardisedDifferencePooledBefore: Double?
    public var standardisedDifferencePooledAfter: Double?
    public var varianceRatioBefore: Double?
    public var varianceRatioAfter: Double?
    public var kolmogorovSmirnovBefore: Double?
    public var kolmogorovSmirnovAfter: Double?
    public var ecdfMeanDifferenceBefore: Double?
    public var ecdfMeanDifferenceAfter: Double?
    /// What thresholds make of it after matching; `nil` for the score.
    public var verdict: BalanceVerdict?
    /// What is hidden and why, where something is.
    public var note: String?
  }

  /// The rate of an outcome in a month before (−12…−1) or after (1…12) the index date.
  public struct MonthlyRate: Sendable, Codable, Equatable {
    public var outcome: String
    public var arm: Arm
    public var month: Int
    /// Events (or pounds) per 1,000 person-months; `nil` where suppressed or without person-time.
    public var rate: Double?
    public var lower: Double?
    public var upper: Double?
  }

  /// Crude figures of one arm in one window.
  public struct ArmRates: Sendable, Codable, Equatable {
    public var arm: Arm
    public var people: DisclosedCount
    public var eventsBefore: DisclosedCount
    public var eventsAfter: DisclosedCount
    /// In proportion to the people as they are shown; `nil` where those are suppressed.
    public var personMonthsBefore: Double?
    public var personMonthsAfter: Double?
    /// Weighted rates per 1,000 person-months alive and registered; `nil` where suppressed.
    public var rateBefore: Double?
    public var rateAfter: Double?
    /// Weighted mean per person over the fixed window, 0 after death; `nil` where suppressed.
    public var meanPerPersonBefore: Double?
    public var meanPerPersonAfter: Double?
    /// The change in the rate, after/before, with its interval.
    public var change: Finding?
  }

  /// One outcome in one window.
  public struct OutcomeResult: Sendable, Codable, Equatable {
    public var outcome: String
    public var label: String
    public var unit: String
    public var windowMonths: Int
    public var isPrimary: Bool
    public var setsInWindow: DisclosedCount
    public var arms: [ArmRates]
    /// The change among all treated, no controls: what a before/after claim would say.
    public var naiveChange: Finding?
    /// The rate-of-change ratio by the protocol's default estimator.
    public var rateOfChange: Finding?
    /// p after adjustment over outcomes × windows other than the primary; method named.
    public var adjustedPValue: Double?
    public var adjustmentMethod: String?
    /// The other estimators, side by side.
    public var alternatives: [Finding]
    /// The estimators that could not be had from these counts, and why.
    public var unavailable: [Unavailable]?
    /// Controls' change as a share of the treated change: how much regression to the mean explains.
    public var controlShareOfChange: Double?
    /// One plain-English sentence with the number and its uncertainty.
    public var sentence: String
    /// Why there is no estimate, when there is none.
    public var notEstimated: String?
  }

  /// An estimator that could not be had.
  public struct Unavailable: Sendable, Codable, Equatable {
    /// The estimator in words.
    public var method: String
    /// Why, and what to do about it.
    public var reason: String
  }

  /// How many tests stand in the results.
  public struct Multiplicity: Sendable, Codable, Equatable {
    /// All p-values that compare the arms, each once.
    public var testCount: Int
    /// Those of outcomes × windows by the default estimator.
    public var mainTestCount: Int
    /// Those that were adjusted together: the main ones but the primary.
    public var adjustedTestCount: Int
    public var adjustmentMethod: String
    /// The same in words.
    public var text: String
  }

  /// Deaths after the index date.
  public struct MortalityResult: Sendable, Codable, Equatable {
    public var windowMonths: Int
    public var deathsTreated: DisclosedCount
    public var deathsControl: DisclosedCount
    public var ratio: Finding?
    public var sentence: String
  }

  /// Cost per person by setting; `setting` "total" is their sum.
  public struct CostResult: Sendable, Codable, Equatable {
    public var setting: String
    public var label: String
    public var payer: String
    public var windowMonths: Int
    /// Pounds per person, weighted, by arm before and after, from the counts as they are shown; `nil`
    /// for a total of which a part is hidden.
    public var treatedBefore: Double?
    public var treatedAfter: Double?
    public var controlBefore: Double?
    public var controlAfter: Double?
    /// Pounds per treated person: (after − before) treated − (after − before) control.
    public var differenceInDifferences: Finding
    /// Unit cost, price year and source, in words.
    public var basis: String
    public var sentence: String
  }

  /// A fit that stands beside the main one: another selection of controls or another adjustment.
  public struct SensitivityFit: Sendable, Codable, Equatable {
    public var outcome: String
    public var windowMonths: Int
    public var label: String
    public var finding: Finding?
    public var note: String
  }

  /// Something the reader must know.
  public struct Caveat: Sendable, Codable, Equatable {
    /// Where it stands: beside the headline, among the warnings, in the notes.
    public enum Severity: String, Sendable, Codable { case headline, warning, note }
    /// A stable name of the caveat, for programs.
    public var code: String
    /// Where it stands.
    public var severity: Severity
    /// The caveat in plain English.
    public var text: String
  }
}
