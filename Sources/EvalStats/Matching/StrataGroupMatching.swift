internal import EvalLinearAlgebra

/// What nearest-neighbour matching measures by.
enum NearestMetric: Sendable {
  /// Coordinates whose nearest are found by shortlists.
  case shortlists(RowCoordinates)
  case pair(PairMetric)

  /// The distance of two rows of different arms.
  func distance(_ left: Int, _ right: Int) -> Double {
    switch self {
    case .shortlists(let coordinates):
      coordinates.squared(left, from: coordinates.rowMajor(at: [Int32(right)]), at: 0).squareRoot()
    case .pair(let metric): metric.distance(left, right)
    }
  }
}

/// Nearest-neighbour matching within one group.
struct StrataGroupMatching {
  private let resolved: ResolvedDesign
  private let group: StrataGroup
  private let metric: NearestMetric
  private let matcher: GreedyMatcher
  private let turn: GreedyMatcher.Turn
  /// How many partners each is to have.
  private let wanted: [Int]
  private let constraints: PairConstraints
  /// The scores of the partners in `ScoreUnits`, where the distance is that of scores.
  private let partnerUnits: [Double]?
  private let focalStrata: [Int32]
  private let partnerStrata: [Int32]

  /// Who has whom in a group.
  struct Outcome: Sendable {
    /// The number of partners of each who looks for them.
    var counts: [Int32] = []
    /// The rows of their partners, one's behind the other's, and how far they are.
    var partnerRows: [Int32] = []
    var distances: [Double] = []
    /// Why those without partners have none, in their order.
    var reasons: [Match.Reason] = []

    /// The rows of some partners.
    func partners(at places: Range<Int>) -> RowList {
      places.count == 1
        ? RowList(one: Int(partnerRows[places.lowerBound]))
        : RowList(partnerRows[places].lazy.map(Int.init))
    }
  }

  /// - Parameters:
  ///   - turn: who chooses next, by their numbers in the group.
  ///   - wanted: how many partners each is to have.
  init(
    _ group: StrataGroup, of resolved: ResolvedDesign, metric: NearestMetric, reuse: ControlReuse,
    turn: GreedyMatcher.Turn, wanted: [Int]
  ) {
    if case .pair(.score(let scores)) = metric {
      // Whoever is near in score then stands near in memory too.
      let (group, units) = group.inOrder(of: scores)
      self.group = group
      partnerUnits = units
    } else {
      self.group = group
      partnerUnits = nil
    }
    self.resolved = resolved
    self.metric = metric
    self.turn = turn
    self.wanted = wanted
    matcher = GreedyMatcher(ratio: wanted.max() ?? resolved.design.ratio, reuse: reuse)
    constraints = resolved.constraints(
      focal: self.group.focalRows, partner: self.group.partnerRows)
    focalStrata = self.group.strata(of: self.group.focalRows)
    partnerStrata = self.group.strata(of: self.group.partnerRows)
  }

  /// Matches the group.
  ///
  /// - Parameter served: told now and then how many more people have been served, of each once.
  func matched(served: (Int) -> Void) -> Outcome {
    switch metric {
    case .shortlists(let coordinates): matched(served) { shortlistSearch(coordinates) }
    case .pair(.score(let scores)): matched(served) { scoreSearch(scores) }
    case .pair(.space(let space)): matched(served) { covariateSearch(space) }
    case .pair(.matrix): matched(served) { matrixSearch() }
    }
  }

  /// Runs the rounds.
  ///
  /// Who finds fewer partners than a set must have leaves them to the others, who choose again.
  private func matched<Search: CandidateSearch>(
    _ served: (Int) -> Void, _ search: () -> Search
  ) -> Outcome {
    // Everybody chooses once in each round, and some in rounds that begin again.
    var (choiceCount, toldCount) = (0, 0)
    func tell(_ count: Int) {
      guard count > toldCount else { return }
      served(count - toldCount)
      toldCount = count
    }
    defer { tell(group.focals.count) }
    let fewest = resolved.design.minimumRatio
    var terms = GreedyMatcher.Terms(
      wanted: wanted, held: held(),
      units: resolved.units.map { units in group.partnerRows.map { units[Int($0)] } })
    var assigned: AssignedPairs
    var short: [Int]
    repeat {
      var fresh = search()
      assigned = matcher.assign(
        focalCount: group.focals.count, controlCount: group.partnerRows.count, turn: turn,
        terms: terms, using: &fresh
      ) { choices in
        choiceCount += choices
        tell(min(choiceCount / matcher.ratio, group.focals.count))
      }
      // Whoever holds forced pairs keeps them, however few.
      short = assigned.indices.filter {
        (1..<fewest).contains(assigned.count(of: $0)) && terms.wanted?[$0] != 0
      }
      for focal in short { terms.wanted?[focal] = 0 }
    } while !short.isEmpty
    let givenUp = wanted.indices.filter { terms.wanted?[$0] != wanted[$0] }
    if !givenUp.isEmpty {
      var fresh = search()
      assigned = matcher.assignRest(
        givenUp, wanted: wanted, fewest: fewest, after: assigned, units: terms.units,
        controlCount: group.partnerRows.count, using: &fresh)
    }
    return outcome(assigned, givenUp: Set(givenUp), search)
  }

  private func outcome<Search: CandidateSearch>(
    _ assigned: AssignedPairs, givenUp: Set<Int>, _ search: () -> Search
  ) -> Outcome {
    // In short loops of their own, so that the processor looks many people up at once.
    let (pairs, owners) = assigned.flattened
    let rows = RowTasks.array(pairs.count) { group.partnerRows[pairs[$0].control] }
    return Outcome(
      counts: assigned.indices.map { Int32(assigned.count(of: $0)) }, partnerRows: rows,
      distances: RowTasks.array(pairs.count) {
        distance(Int(group.focalRows[Int(owners[$0])]), Int(rows[$0]), pairs[$0])
      }, reasons: reasons(assigned, givenUp: givenUp, search))
  }

  /// The distance of a pair: for coordinates the one it was chosen by.
  private func distance(_ focal: Int, _ partner: Int, _ candidate: PairCandidate) -> Double {
    guard case .pair(let metric) = metric else { return candidate.distance }
    return metric.distance(focal, partner)
  }

  /// The forced pairs; nothing where there are none.
  private func held() -> [[PairCandidate]] {
    guard !resolved.forced.isEmpty else { return [] }
    return resolved.forcedPartners(focal: group.focalRows, partner: group.partnerRows).enumerated()
      .map {
        focal, partners in
        partners.map { partner in
          PairCandidate(
            control: partner,
            distance: metric.distance(
              Int(group.focalRows[focal]), Int(group.partnerRows[partner])))
        }
      }
  }

  /// Why each who looked for partners and has none has none: the first reason that applies.
  private func reasons<Search: CandidateSearch>(
    _ assigned: AssignedPairs, givenUp: Set<Int>, _ search: () -> Search
  ) -> [Match.Reason] {
    let lonely = assigned.indices.filter { assigned[$0].isEmpty }
    guard !lonely.isEmpty else { return [] }
    let occupied = Set(partnerStrata)
    var everyoneFree = search()
    var withoutCalipers = scoreSearch(resolved.scores, withCalipers: false)
    return lonely.map { focal in
      if givenUp.contains(focal) {
        .tooFewPartners
      } else if !occupied.contains(focalStrata[focal]) {
        .noneInExactStratum
      } else if everyoneFree.hasCandidate(for: focal) {
        .allTaken
      } else if withoutCalipers.hasCandidate(for: focal) {
        resolved.calipers.isEmpty ? .allForbidden : .noneInsideCaliper
      } else {
        resolved.antiExact.isEmpty ? .allForbidden : .noneDiffering
      }
    }
  }
}

extension StrataGroupMatching {
  /// Without scores everybody counts as equally near.
  private func scoreSearch(_ scores: [Double]?, withCalipers: Bool = true) -> ScoreSearch {
    ScoreSearch(
      focalScores: scores.map { ScoreUnits.rounded($0, at: group.focalRows) }
        ?? Array(repeating: 0, count: group.focalRows.count),
      controlScores: partnerUnits ?? scores.map { ScoreUnits.rounded($0, at: group.partnerRows) }
        ?? Array(repeating: 0, count: group.partnerRows.count),
      focalStrata: focalStrata, controlStrata: partnerStrata,
      stratumCount: group.stratumCount,
      caliper: withCalipers ? resolved.scoreCaliper ?? .infinity : .infinity,
      constraints: withCalipers
        ? constraints
        : resolved.constraints(
          focal: group.focalRows, partner: group.partnerRows, withCalipers: false),
      controlRanks: group.partnerRows)
  }

  /// The scores and their caliper, where the distance is one of covariates inside it.
  private var scoreAxis: CovariateSearch.Axis? {
    guard let scores = resolved.scores, let caliper = resolved.scoreCaliper else { return nil }
    return .init(
      focal: ScoreUnits.rounded(scores, at: group.focalRows),
      control: ScoreUnits.rounded(scores, at: group.partnerRows), caliper: caliper)
  }

  private func covariateSearch(_ space: CovariateSpace) -> CovariateSearch {
    CovariateSearch(
      space: space, focalRows: group.focalRows, controlRows: group.partnerRows,
      focalStrata: focalStrata, controlStrata: partnerStrata,
      stratumCount: group.stratumCount, scoreAxis: scoreAxis, constraints: constraints)
  }

  private func shortlistSearch(_ coordinates: RowCoordinates) -> ShortlistSearch {
    var expected = Array(group.focals.indices)
    if case .sequence(let sequence) = turn { expected = sequence }
    return ShortlistSearch(
      coordinates, focalRows: group.focalRows, controlRows: group.partnerRows,
      focalStrata: focalStrata, controlStrata: partnerStrata,
      stratumCount: group.stratumCount, scoreAxis: scoreAxis, order: expected)
  }

  private func matrixSearch() -> CandidateLists {
    CandidateLists(focalCount: group.focals.count, controlCount: group.partnerRows.count) { focal in
      group.partnerRows.indices.compactMap { partner in
        let distance = metric.distance(
          Int(group.focalRows[focal]), Int(group.partnerRows[partner]))
        return focalStrata[focal] == partnerStrata[partner] && distance < .infinity
          && constraints.admit(focal, partner)
          ? PairCandidate(control: partner, distance: distance) : nil
      }
    }
  }
}
