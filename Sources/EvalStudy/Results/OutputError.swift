public import EvalStats

/// What can keep outputs from being written.
public enum OutputError: EvaluationError, Equatable {
  /// The folder cannot be made, or something else stands in its place.
  case cannotCreate(path: String, problem: String)
  /// A file cannot be written to its end.
  case cannotWrite(path: String, problem: String)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .cannotCreate: "cannot-create-output"
    case .cannotWrite: "cannot-write-output"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .cannotCreate(let path, _), .cannotWrite(let path, _): path
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .cannotCreate(_, let problem): "\(problem); name another folder with --out"
    case .cannotWrite(_, let problem):
      "\(problem); check the space and the permissions, or name another folder with --out"
    }
  }
}
