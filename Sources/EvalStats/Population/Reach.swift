/// Which of those a service is meant for it has seen up to a date, by group, and how they differ from
/// those it has not seen (the "reach" of RE-AIM: Glasgow, Vogt and Boles 1999,
/// doi:10.2105/AJPH.89.9.1322).
///
/// Reach is a share of the eligible alone; people seen who are not among them are counted apart, and
/// many of them say that the rule of eligibility is not the one in use. Being seen is no benefit yet.
public struct Reach: Sendable {
  /// The people of a network, locality or other group.
  public struct Group: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Those a service is meant for.
    public let eligibleCount: SensitiveCount
    /// Those of them whom it has seen.
    public let seenCount: SensitiveCount
    /// Seen over eligible; `nil` where no one is eligible. Readers see `rows(shownBy:)`.
    public let share: Double?
    /// Where the share lies in the funnel of all groups; `nil` without one.
    public let flag: FunnelPlot.Flag?

    /// Whether its share differs from the whole's by more than chance: outside the 99.8% limits, which
    /// one group in 500 leaves by chance, on either side.
    public var differsBeyondChance: Bool { flag == .high998 || flag == .low998 }
  }

  /// The last day on which being seen counts.
  public let date: Day
  /// Everyone a service is meant for.
  public let eligibleCount: SensitiveCount
  /// Those of them whom it has seen.
  public let seenCount: SensitiveCount
  /// Seen over eligible.
  public let share: Double
  /// People seen who are not eligible.
  public let ineligibleSeenCount: SensitiveCount
  /// Eligible people without a group; 0 without groups.
  public let missingGroupCount: SensitiveCount
  /// One a level of the groups, in their order.
  public let groups: [Group]
  /// The groups with eligible people about their common share; `nil` without groups, and where no one
  /// or everyone was seen.
  public let funnel: FunnelPlot?
  /// The eligible who were seen (as the treated) beside those who were not: differences standardised
  /// by the standard deviation of those seen unless another is asked for. `nil` without covariates, and
  /// where no one or everyone was seen.
  public let comparison: BalanceTable?

  /// - Parameters:
  ///   - isEligible: One a person.
  ///   - firstSeen: The day each person was first seen; missing for those who never were.
  ///   - date: The last day on which being seen counts.
  ///   - groups: Networks, localities or the like.
  ///   - covariates: In which those seen and not seen are compared, as of a day before any was seen or
  ///     one that is the same for all: what being seen changes must not be among them.
  ///   - widening: How variation beyond chance between groups widens the funnel; not at all unless
  ///     asked for, which needs `FunnelPlot.fewestGroups` groups.
  /// - Throws: `nobody` where no one is eligible, `unequalColumns`, `funnel`.
  /// - Complexity: O(*columns* · *n* log *n*)
  public init(
    isEligible: [Bool], firstSeen: Values<Day>, through date: Day, by groups: Factor? = nil,
    comparing covariates: CovariateColumns? = nil, widening: FunnelDispersion = .none
  ) throws(PopulationError) {
    let count = isEligible.count
    try PopulationError.requireCount(firstSeen.count, count, "first seen")
    if let groups { try PopulationError.requireCount(groups.count, count, "group") }
    if let covariates { try PopulationError.requireCount(covariates.rowCount, count, "covariate") }
    let isSeen = (0..<count).map { row in firstSeen[row].map { $0 <= date } ?? false }
    let eligible = isEligible.indices.filter { isEligible[$0] }
    guard !eligible.isEmpty else { throw .nobody(column: "eligible") }
    let seen = eligible.count { isSeen[$0] }
    self.date = date
    eligibleCount = SensitiveCount(eligible.count)
    seenCount = SensitiveCount(seen)
    share = Double(seen) / Double(eligible.count)
    ineligibleSeenCount = SensitiveCount(isSeen.count { $0 } - seen)
    let tallies = ReachTallies(eligible, isSeen: isSeen, groups: groups)
    missingGroupCount = SensitiveCount(tallies.missingCount)
    funnel = try tallies.funnel(widening: widening)
    self.groups = tallies.groups(in: funnel)
    let isMixed = seen > 0 && seen < eligible.count
    comparison =
      isMixed
      ? covariates.map {
        BalanceTable(treated: eligible.map { isSeen[$0] }, covariates: $0.rows(at: eligible))
      } : nil
  }
}

/// Eligible and seen people of each group.
private struct ReachTallies {
  let names: [String]
  var eligible: [Int]
  var seen: [Int]
  var missingCount = 0

  init(_ rows: [Int], isSeen: [Bool], groups: Factor?) {
    names = groups?.levels ?? []
    eligible = Array(repeating: 0, count: names.count)
    seen = eligible
    guard let groups else { return }
    for row in rows {
      let code = Int(groups.codes[row])
      guard code >= 0 else {
        missingCount += 1
        continue
      }
      eligible[code] += 1
      if isSeen[row] { seen[code] += 1 }
    }
  }

  private var places: [Int] { eligible.indices.filter { eligible[$0] > 0 } }

  func funnel(widening: FunnelDispersion) throws(PopulationError) -> FunnelPlot? {
    let sum = seen.reduce(0, +)
    guard sum > 0, sum < eligible.reduce(0, +) else { return nil }
    do {
      return try FunnelPlot(
        .proportions(
          events: places.map { Double(seen[$0]) }, totals: places.map { Double(eligible[$0]) }),
        widening: widening)
    } catch {
      throw .funnel(error)
    }
  }

  func groups(in funnel: FunnelPlot?) -> [Reach.Group] {
    var flags = [FunnelPlot.Flag?](repeating: nil, count: names.count)
    if let funnel {
      for (place, group) in zip(places, funnel.groups) { flags[place] = group.flag }
    }
    return names.indices.map { place in
      Reach.Group(
        name: names[place], eligibleCount: SensitiveCount(eligible[place]),
        seenCount: SensitiveCount(seen[place]),
        share: eligible[place] > 0 ? Double(seen[place]) / Double(eligible[place]) : nil,
        flag: flags[place])
    }
  }
}
