/// What can be wrong with a rule that keeps people out.
public enum ExclusionError: EvaluationError, Equatable {
  /// The rule asks what happens after the date of entry.
  case futureInformation(rule: String)
  /// A number of the rule is outside its range.
  case invalidSetting(rule: String, found: String, expected: String)
  /// The attribute holds no days.
  case notADate(String, found: String)
  /// A value that the attribute's kind cannot hold.
  case unusableValue(String, attribute: String, expected: String)
  /// The records a rule reads cannot be had.
  case records(CohortError)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .futureInformation: "future-information"
    case .invalidSetting: "invalid-exclusion"
    case .notADate: "attribute-not-a-date"
    case .unusableValue: "unusable-exclusion-value"
    case .records(let error): error.code
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .futureInformation(let rule), .invalidSetting(let rule, _, _): "exclusion '\(rule)'"
    case .notADate(let name, _), .unusableValue(_, let name, _): "attribute '\(name)'"
    case .records(let error): error.location
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .futureInformation:
      "the rule asks what happened after the index date, which would choose people by their future; "
        + "leave it out, or allow future information and say so beside every result"
    case .invalidSetting(_, let found, let expected): "found \(found), expected \(expected)"
    case .notADate(_, let found):
      "the attribute holds \(found) values, not days; name a column of dates"
    case .unusableValue(let value, _, let expected):
      "'\(value)' is no value it can have; expected \(expected)"
    case .records(let error): error.message
    }
  }
}
