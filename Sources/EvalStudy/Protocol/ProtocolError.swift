public import EvalStats

/// What can be wrong with a protocol file.
public enum ProtocolError: EvaluationError, Equatable {
  /// The file is not there.
  case missingFile(path: String)
  /// The file is there but cannot be read as UTF-8 text.
  case unreadable(path: String)
  /// The file is not YAML.
  case notYAML(ProtocolPlace, problem: String)
  /// A key that no protocol has.
  case unknownKey(ProtocolPlace, nearest: [String], known: [String])
  /// A key that every protocol has is not there.
  case missingKey(ProtocolPlace, expected: String)
  /// A value of another kind or outside its range.
  case wrongValue(ProtocolPlace, found: String, expected: String)
  /// Two values that cannot both hold.
  case contradiction(ProtocolPlace, problem: String)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .missingFile: "missing-file"
    case .unreadable: "unreadable-file"
    case .notYAML: "protocol-not-yaml"
    case .unknownKey: "protocol-unknown-key"
    case .missingKey: "protocol-missing-key"
    case .wrongValue: "protocol-wrong-value"
    case .contradiction: "protocol-contradiction"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .missingFile(let path), .unreadable(let path): path
    case .notYAML(let place, _), .unknownKey(let place, _, _), .missingKey(let place, _),
      .wrongValue(let place, _, _), .contradiction(let place, _):
      place.description
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .missingFile:
      "there is no such file; check the path of the protocol"
    case .unreadable:
      "the file cannot be read as UTF-8 text; check its permissions and encoding"
    case .notYAML(_, let problem):
      "this is not YAML: \(problem); check the indentation and the quotes"
    case .unknownKey(_, let nearest, let known):
      nearest.isEmpty
        ? "unknown key; expected one of \(known.joined(separator: ", "))"
        : "unknown key; did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
    case .missingKey(_, let expected):
      "the key is missing; add it with \(expected)"
    case .wrongValue(_, let found, let expected):
      "found \(found), expected \(expected)"
    case .contradiction(_, let problem):
      problem
    }
  }
}

/// A place in a protocol file.
public struct ProtocolPlace: Sendable, Equatable, CustomStringConvertible {
  /// The name of the file.
  public let file: String
  /// The line, counted from 1; `nil` where the protocol was not read from text.
  public let line: Int?
  /// The key with those above it: `matching.caliper`; empty for the whole file.
  public let key: String

  /// Creates a place.
  public init(file: String, line: Int?, key: String) {
    self.file = file
    self.line = line
    self.key = key
  }

  public var description: String {
    var parts = [file]
    if let line { parts.append("line \(line)") }
    if !key.isEmpty { parts.append("key '\(key)'") }
    return parts.joined(separator: ", ")
  }
}
