/// The group of each matched set.
///
/// A set belongs to the group of its treated person; where its controls live does not matter. Where a
/// set holds several treated people of different groups, the group with the greatest weight among
/// them takes it; a tie goes to the treated person on the lower row. A set whose treated people have
/// no group, or that has none, belongs nowhere and is counted.
struct SetGroups: Sendable {
  /// Index into the levels for each set; sets that belong nowhere are absent.
  let groupOfSet: [Int: Int]
  /// Sets whose treated people are of several groups.
  let mixedSetCount: Int
  /// Sets whose treated people have no group recorded.
  let unlabelledSetCount: Int
  /// Sets without a treated person of positive weight.
  let untreatedSetCount: Int

  init(_ counts: PrePostCounts, labels: Factor) {
    var weights: [Int: [(group: Int, weight: Double)]] = [:]
    var sets: Set<Int> = []
    var treatedSets: Set<Int> = []
    for member in 0..<counts.count where counts.weights[member] > 0 {
      let set = counts.sets[member]
      sets.insert(set)
      guard counts.arms[member] == .treated else { continue }
      treatedSets.insert(set)
      guard labels.codes[member] >= 0 else { continue }
      let group = Int(labels.codes[member])
      // In the order of rows, so that the first of equals is the one on the lower row.
      if let place = weights[set]?.firstIndex(where: { $0.group == group }) {
        weights[set]?[place].weight += counts.weights[member]
      } else {
        weights[set, default: []].append((group, counts.weights[member]))
      }
    }
    var groupOfSet: [Int: Int] = [:]
    for (set, entries) in weights {
      var best = entries[0]
      for entry in entries.dropFirst() where entry.weight > best.weight { best = entry }
      groupOfSet[set] = best.group
    }
    self.groupOfSet = groupOfSet
    mixedSetCount = weights.values.count { $0.count > 1 }
    unlabelledSetCount = treatedSets.count - groupOfSet.count
    untreatedSetCount = sets.count - treatedSets.count
  }
}
