extension Match {
  /// Checks every pair against the design; a breach is a programmer's slip, never output.
  ///
  /// - Parameters:
  ///   - strata: the exact stratum of each row.
  ///   - admit: whether calipers and columns that must differ allow a pair, by rows.
  func verify(
    strata: [Int32], admit: (_ focal: Int, _ partner: Int) -> Bool, reuseLimit: Int
  ) {
    var uses = [Int](repeating: 0, count: treated.count)
    for set in sets {
      let isATT = design.estimand == .att
      let focals = isATT ? set.treated : set.controls
      let partners = isATT ? set.controls : set.treated
      precondition(focals.count == 1, "a set of \(focals.count) people who looked for partners")
      precondition(
        partners.count <= design.ratio && Set(partners).count == partners.count,
        "the set of row \(focals[0]) holds a partner twice or more than \(design.ratio)")
      for partner in partners {
        uses[partner] += 1
        precondition(
          treated[focals[0]] != treated[partner],
          "rows \(focals[0]) and \(partner) are of one arm")
        precondition(
          strata[focals[0]] == strata[partner],
          "rows \(focals[0]) and \(partner) differ in an exact key")
        precondition(
          admit(focals[0], partner), "rows \(focals[0]) and \(partner) breach a constraint")
        precondition(
          uses[partner] <= reuseLimit, "row \(partner) serves more than \(reuseLimit) times")
      }
    }
    let left = Set(discarded + excluded)
    precondition(
      sets.allSatisfy { left.isDisjoint(with: $0.treated) && left.isDisjoint(with: $0.controls) },
      "someone discarded or excluded was matched")
  }
}
