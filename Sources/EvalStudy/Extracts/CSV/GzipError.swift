public import EvalStats

/// What can be wrong with a gzip archive.
public enum GzipError: EvaluationError, Equatable {
  /// The archive ends before its last member does.
  case truncated(file: String?)
  /// The archive is damaged at about this byte, counted from 0.
  case corrupt(file: String?, offset: Int)
  /// zlib could not compress; `status` is its code.
  case cannotCompress(status: Int32)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .truncated: "gzip-truncated"
    case .corrupt: "gzip-corrupt"
    case .cannotCompress: "gzip-failed"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .truncated(let file), .corrupt(let file, _): file
    case .cannotCompress: nil
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .truncated: "the gzip archive ends too early; copy or download it again"
    case .corrupt(_, let offset):
      "the gzip archive is damaged near byte \(offset); copy or download it again"
    case .cannotCompress(let status):
      "zlib could not compress (code \(status)); free some memory and try again"
    }
  }
}
