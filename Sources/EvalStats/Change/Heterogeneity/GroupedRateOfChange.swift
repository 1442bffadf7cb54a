/// The rate of change in each of several groups of matched sets (networks, practices, risk bands,
/// fifths of deprivation), and whether the groups differ.
///
/// Every group is analysed as a study of its own, with the default covariance of `RateOfChange`
/// (CR1S by set, CR2 with Satterthwaite's degrees of freedom below 40 sets, two-way where people are
/// shared). A set belongs to the group of its treated person; where treated people of several groups
/// share a set, to the group with the greatest weight among them, a tie to the lower row
/// (`mixedSetCount` says how often). What cannot be estimated stays in the list with its reason.
///
/// A group that stands out among many does so partly by chance: read the test of interaction and the
/// shrunken estimates before any group's own. Groups chosen after seeing the results prove nothing.
public struct GroupedRateOfChange: Sendable {
  /// The groups, in the order of the labels' levels; "others", if asked for, at the end.
  public let groups: [Group]
  /// What a group is called, in the plural: "networks".
  public let groupNoun: String
  /// Sets whose treated people are of several groups.
  public let mixedSetCount: Int
  /// Sets in no group because no treated person's group is recorded.
  public let unlabelledSetCount: Int
  /// Sets in no group because no treated person of positive weight is in them.
  public let untreatedSetCount: Int
  /// People who serve in sets of more than one group, so that the groups are not independent.
  public let sharedPersonCount: Int
  /// The groups put together as others, in the order of the levels; empty unless asked for.
  public let joinedLabels: [String]

  /// The label of the groups put together.
  public static let othersLabel = "others"

  /// Estimates every group.
  ///
  /// - Parameters:
  ///   - counts: As for `RateOfChange`.
  ///   - labels: The group of each row of the counts; only those of treated people are read. A level
  ///     without a set stays in the list as a group without anybody.
  ///   - joiningBelow: Two or more groups of fewer treated people than this, at least 1, are put
  ///     together as "others"; `nil`, the default, joins none.
  ///   - isSuppressed: Whether a count may not be shown, such as `DisclosurePolicy.suppresses`. A
  ///     group in which the people of an arm, or the events of a cell (where all are whole numbers),
  ///     may not be shown gives neither rates nor estimates and is not pooled. What a total less the
  ///     other groups would give away is for the report to hide.
  /// - Throws: `HeterogeneityError.change` for counts that no estimate may be made from.
  /// - Complexity: O(*members* + *sets* log *sets*), with CR2 more.
  public init(
    _ counts: PrePostCounts, groups labels: Factor, groupNoun: String = "groups",
    joiningBelow: Int? = nil, suppressing isSuppressed: (Int) -> Bool = { _ in false }
  ) throws(HeterogeneityError) {
    precondition(
      labels.count == counts.count, "\(labels.count) labels for \(counts.count) members")
    do {
      try RateOfChange.check(counts)
    } catch {
      throw .change(error)
    }
    let assignment = SetGroups(counts, labels: labels)
    self.groupNoun = groupNoun
    mixedSetCount = assignment.mixedSetCount
    unlabelledSetCount = assignment.unlabelledSetCount
    untreatedSetCount = assignment.untreatedSetCount
    var rows = [[Int]](repeating: [], count: labels.levels.count)
    for member in 0..<counts.count where counts.weights[member] > 0 {
      guard let group = assignment.groupOfSet[counts.sets[member]] else { continue }
      rows[group].append(member)
    }
    var parts: [(label: String, score: Double?, counts: PrePostCounts)] = []
    for (level, label) in labels.levels.enumerated() {
      parts.append((label, Double(level + 1), counts.members(rows[level])))
    }
    let small =
      joiningBelow.map { limit in
        parts.filter { (1..<max(1, limit)).contains($0.counts.personCount(of: .treated)) }.map(
          \.label)
      } ?? []
    // One small group has nobody to be put together with.
    joinedLabels = small.count > 1 ? small : []
    if !joinedLabels.isEmpty {
      let joined = Set(small)
      let others = zip(labels.levels, rows).filter { joined.contains($0.0) }.flatMap(\.1).sorted()
      parts.removeAll { joined.contains($0.label) }
      parts.append((GroupedRateOfChange.othersLabel, nil, counts.members(others)))
    }
    sharedPersonCount = GroupedRateOfChange.sharedCount(parts.map(\.counts))
    groups = parts.map {
      Group(label: $0.label, score: $0.score, counts: $0.counts, isSuppressed: isSuppressed)
    }
  }

  /// People of positive weight in more than one part.
  private static func sharedCount(_ parts: [PrePostCounts]) -> Int {
    var partOfPerson: [Int: Int] = [:]
    var shared: Set<Int> = []
    for (place, part) in parts.enumerated() {
      for person in part.persons {
        if let first = partOfPerson[person], first != place { shared.insert(person) }
        partOfPerson[person] = place
      }
    }
    return shared.count
  }

  /// Estimates every group of a plain column of labels, in ascending order of the labels.
  ///
  /// - Throws: As the other initialiser.
  public init(
    _ counts: PrePostCounts, groups labels: [String?], groupNoun: String = "groups",
    joiningBelow: Int? = nil, suppressing isSuppressed: (Int) -> Bool = { _ in false }
  ) throws(HeterogeneityError) {
    try self.init(
      counts, groups: Factor(labels), groupNoun: groupNoun, joiningBelow: joiningBelow,
      suppressing: isSuppressed)
  }
}
