/// What can be wrong with records of registration.
public enum RegistrationError: EvaluationError, Equatable {
  /// A row names a person whom the register does not have.
  case unknownPerson(row: Int, personCount: Int)
  /// A registration ends before it begins.
  case endsBeforeStart(row: Int)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .unknownPerson: "unknown-person"
    case .endsBeforeStart: "registration-ends-before-start"
    }
  }

  /// The row, counted from 1.
  public var location: String? {
    switch self {
    case .unknownPerson(let row, _), .endsBeforeStart(let row): "registration \(row + 1)"
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .unknownPerson(_, let count):
      "the row of the person is outside the register's \(count); join the registrations to the "
        + "register first and leave out those of other people"
    case .endsBeforeStart:
      "the registration ends before it begins; correct the dates or leave the row out"
    }
  }
}
