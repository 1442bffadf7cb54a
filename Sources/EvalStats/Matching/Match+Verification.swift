extension Match {
  /// Checks every set against the design; a breach is a programmer's slip, never output.
  func verify(against resolved: ResolvedDesign, rules: SetRules) {
    var isServed = [Bool](repeating: false, count: treated.count)
    var uses = UnitCounts(resolved.units, rowCount: treated.count)
    // The last set each unit was met in; who serves in one set alone cannot stand there twice.
    var metIn =
      rules.reuseLimit > 1 ? UnitCounts(resolved.units, rowCount: treated.count) : nil
    let strata = resolved.strata.count > 1 ? resolved.strata.strata : nil
    for (number, set) in sets.enumerated() {
      let first = set.treated.first ?? -1
      precondition(
        !set.treated.isEmpty && !set.controls.isEmpty, "the set of row \(first) lacks an arm")
      precondition(
        set.treated.allSatisfy { treated[$0] } && !set.controls.contains { treated[$0] },
        "the set of row \(first) holds someone in the wrong arm")
      precondition(
        set.treated.count <= rules.largestTreatedCount
          && set.controls.count <= rules.largestControlCount,
        "the set of row \(first) has \(set.treated.count) treated and \(set.controls.count) controls"
      )
      func check(_ row: Int) {
        precondition(resolved.isEligible[row], "someone discarded or excluded was matched")
        if let last = metIn?[row] {
          precondition(last <= number, "the set of row \(first) holds someone twice")
          metIn?[row] = number + 1
        }
        if let strata {
          precondition(
            strata[row] == strata[first], "rows \(first) and \(row) differ in an exact key")
        }
        if isFocal(row) {
          precondition(!isServed[row], "row \(row) serves in too many sets")
          isServed[row] = true
        } else {
          uses[row] += 1
          precondition(uses[row] <= rules.reuseLimit, "row \(row) serves in too many sets")
        }
      }
      for row in set.treated { check(row) }
      for row in set.controls { check(row) }
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

/// A number for each unit, by the rows it has.
private struct UnitCounts {
  private let units: [Int32]?
  /// By row where every row is a unit.
  private var byRow: [Int32]
  private var byUnit: [Int32: Int] = [:]

  init(_ units: [Int32]?, rowCount: Int) {
    self.units = units
    byRow = units == nil ? Array(repeating: 0, count: rowCount) : []
  }

  subscript(row: Int) -> Int {
    get { units.map { byUnit[$0[row], default: 0] } ?? Int(byRow[row]) }
    set {
      if let units { byUnit[units[row]] = newValue } else { byRow[row] = Int32(newValue) }
    }
  }
}
