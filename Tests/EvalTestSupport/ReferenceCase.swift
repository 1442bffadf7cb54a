/// One case of the reference suite: a question, its settings and the peer's answer.
public struct ReferenceCase: Sendable {
  public let id: String
  public let kind: String
  /// The whole file.
  public let root: JSONValue

  /// Reads a case; `nil` if the file carries no kind (a table of cross-checks).
  public init?(json: JSONValue) {
    guard let kind = json["kind"]?.string else { return nil }
    self.kind = kind
    id = json["id"]?.string ?? "?"
    root = json
  }

  public var settings: JSONValue { root["settings"] ?? .object(JSONObject()) }
  public var inputs: JSONValue { root["inputs"] ?? .object(JSONObject()) }
  public var tolerance: JSONValue { root["tolerance"] ?? .object(JSONObject()) }
  public var results: JSONValue { root["results"] ?? .object(JSONObject()) }

  /// The file of the case's table, or `nil` where it needs none.
  public var dataFile: String? {
    root["data"]?.string.flatMap { $0.hasSuffix(".csv") && !$0.contains(",") ? $0 : nil }
  }

  /// What stands at the top of a file.
  static let knownKeys: Set = [
    "id", "kind", "checks", "data", "settings", "inputs", "tolerance", "notes", "call",
    "made_with", "results", "not_compared",
  ]
}
