/// What can be wrong with a list of conditions.
public enum ConditionError: EvaluationError, Equatable {
  /// A code of the list is none of the classification, or longer than four characters.
  case unreadableCode(condition: String, code: String)
  /// The list has more conditions than fit.
  case tooManyConditions(found: Int, most: Int)
  /// A row names a person whom the register does not have.
  case unknownPerson(row: Int, personCount: Int)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .unreadableCode: "unreadable-diagnosis-code"
    case .tooManyConditions: "too-many-conditions"
    case .unknownPerson: "unknown-person"
    }
  }

  /// Where the error stands.
  public var location: String? {
    switch self {
    case .unreadableCode(let condition, _): "condition '\(condition)'"
    case .tooManyConditions: nil
    case .unknownPerson(let row, _): "diagnosis \(row + 1)"
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .unreadableCode(_, let code):
      "'\(code)' is no code of ICD-10 with three or four characters, nor a range of such; write it "
        + "like I50, I50.0 or I60-I69"
    case .tooManyConditions(let found, let most):
      "\(found) conditions where \(most) fit; divide the list"
    case .unknownPerson(_, let count):
      "the row of the person is outside the register's \(count); join the diagnoses to the register "
        + "first and leave out those of other people"
    }
  }
}
