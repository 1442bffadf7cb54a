/// Generalised full matching of a resolved design.
struct GeneralisedFullMatching {
  let resolved: ResolvedDesign
  let settings: GeneralisedFull

  /// Pairs within groups that are measured for the largest distance: a second's work.
  private static let pairLimit = 50_000_000

  /// Refuses what groups cannot honour.
  static func check(
    _ design: MatchingDesign, _ settings: GeneralisedFull
  ) throws(MatchingError) {
    try design.checkPairless()
    if design.distance == .given {
      throw .unsupported(
        "given distances, which say nothing within an arm", method: design.method.label)
    }
    guard settings.minimumTreated >= 1, settings.minimumControls >= 1 else {
      throw .invalidSetting(
        "groups of \(settings.minimumTreated) treated and \(settings.minimumControls) controls",
        remedy: "ask for 1 or more of each")
    }
    switch settings.radius {
    case .distance(let width)?, .scoreDeviations(let width)?:
      guard width.isFinite, width >= 0 else {
        throw .invalidSetting("a radius of \(width)", remedy: "give 0 or more")
      }
    case nil: break
    }
    if case .scoreDeviations? = settings.radius, case .score = design.distance { return }
    if case .scoreDeviations? = settings.radius {
      throw .needsScore("a radius in standard deviations of the score")
    }
  }

  /// Forms the groups, those of the lowest rows first.
  ///
  /// - Complexity: O(*n* log *n*) for few dimensions; memory O(*n · dimension*).
  func match() throws(MatchingError) -> Match {
    try resolved.checkNoGivenPairs()
    let (coordinates, dimension, perUnit) = try points()
    let radius = radius()
    let limit = radius.map { ($0 + 8 * $0.ulp) * perUnit } ?? .infinity
    let (design, treated) = (resolved.design, resolved.treated)
    let coversEveryone = settings.coversEveryone || design.estimand == .ate
    let isFocalTreated = design.estimand.isFocalTreated
    let grouping = NeighbourGroups(
      coordinates: coordinates, dimension: dimension, treated: treated, settings: settings,
      squaredRadius: limit * limit,
      isWanted: { coversEveryone || treated[$0] == isFocalTreated })
    let rows = treated.indices.filter { resolved.isEligible[$0] }
    var groups: [[Int]] = []
    var largestNeed = 0.0
    var reasons: [Int: Match.Reason] = [:]
    for stratum in StrataSets.groups(of: rows, by: resolved.strata.strata) {
      let result = grouping.groups(of: stratum)
      largestNeed = max(largestNeed, result.largestNeed)
      groups += result.groups
      let placed = Set(result.groups.joined())
      let counts = (stratum.count { treated[$0] }, stratum.count { !treated[$0] })
      let isShort =
        counts.0 < settings.minimumTreated || counts.1 < settings.minimumControls
      for row in stratum
      where !placed.contains(row) && (design.estimand == .ate || treated[row] == isFocalTreated) {
        reasons[row] =
          counts.0 == 0 || counts.1 == 0
          ? .noneInExactStratum : isShort ? .tooFewPartners : .noneInsideCaliper
      }
    }
    let formed = groups.map { group -> MatchedSet in
      let members = group.sorted()
      return MatchedSet(
        treated: members.filter { treated[$0] }, controls: members.filter { !treated[$0] })
    }
    let sets = formed.sorted {
      (isFocalTreated ? $0.treated[0] : $0.controls[0])
        < (isFocalTreated ? $1.treated[0] : $1.controls[0])
    }
    return resolved.match(
      sets: sets, pairDistances: [], reasons: reasons, rules: .strata,
      detail: .groups(
        .init(
          lowerBound: largestNeed.squareRoot() / perUnit,
          largestDistance: largestDistance(groups, coordinates, dimension).map { $0 / perUnit },
          radius: radius)))
  }

  /// Coordinates in which distance is Euclidean, and what one unit of the distance is in them.
  private func points() throws(MatchingError) -> ([Double], Int, Double) {
    switch try resolved.pairMetric() {
    case .score(let scores): return (ScoreUnits.rounded(scores), 1, ScoreUnits.perOne)
    case .space(let space): return (space.coordinates, space.dimension, 1)
    case .matrix:
      throw .unsupported("given distances", method: resolved.design.method.label)
    }
  }

  /// The radius in the units of the distance.
  private func radius() -> Double? {
    switch settings.radius {
    case .distance(let width): return width
    case .scoreDeviations(let width):
      guard let scores = resolved.scores else { return nil }
      let rows = scores.indices.filter { resolved.isEligible[$0] }
      let deviation =
        WeightedSummary(scores, rows: rows, weights: nil, isBinary: false)?.variance?.squareRoot()
      return width * (deviation ?? 0)
    case nil: return nil
    }
  }

  private func largestDistance(
    _ groups: [[Int]], _ coordinates: [Double], _ dimension: Int
  ) -> Double? {
    guard groups.reduce(0, { $0 + $1.count * $1.count }) <= Self.pairLimit else { return nil }
    var largest = 0.0
    for group in groups {
      for (index, left) in group.enumerated() {
        for right in group[(index + 1)...] {
          var sum = 0.0
          for axis in 0..<dimension {
            let gap = coordinates[left * dimension + axis] - coordinates[right * dimension + axis]
            sum += gap * gap
          }
          largest = max(largest, sum)
        }
      }
    }
    return largest.squareRoot()
  }
}
