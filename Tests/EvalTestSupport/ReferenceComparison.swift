public import EvalStats

/// What is not built yet: the case waits, and says for what.
public struct ReferencePending: Error {
  public let what: String
  public init(_ what: String) { self.what = what }
}

/// A case that cannot be read as its kind demands.
public struct ReferenceFault: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

/// Holds a case's expected results against what was found, and keeps account of every field.
///
/// Whatever of `settings`, `inputs`, `tolerance` and `results` is never asked for, compared or set
/// aside leaves the case pending: a field nobody looked at can never pass.
public struct ReferenceComparison {
  public struct Mismatch: Sendable, CustomStringConvertible {
    public let field: String
    public let found: String
    public let expected: String
    public let allowed: String
    public var description: String {
      "\(field): found \(found), expected \(expected) (\(allowed))"
    }
  }

  public let `case`: ReferenceCase
  /// How many single values were compared.
  public internal(set) var comparedCount = 0
  public internal(set) var mismatches: [Mismatch] = []
  /// Fields known but not built.
  public internal(set) var pending: [String] = []
  private var seen: Set<ReferencePath> = []
  private let loadTable: (String) throws -> Table

  public init(_ case: ReferenceCase, loadTable: @escaping (String) throws -> Table) {
    self.case = `case`
    self.loadTable = loadTable
  }

  // MARK: What the case asks

  /// The table the case names.
  public func table() throws -> Table {
    guard let file = `case`.dataFile else {
      throw ReferenceFault("the case names no table, but its kind needs one")
    }
    return try loadTable(file)
  }

  /// A setting; `nil` where it is absent or null.
  public mutating func setting(_ path: ReferencePath) -> JSONValue? {
    read("settings", path, of: `case`.settings)
  }

  /// An input; `nil` where it is absent or null.
  public mutating func input(_ path: ReferencePath) -> JSONValue? {
    read("inputs", path, of: `case`.inputs)
  }

  /// A tolerance; `nil` where it is absent or null.
  public mutating func tolerance(_ path: ReferencePath) -> JSONValue? {
    read("tolerance", path, of: `case`.tolerance)
  }

  /// A numeric tolerance the kind cannot do without.
  public mutating func requiredTolerance(_ path: ReferencePath) throws -> Double {
    guard let value = tolerance(path)?.number else {
      throw ReferencePending("tolerance.\(path) is absent")
    }
    return value
  }

  /// A setting that must be there.
  public mutating func requiredSetting(_ path: ReferencePath) throws -> JSONValue {
    guard let value = setting(path) else { throw ReferencePending("settings.\(path) is absent") }
    return value
  }

  /// An expected result, without comparing it; for kinds whose results hold their own inputs.
  public mutating func expected(_ path: ReferencePath) -> JSONValue? {
    read("results", path, of: `case`.results)
  }

  /// Whether the results hold a field; does not count as having looked at it.
  public func expects(_ path: ReferencePath) -> Bool { `case`.results[path] != nil }

  /// The keys of an object of the results, in the order of the file.
  public func keys(_ path: ReferencePath = "") -> [String] {
    `case`.results[path]?.object?.keys ?? []
  }

  private mutating func read(
    _ part: String, _ path: ReferencePath, of value: JSONValue
  ) -> JSONValue? {
    seen.insert(ReferencePath([part] + path.keys))
    guard let found = value[path], !found.isNull else { return nil }
    return found
  }

  // MARK: What was looked at

  /// Sets a result aside that is for reading only (names), or that the reference says not to
  /// compare; `reason` is there for the reader of the kind.
  public mutating func setAside(_ path: ReferencePath, because reason: String) {
    precondition(!reason.isEmpty, "say why \(path) is not compared")
    look(path)
  }

  /// Marks a result as not built yet, if the case holds it.
  public mutating func wait(for path: ReferencePath) {
    guard expects(path) else { return }
    look(path)
    pending.append("results.\(path)")
  }

  mutating func look(_ path: ReferencePath) {
    seen.insert(ReferencePath(["results"] + path.keys))
  }

  /// The fields nobody looked at, and the top-level keys nobody knows.
  var unseenFields: [String] {
    let unknown = `case`.root.object?.keys.filter { !ReferenceCase.knownKeys.contains($0) } ?? []
    let parts = ["settings", "inputs", "tolerance", "results"]
    let leaves = parts.flatMap { part in
      `case`.root[ReferencePath([part])]?.leaves(under: ReferencePath([part])) ?? []
    }
    return unknown
      + leaves.filter { leaf in
        leaf.keys.last != "note" && !leaf.keys.isEmpty
          && !(1...leaf.keys.count).contains {
            seen.contains(ReferencePath(Array(leaf.keys.prefix($0))))
          }
      }.map(\.description)
  }
}
