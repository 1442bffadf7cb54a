/// Every outcome × window × estimator asked for, made in one call, with the number of tests that were
/// run and p-values adjusted for it.
///
/// The columns are of one length and in the order outcomes, windows, estimators. A finding that could
/// not be had stands with its reason in place: what was tried is part of the result. One declared
/// primary (an outcome in a window by an estimator) is a single question: its p-value is left alone
/// and it is not counted among the others. Adjusted p-values guard against chance among what is in
/// the table, not against what was looked at elsewhere.
public struct ChangeTable: Sendable, Equatable {
  /// The outcome of each row.
  public let outcomes: [String]
  /// The window of each row.
  public let windows: [String]
  /// The estimator of each row.
  public let estimators: [RateOfChange.Estimator]
  /// The finding of each row, or why there is none.
  public let results: [Result<Finding, Refusal>]
  /// The p-value of each row as it came; `nil` where there is none.
  public let pValues: [Double?]
  /// The p-value of each row raised for the others; `nil` for the primary and where there is none.
  public let adjustedPValues: [Double?]
  /// The row of the primary; `nil` if none was declared.
  public let primaryRow: Int?
  /// How p-values were adjusted.
  public let adjustment: MultiplicityAdjustment
  /// Which tests were taken together.
  public let family: Family

  /// Which tests count as several.
  public enum Family: String, Sendable, Codable, CaseIterable {
    /// All in the table but the primary.
    case everyTest
    /// Outcomes × windows within each estimator, where estimators other than the main one are shown
    /// as checks of it and not chosen among.
    case eachEstimator
  }

  /// The one question that was declared beforehand.
  public struct Primary: Sendable, Hashable {
    /// The outcome, as among the questions.
    public let outcome: String
    /// The window, as among the questions.
    public let window: String
    /// The estimator that decides.
    public let estimator: RateOfChange.Estimator

    /// Declares a primary.
    public init(
      outcome: String, window: String, estimator: RateOfChange.Estimator = .poisson
    ) {
      self.outcome = outcome
      self.window = window
      self.estimator = estimator
    }

    /// Declares a setting in a pair of windows.
    public init(
      _ setting: Setting, _ windows: PrePostWindows, estimator: RateOfChange.Estimator = .poisson
    ) {
      self.init(
        outcome: setting.rawValue, window: windows.description, estimator: estimator)
    }
  }

  /// Why a finding could not be had.
  public enum Refusal: EvaluationError, Equatable {
    /// The counts could not be made.
    case counts(CohortError)
    /// The change could not be estimated.
    case change(ChangeError)

    /// A stable name of the kind of error, for programs.
    public var code: String {
      switch self {
      case .counts(let error): error.code
      case .change(let error): error.code
      }
    }

    /// Where the error stands; `nil` where no place is at fault.
    public var location: String? {
      switch self {
      case .counts(let error): error.location
      case .change(let error): error.location
      }
    }

    /// What was found, and what to do about it.
    public var message: String {
      switch self {
      case .counts(let error): error.message
      case .change(let error): error.message
      }
    }
  }

  /// An outcome in a window: its counts, or why there are none.
  public struct Question: Sendable, Equatable {
    /// What was counted.
    public let outcome: String
    /// Before and after when.
    public let window: String
    /// Events and person-time, or why they could not be counted.
    public let counts: Result<PrePostCounts, CohortError>

    /// A question with counts of the caller's own.
    public init(outcome: String, window: String, counts: PrePostCounts) {
      self.init(outcome: outcome, window: window, counts: .success(counts))
    }

    init(outcome: String, window: String, counts: Result<PrePostCounts, CohortError>) {
      self.outcome = outcome
      self.window = window
      self.counts = counts
    }
  }

  /// Estimates every question by every estimator.
  ///
  /// Each finding is what `RateOfChange(counts).finding(by:resampling:)` gives alone.
  ///
  /// - Throws: `ChangeError.primaryNotAsked`.
  /// - Complexity: O(*questions* · *estimators* · *members*), and the resampling.
  public init(
    _ questions: [Question],
    estimators: [RateOfChange.Estimator] = RateOfChange.Estimator.allCases,
    primary: Primary? = nil, adjustment: MultiplicityAdjustment = .holm,
    family: Family = .everyTest, resampling: RateOfChange.Resampling = .init()
  ) throws(ChangeError) {
    var outcomes: [String] = []
    var windows: [String] = []
    var methods: [RateOfChange.Estimator] = []
    var results: [Result<Finding, Refusal>] = []
    for question in questions {
      let change = ChangeTable.change(question)
      for estimator in estimators {
        outcomes.append(question.outcome)
        windows.append(question.window)
        methods.append(estimator)
        switch change {
        case .success(let change):
          results.append(ChangeTable.finding(change, by: estimator, resampling))
        case .failure(let refusal): results.append(.failure(refusal))
        }
      }
    }
    let primaryRow = outcomes.indices.first { row in
      Primary(outcome: outcomes[row], window: windows[row], estimator: methods[row]) == primary
    }
    if let primary, primaryRow == nil {
      throw .primaryNotAsked("\(primary.outcome), \(primary.window), \(primary.estimator.label)")
    }
    self.outcomes = outcomes
    self.windows = windows
    self.estimators = methods
    self.results = results
    self.primaryRow = primaryRow
    self.adjustment = adjustment
    self.family = family
    pValues = results.map { try? $0.get().pValue }
    adjustedPValues = ChangeTable.adjusted(
      pValues, methods, primaryRow: primaryRow, adjustment, family)
  }

  private static func change(_ question: Question) -> Result<RateOfChange, Refusal> {
    switch question.counts {
    case .failure(let error): return .failure(.counts(error))
    case .success(let counts):
      do { return .success(try RateOfChange(counts)) } catch { return .failure(.change(error)) }
    }
  }

  private static func finding(
    _ change: RateOfChange, by estimator: RateOfChange.Estimator,
    _ resampling: RateOfChange.Resampling
  ) -> Result<Finding, Refusal> {
    do {
      return .success(try change.finding(by: estimator, resampling: resampling))
    } catch {
      return .failure(.change(error))
    }
  }
}
