/// What can be wrong with records of hospital stays.
public enum HospitalError: EvaluationError, Equatable {
  /// A row names a person whom the register does not have.
  case unknownPerson(row: Int, personCount: Int)
  /// An episode ends before it starts.
  case episodeEndsBeforeStart(row: Int)
  /// A discharge lies before the admission.
  case dischargedBeforeAdmission(row: Int)
  /// An episode starts before the admission it belongs to.
  case episodeStartsBeforeAdmission(row: Int)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .unknownPerson: "unknown-person"
    case .episodeEndsBeforeStart: "episode-ends-before-start"
    case .dischargedBeforeAdmission: "discharged-before-admission"
    case .episodeStartsBeforeAdmission: "episode-starts-before-admission"
    }
  }

  /// The row, counted from 1.
  public var location: String? {
    switch self {
    case .unknownPerson(let row, _), .episodeEndsBeforeStart(let row),
      .dischargedBeforeAdmission(let row), .episodeStartsBeforeAdmission(let row):
      "episode \(row + 1)"
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .unknownPerson(_, let count):
      "the row of the person is outside the register's \(count); join the episodes to the register "
        + "first and leave out those of other people"
    case .episodeEndsBeforeStart:
      "the episode ends before it starts; correct the dates or leave the row out"
    case .dischargedBeforeAdmission:
      "the discharge lies before the admission; correct the dates or leave the row out"
    case .episodeStartsBeforeAdmission:
      "the episode starts before the admission; correct the dates or leave the row out"
    }
  }
}
