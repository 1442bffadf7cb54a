public import EvalStats

/// Work that would not fit into memory, found out before it was begun.
public enum MemoryShortage: EvaluationError, Equatable {
  /// The table of a file.
  case table(file: String, needed: Int, available: Int)
  /// A match, its table and the balance of its result.
  case match(needed: Int, available: Int)

  /// A stable name of the kind of error, for programs.
  public var code: String { "not-enough-memory" }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .table(let file, _, _): file
    case .match: nil
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .table(_, let needed, let available):
      "the table needs about \(ByteCount(needed)) of memory and \(ByteCount(available)) can be had; "
        + "leave columns out of the file, split it by region, take a larger machine, or allow more "
        + "with --memory"
    case .match(let needed, let available):
      "the match needs about \(ByteCount(needed)) of memory and \(ByteCount(available)) can be had; "
        + "leave columns out, match one region after another, take a larger machine, or allow more "
        + "with --memory"
    }
  }
}
