public import EvalStats

/// How the cases of one kind are worked out and compared.
public struct ReferenceKind: Sendable {
  /// The `kind` of the case files.
  public let name: String
  /// Works the case out with the library and compares every result.
  public let compare: @Sendable (inout ReferenceComparison) throws -> Void

  public init(
    _ name: String, compare: @escaping @Sendable (inout ReferenceComparison) throws -> Void
  ) {
    self.name = name
    self.compare = compare
  }
}

/// What became of one case.
public struct ReferenceOutcome: Sendable {
  public enum Verdict: Sendable, Equatable { case passed, failed, pending }

  public let id: String
  public let kind: String
  public let comparedCount: Int
  public let mismatches: [String]
  /// The kind, or the fields, that are not built.
  public let pending: [String]

  /// A difference fails the case even where something else is pending; a case of which nothing was
  /// compared never passes.
  public var verdict: Verdict {
    if !mismatches.isEmpty { return .failed }
    return pending.isEmpty ? .passed : .pending
  }
}

/// Runs reference cases against the kinds that are built.
public struct ReferenceSuite: Sendable {
  private let kindOfName: [String: ReferenceKind]
  private let loadTable: @Sendable (String) throws -> Table

  public init(
    kinds: [ReferenceKind], loadTable: @escaping @Sendable (String) throws -> Table
  ) {
    kindOfName = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
    self.loadTable = loadTable
  }

  /// Works one case out.
  public func run(_ case: ReferenceCase) -> ReferenceOutcome {
    var comparison = ReferenceComparison(`case`, loadTable: loadTable)
    var pending: [String] = []
    var faults: [String] = []
    if let kind = kindOfName[`case`.kind] {
      do {
        try kind.compare(&comparison)
        pending = comparison.pending + comparison.unseenFields
        if comparison.comparedCount == 0 { pending.append("nothing was compared") }
      } catch let missing as ReferencePending {
        pending = comparison.pending + [missing.what]
      } catch {
        faults = ["could not be worked out: \(error)"]
      }
    } else {
      pending = ["kind \(`case`.kind)"]
    }
    return ReferenceOutcome(
      id: `case`.id, kind: `case`.kind, comparedCount: comparison.comparedCount,
      mismatches: comparison.mismatches.map(\.description) + faults, pending: pending)
  }

  /// The report: values compared per kind, what is pending and why, and the totals as last line.
  public static func report(_ outcomes: [ReferenceOutcome]) -> String {
    var lines: [String] = []
    for (kind, outcomes) in Dictionary(grouping: outcomes, by: \.kind).sorted(by: {
      $0.key < $1.key
    }) {
      let values = outcomes.reduce(0) { $0 + $1.comparedCount }
      lines.append("\(kind): \(outcomes.count) cases, \(values) values compared")
    }
    for outcome in outcomes where outcome.verdict == .failed {
      lines += outcome.mismatches.map { "failed: \(outcome.id) · \($0)" }
    }
    let waiting = outcomes.filter { $0.verdict == .pending }
    for (kind, outcomes) in Dictionary(grouping: waiting, by: \.kind).sorted(by: { $0.key < $1.key }
    ) {
      var reasons: [String] = []
      for reason in outcomes.flatMap(\.pending) where !reasons.contains(reason) {
        reasons.append(reason)
      }
      lines.append("pending: \(kind) (\(outcomes.count)) · \(reasons.joined(separator: ", "))")
    }
    func count(_ verdict: ReferenceOutcome.Verdict) -> Int {
      outcomes.count { $0.verdict == verdict }
    }
    lines.append(
      "reference: \(count(.passed)) passed, \(count(.failed)) failed, \(count(.pending)) pending")
    return lines.joined(separator: "\n")
  }
}
