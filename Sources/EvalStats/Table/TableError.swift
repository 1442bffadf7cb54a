/// What can be wrong with a table or with a request for one of its columns.
public enum TableError: EvaluationError, Equatable {
  /// No column has this name.
  case unknownColumn(String, nearest: [String])
  /// Two columns have the same name.
  case duplicateColumn(String)
  /// A column is longer or shorter than the first.
  case unequalLengths(column: String, found: Int, expected: Int)
  /// A column is of a kind that cannot be used as asked.
  case wrongKind(column: String, found: String, expected: String)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .unknownColumn: "unknown-column"
    case .duplicateColumn: "duplicate-column"
    case .unequalLengths: "unequal-columns"
    case .wrongKind: "wrong-column-kind"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .unknownColumn(let name, _), .duplicateColumn(let name),
      .unequalLengths(let name, _, _), .wrongKind(let name, _, _):
      "column '\(name)'"
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .unknownColumn(_, let nearest):
      nearest.isEmpty
        ? "there is no such column; check the header line"
        : "there is no such column; did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
    case .duplicateColumn: "the name stands twice; rename one of the columns"
    case .unequalLengths(_, let found, let expected):
      "\(found) rows where the first column has \(expected); every column needs one value a row"
    case .wrongKind(_, let found, let expected):
      "the column holds \(found) values, expected \(expected); convert it or name another"
    }
  }
}
