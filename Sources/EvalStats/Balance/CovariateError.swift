/// What can be wrong with covariates.
public enum CovariateError: EvaluationError, Equatable {
  /// How many rows of a column are affected.
  public struct Affected: Sendable, Equatable {
    /// The column.
    public let column: String
    /// The number of rows.
    public let rows: Int

    /// Creates a count.
    public init(column: String, rows: Int) {
      self.column = column
      self.rows = rows
    }
  }

  /// The table has no such column, or its kind does not fit.
  case table(TableError)
  /// Values are missing and the rule is to refuse them.
  case missing([Affected])
  /// Values are infinite or not a number.
  case nonFinite([Affected])
  /// The rule leaves every row out.
  case nobodyComplete([Affected])

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .table(let error): error.code
    case .missing: "missing-covariate"
    case .nonFinite: "non-finite-covariate"
    case .nobodyComplete: "no-complete-row"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .table(let error): error.location
    case .missing(let affected), .nonFinite(let affected), .nobodyComplete(let affected):
      affected.map { "column '\($0.column)'" }.joined(separator: ", ")
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .table(let error): error.message
    case .missing(let affected):
      "values are missing (\(CovariateError.counts(affected))); fill them in, or choose to leave "
        + "such rows out (exclude) or to mark them (indicator)"
    case .nonFinite(let affected):
      "values are infinite or not a number (\(CovariateError.counts(affected))); correct them or "
        + "record them as missing"
    case .nobodyComplete(let affected):
      "no row has every covariate (missing: \(CovariateError.counts(affected))); leave out the "
        + "column that is hardly ever recorded"
    }
  }

  private static func counts(_ affected: [Affected]) -> String {
    affected.map { "\($0.column): \($0.rows) \($0.rows == 1 ? "row" : "rows")" }
      .joined(separator: ", ")
  }
}
