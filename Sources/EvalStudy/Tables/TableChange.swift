public import EvalStats

/// Rates and rate-of-change tests on a person × period table: what `evalrun change` does.
public struct TableChange: Sendable {
  /// Which column says what.
  public struct Columns: Sendable, Equatable {
    /// 0 or 1, control or treated.
    public var arm: String
    /// 0 or 1, before or after.
    public var period: String
    /// Names the person.
    public var person: String
    /// Names the matched set; `nil` where everyone stands alone.
    public var set: String?
    /// The match weight; `nil` where all count alike.
    public var weight: String?
    /// The time observed.
    public var time: String
    /// What that time is counted in.
    public var timeUnit: TimeUnit
    /// Events, or amounts, of each outcome.
    public var outcomes: [String]

    /// Names the columns.
    public init(
      arm: String, period: String, person: String, set: String? = nil, weight: String? = nil,
      time: String, timeUnit: TimeUnit = .months, outcomes: [String]
    ) {
      self.arm = arm
      self.period = period
      self.person = person
      self.set = set
      self.weight = weight
      self.time = time
      self.timeUnit = timeUnit
      self.outcomes = outcomes
    }
  }

  /// What observed time is counted in.
  public enum TimeUnit: String, Sendable, CaseIterable {
    case days, weeks, months, years

    /// Months of 30.4375 days in one.
    var months: Double {
      switch self {
      case .days: 1 / Window.daysPerMonth
      case .weeks: 7 / Window.daysPerMonth
      case .months: 1
      case .years: 12
      }
    }
  }

  /// Which column says what.
  public var columns: Columns
  /// The ways to estimate, in the order of the output.
  public var estimators: [RateOfChange.Estimator]
  /// The one outcome that was declared beforehand, tested by the first estimator.
  public var primary: String?
  /// How the other p-values are raised.
  public var adjustment: MultiplicityAdjustment
  /// The seed and the repetitions of estimators that resample.
  public var resampling: RateOfChange.Resampling
  /// How small counts are hidden.
  public var disclosure: DisclosurePolicy

  /// Creates a request.
  public init(
    _ columns: Columns,
    estimators: [RateOfChange.Estimator] = RateOfChange.Estimator.allCases,
    primary: String? = nil, adjustment: MultiplicityAdjustment = .holm,
    resampling: RateOfChange.Resampling = .init(), disclosure: DisclosurePolicy = .none
  ) {
    self.columns = columns
    self.estimators = estimators
    self.primary = primary
    self.adjustment = adjustment
    self.resampling = resampling
    self.disclosure = disclosure
  }

  /// What the two periods of the table are called.
  private static let window = "before and after"

  /// Estimates.
  ///
  /// Estimators other than the first are checks of it, so p-values are adjusted over the outcomes
  /// within each. An outcome of which a count must be hidden is not estimated.
  ///
  /// - Throws: `TableRequestError`, `TableError`, `PersonPeriodError`; what stands in the way of
  ///   a single estimate is reported in its place.
  public func run(on table: Table) throws -> TableChangeResult {
    guard let main = estimators.first, !columns.outcomes.isEmpty else {
      throw TableRequestError(
        option: columns.outcomes.isEmpty ? "--outcome" : "--estimators",
        problem: "names nothing; give at least one")
    }
    if let primary, !columns.outcomes.contains(primary) {
      throw TableRequestError(
        option: "--primary",
        problem: "'\(primary)' is not among the outcomes; add it to --outcome")
    }
    guard table.rowCount > 0 else {
      throw TableRequestError(
        option: "DATA", problem: "has no rows; give a row a person and period")
    }
    let members = try PersonPeriods(table, as: columns)
    let counts = columns.outcomes.map { ($0, members.counts(of: $0)) }
    let shown = counts.filter { !disclosure.suppresses(aCellOf: $0.1) }
    let isPrimaryShown = shown.contains { $0.0 == primary }
    let changes = try ChangeTable(
      shown.map { ChangeTable.Question(outcome: $0.0, window: Self.window, counts: $0.1) },
      estimators: estimators,
      primary: isPrimaryShown
        ? primary.map { ChangeTable.Primary(outcome: $0, window: Self.window, estimator: main) }
        : nil,
      adjustment: adjustment, family: .eachEstimator, resampling: resampling)
    return TableChangeResult(
      self, rowCount: table.rowCount, members: members, counts: counts, changes: changes)
  }
}
