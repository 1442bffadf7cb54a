public import EvalStats

/// What can keep the parts of a divided match from being matched or put together.
public enum PartitionError: EvaluationError, Equatable {
  /// A file of the plan is not there, or cannot be read.
  case missingFile(path: String)
  /// A file of the plan is cut short or was altered: its own hash does not fit it.
  case damagedFile(path: String)
  /// A file is not the one the plan was made with.
  case changedFile(path: String)
  /// The plan was written by another version.
  case otherVersion(path: String, found: String)
  /// The plan has no part of this number.
  case noSuchPart(Int, count: Int)
  /// Parts that have not been matched.
  case missingParts([Int], folder: String)
  /// Results that belong to another plan, or to another part.
  case foreignParts([Int], folder: String)
  /// What the data give now is not what the plan says they gave.
  case otherPlan(path: String, what: String)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .missingFile: "missing-file"
    case .damagedFile: "damaged-plan"
    case .changedFile: "changed-file"
    case .otherVersion: "other-version"
    case .noSuchPart: "no-such-part"
    case .missingParts: "missing-parts"
    case .foreignParts: "foreign-parts"
    case .otherPlan: "other-plan"
    }
  }

  /// The file or folder.
  public var location: String? {
    switch self {
    case .missingFile(let path), .damagedFile(let path), .changedFile(let path),
      .otherVersion(let path, _), .otherPlan(let path, _):
      path
    case .missingParts(_, let folder), .foreignParts(_, let folder): folder
    case .noSuchPart: nil
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .missingFile: "there is no such file, or it cannot be read; check its name and folder"
    case .damagedFile:
      "the file is cut short or was altered since it was written; plan and match again"
    case .changedFile:
      "the file is not the one the plan was made with; bring that one back, or plan again"
    case .otherVersion(_, let found):
      "the plan was written by version \(found), this is \(EvalStatsVersion.current); plan, match "
        + "and merge with one version"
    case .noSuchPart(let number, let count):
      "there is no part \(number); the plan has parts 1 to \(count)"
    case .missingParts(let parts, _):
      "not yet matched: \(Self.list(parts)); run 'evalrun part' on each, then merge"
    case .foreignParts(let parts, _):
      "matched by another plan: \(Self.list(parts)); run 'evalrun part' on each again"
    case .otherPlan(_, let what):
      "\(what) came out otherwise than when the plan was made; merge on the kind of machine that "
        + "planned, or plan again"
    }
  }

  /// "part 3", "parts 1, 4 and 7", "parts 1, 2, 3, 4, 5, 6, 7, 8 and 12 more".
  private static func list(_ parts: [Int]) -> String {
    let shown = parts.count > 9 ? 8 : parts.count - 1
    let rest = parts.count > 9 ? "\(parts.count - 8) more" : "\(parts.last ?? 0)"
    guard parts.count > 1 else { return "part \(rest)" }
    return "parts \(parts.prefix(shown).map(String.init).joined(separator: ", ")) and \(rest)"
  }
}
