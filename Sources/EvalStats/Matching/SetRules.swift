/// What every set of a match must satisfy besides the constraints on its pairs.
struct SetRules: Sendable, Equatable {
  /// The largest number of treated people in a set.
  var largestTreatedCount: Int
  /// The largest number of controls in a set.
  var largestControlCount: Int
  /// In how many sets one unit may stand.
  var reuseLimit: Int
  /// Whether a set is a stratum: equal in its exact keys, without pairs that calipers could bind.
  var isStratum: Bool

  init(
    largestTreatedCount: Int = .max, largestControlCount: Int = .max, reuseLimit: Int = 1,
    isStratum: Bool = false
  ) {
    self.largestTreatedCount = largestTreatedCount
    self.largestControlCount = largestControlCount
    self.reuseLimit = reuseLimit
    self.isStratum = isStratum
  }

  /// Sets of one person who looked for partners and up to so many partners, who may serve so often.
  static func stars(
    upTo ratio: Int, reuse: ControlReuse, for estimand: Estimand
  ) -> SetRules {
    estimand.isFocalTreated
      ? SetRules(largestTreatedCount: 1, largestControlCount: ratio, reuseLimit: reuse.limit)
      : SetRules(largestTreatedCount: ratio, largestControlCount: 1, reuseLimit: reuse.limit)
  }

  /// Whole strata.
  static let strata = SetRules(isStratum: true)
}
