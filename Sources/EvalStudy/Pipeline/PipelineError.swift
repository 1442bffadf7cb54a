public import EvalStats

/// What can keep a whole evaluation from coming to a result.
public enum PipelineError: EvaluationError, Equatable {
  /// No outcome has a window in which anybody was observed; the first reason found.
  case nothingToEstimate(String, reason: String)

  /// A stable name of the kind of error, for programs.
  public var code: String { "nothing-to-estimate" }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .nothingToEstimate(let what, _): what
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .nothingToEstimate(_, let reason):
      "no outcome can be estimated in any window: \(reason)"
    }
  }
}
