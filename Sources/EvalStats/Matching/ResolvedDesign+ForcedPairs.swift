extension ResolvedDesign {
  /// Refuses forced pairs that break a constraint, or ask for too many.
  func checkForcedPairs() throws(MatchingError) {
    var partnersOf: [Int: Int] = [:]
    var usesOf: [Int32: Int] = [:]
    for pair in forced {
      guard isEligible[pair.treated], isEligible[pair.control],
        strata.strata[pair.treated] == strata.strata[pair.control],
        admits(pair.treated, pair.control)
      else { throw .forcedPairInadmissible(pair) }
      let (focal, partner) =
        design.estimand.isFocalTreated
        ? (pair.treated, pair.control) : (pair.control, pair.treated)
      partnersOf[focal, default: 0] += 1
      usesOf[unit(partner), default: 0] += 1
      guard partnersOf[focal, default: 0] <= design.maximumRatio ?? design.ratio else {
        throw .forcedTooOften(row: focal, limit: design.maximumRatio ?? design.ratio)
      }
      guard usesOf[unit(partner), default: 0] <= design.method.reuseLimit else {
        throw .forcedTooOften(row: partner, limit: design.method.reuseLimit)
      }
    }
  }

  /// For each focal unit the partners it must have, both numbered in the order of the rows given.
  func forcedPartners(focal: [Int32], partner: [Int32]) -> [[Int]] {
    guard !forced.isEmpty else { return Array(repeating: [], count: focal.count) }
    let numbers = Dictionary(
      uniqueKeysWithValues: partner.enumerated().map { (Int($0.element), $0.offset) })
    let isFocalTreated = design.estimand.isFocalTreated
    let partnersOf = Dictionary(
      grouping: forced, by: { isFocalTreated ? $0.treated : $0.control })
    return focal.map { row in
      (partnersOf[Int(row)] ?? []).compactMap {
        numbers[isFocalTreated ? $0.control : $0.treated]
      }
    }
  }
}
