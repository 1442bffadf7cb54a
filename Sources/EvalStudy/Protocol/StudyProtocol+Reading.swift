internal import EvalStats
internal import Foundation
internal import Yams

extension StudyProtocol {
  /// Reads a protocol from a file.
  ///
  /// - Throws: `ProtocolError` for the first thing that is wrong.
  public init(contentsOf path: String) throws(ProtocolError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      !isFolder.boolValue
    else { throw .missingFile(path: path) }
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(data: data, encoding: .utf8)
    else { throw .unreadable(path: path) }
    try self.init(yaml: text, file: URL(fileURLWithPath: path).lastPathComponent)
  }

  /// Reads a protocol from YAML.
  ///
  /// - Parameter file: the name that messages use.
  /// - Throws: `ProtocolError` for the first thing that is wrong: not YAML, an unknown or missing
  ///   key, a value of another kind, or values that contradict one another.
  public init(yaml: String, file: String) throws(ProtocolError) {
    let start = ProtocolPlace(file: file, line: 1, key: "")
    let root = try Self.root(of: yaml, start: start)
    let top = try root.section(keys: [
      "title", "description", "question", "synthetic", "selection", "seed", "calendar",
      "sources", "windows", "outcomes", "primary", "subgroups", "segments", "exclusions",
      "matching", "costs",
      "disclosure", "bootstrap_replicates", "permutations",
    ])
    title = try top.required("title", "the title of the report").text()
    description = try top["description"]?.text() ?? ""
    isSynthetic = try top["synthetic"]?.truth() ?? false
    selection = try top.required(
      "selection", "how people were selected: recorded use, clinical judgement or both"
    ).choice(SelectionMechanism.allCases.map { ($0.rawValue, $0) })
    seed = UInt64(try top["seed"]?.whole(in: 0...Int.max, "a whole number, 0 or more") ?? 1)
    let calendar = try Calendar(top.required("calendar", "coverage and index dates"))
    let sources = try Sources(top.required("sources", "the files of the extracts"))
    let outcomes = try OutcomePlan.list(top)
    let longestWindow = outcomes.flatMap(\.windowMonths).max() ?? 12
    for (index, outcome) in outcomes.enumerated()
    where !sources.extracts.keys.contains(where: { $0.settings.contains(outcome.setting) }) {
      let place = try top.required("outcomes", "").items("").dropFirst(index).first?.place
      throw .contradiction(
        place ?? start,
        problem: "no extract records '\(outcome.setting.rawValue)'; name its file under 'sources'")
    }
    primary = try PrimaryOutcome(top["primary"], among: outcomes)
    subgroups = try SubgroupPlan.list(top["subgroups"])
    segments = try SegmentPlan.list(top["segments"], calendar: calendar)
    exclusions = try Exclusion.list(top["exclusions"], calendar: calendar)
    if outcomes.isEmpty,
      let idle = ["subgroups", "costs", "windows"].first(where: { top[$0] != nil })
    {
      throw top.contradiction(
        idle, "the protocol asks for no outcome, so that nothing would be made of this; take it out"
      )
    }
    question =
      try top["question"]?.text()
      ?? "Did the programme change what its people used, compared with people like them?"
    matching = try MatchingPlan(
      top["matching"], selection: selection, outcomes: outcomes, calendar: calendar)
    costs = try top["costs"].map { value throws(ProtocolError) in
      try CostPlan(value, defaultWindow: longestWindow)
    }
    disclosure = try DisclosurePolicy(top["disclosure"])
    bootstrapReplicates =
      try top["bootstrap_replicates"]?.whole(in: 200...100_000, "a whole number from 200 to 100000")
      ?? 1000
    permutations =
      try top["permutations"]?.whole(in: 100...1_000_000, "a whole number from 100 to 1000000")
      ?? 2000
    self.calendar = calendar
    self.sources = sources
    self.outcomes = outcomes
  }

  /// The root of the document, or what keeps it from being one.
  private static func root(
    of yaml: String, start: ProtocolPlace
  ) throws(ProtocolError) -> ProtocolValue {
    func fault(_ problem: String, line: Int?) -> ProtocolError {
      .notYAML(ProtocolPlace(file: start.file, line: line, key: ""), problem: problem)
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      switch error as? YamlError {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        throw fault(problem, line: mark.line)
      case .duplicatedKeysInMapping(let duplicates, let context):
        throw fault(
          "the key '\(duplicates.first ?? "")' stands twice in one group", line: context.mark.line)
      case .reader(let problem, _, _, _): throw fault(problem, line: nil)
      default: throw fault("it cannot be parsed", line: nil)
      }
    }
    guard let node else { throw fault("the file is empty", line: 1) }
    return ProtocolValue(node: node, place: start)
  }
}

extension DisclosurePolicy {
  /// `hospital episode statistics`, `none` or `{below: n}`.
  init(_ value: ProtocolValue?) throws(ProtocolError) {
    guard let value else {
      self = .hospitalEpisodeStatistics
      return
    }
    if value.isScalar {
      self = try value.choice([
        ("hospital episode statistics", .hospitalEpisodeStatistics), ("none", .none),
      ])
    } else {
      let section = try value.section(keys: ["below"])
      self = .below(
        try section.required("below", "the smallest count that may be shown")
          .whole(in: 1...1000, "a whole number from 1 to 1000"))
    }
  }
}
