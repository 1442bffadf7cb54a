extension Match {
  /// Checks every set against the design; a breach is a programmer's slip, never output.
  func verify(against resolved: ResolvedDesign, rules: SetRules) {
    var focals: Set<Int> = []
    var uses: [Int32: Int] = [:]
    let left = Set(discarded + excluded)
    for set in sets {
      let (first, members) = (set.treated.first ?? -1, set.treated + set.controls)
      precondition(
        !set.treated.isEmpty && !set.controls.isEmpty, "the set of row \(first) lacks an arm")
      precondition(
        set.treated.allSatisfy { treated[$0] } && !set.controls.contains { treated[$0] },
        "the set of row \(first) holds someone in the wrong arm")
      precondition(
        Set(members.map(resolved.unit)).count == members.count,
        "the set of row \(first) holds someone twice")
      precondition(
        set.treated.count <= rules.largestTreatedCount
          && set.controls.count <= rules.largestControlCount,
        "the set of row \(first) has \(set.treated.count) treated and \(set.controls.count) controls"
      )
      precondition(left.isDisjoint(with: members), "someone discarded or excluded was matched")
      for row in members {
        precondition(
          resolved.strata.strata[row] == resolved.strata.strata[first],
          "rows \(first) and \(row) differ in an exact key")
        let isFirst = isFocal(row) && focals.insert(row).inserted
        if !isFocal(row) { uses[resolved.unit(row), default: 0] += 1 }
        precondition(
          isFirst || uses[resolved.unit(row), default: .max] <= rules.reuseLimit,
          "row \(row) serves in too many sets")
      }
      if !rules.isStratum { verifyPairs(of: set, against: resolved) }
    }
    precondition(
      pairDistances.count == sets.count || pairDistances.isEmpty,
      "\(pairDistances.count) lists of distances for \(sets.count) sets")
  }

  /// One member paired with each of the others satisfies every caliper and key.
  private func verifyPairs(of set: MatchedSet, against resolved: ResolvedDesign) {
    precondition(
      set.treated.count == 1 || set.controls.count == 1,
      "the set of row \(set.treated[0]) has several on both sides")
    for treated in set.treated {
      for control in set.controls {
        precondition(
          resolved.admits(treated, control),
          "rows \(treated) and \(control) breach a constraint")
      }
    }
  }
}
