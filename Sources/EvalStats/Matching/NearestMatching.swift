/// Nearest-neighbour matching of a resolved design.
struct NearestMatching {
  private let resolved: ResolvedDesign
  private let order: MatchingOrder
  private let reuse: ControlReuse
  private let focalRows: [Int]
  private let partnerRows: [Int]
  private let focalStrata: [Int32]
  private let partnerStrata: [Int32]

  init(resolved: ResolvedDesign, order: MatchingOrder, reuse: ControlReuse) {
    self.resolved = resolved
    self.order = order
    self.reuse = reuse
    focalRows = resolved.focalRows
    partnerRows = resolved.partnerRows
    focalStrata = focalRows.map { resolved.strata.strata[$0] }
    partnerStrata = partnerRows.map { resolved.strata.strata[$0] }
  }

  /// Matches.
  func match() throws(MatchingError) -> Match {
    switch resolved.design.distance {
    case .score:
      guard let scores = resolved.scores else { throw .scoresNotGiven }
      return match(search: scoreSearch(scores)) { abs(scores[$0] - scores[$1]) }
    case .covariates(let metric):
      let space = try space(metric, of: resolved.design.covariates)
      return match(search: covariateSearch(space), distance: space.distance)
    case .covariatesWithinScore(let metric, let names, _):
      let space = try space(metric, of: names)
      return match(search: covariateSearch(space), distance: space.distance)
    }
  }

  private func scoreSearch(_ scores: [Double], withCalipers: Bool = true) -> ScoreSearch {
    ScoreSearch(
      focalScores: focalRows.map { ScoreUnits.rounded(scores[$0]) },
      controlScores: partnerRows.map { ScoreUnits.rounded(scores[$0]) },
      focalStrata: focalStrata, controlStrata: partnerStrata,
      stratumCount: resolved.strata.count,
      caliper: withCalipers ? resolved.scoreCaliper ?? .infinity : .infinity,
      constraints: resolved.constraints(withCalipers: withCalipers))
  }

  private func covariateSearch(_ space: CovariateSpace) -> CovariateSearch {
    var axis: CovariateSearch.Axis?
    if let scores = resolved.scores, let caliper = resolved.scoreCaliper {
      axis = .init(
        focal: focalRows.map { ScoreUnits.rounded(scores[$0]) },
        control: partnerRows.map { ScoreUnits.rounded(scores[$0]) }, caliper: caliper)
    }
    return CovariateSearch(
      space: space, focalRows: focalRows, controlRows: partnerRows, focalStrata: focalStrata,
      controlStrata: partnerStrata, stratumCount: resolved.strata.count, scoreAxis: axis,
      constraints: resolved.constraints())
  }

  private func space(
    _ metric: CovariateMetric, of names: [String]
  ) throws(MatchingError) -> CovariateSpace {
    try CovariateSpace(
      resolved.covariates.covariates(named: names), metric: metric, treated: resolved.treated,
      eligible: resolved.isEligible)
  }

  /// Runs the rounds and puts the result together.
  private func match<Search: CandidateSearch>(
    search pristine: Search, distance: (_ focal: Int, _ partner: Int) -> Double
  ) -> Match {
    var search = pristine
    let assigned = GreedyMatcher(ratio: resolved.design.ratio, reuse: reuse)
      .assign(
        focalCount: focalRows.count, controlCount: partnerRows.count, turn: turn, using: &search)
    let partners = assigned.map { $0.map { partnerRows[$0.control] } }
    let isATT = resolved.design.estimand == .att
    let matched = focalRows.indices.filter { !partners[$0].isEmpty }
    let match = Match(
      design: resolved.design, treated: resolved.treated,
      sets: matched.map { focal in
        MatchedSet(
          treated: isATT ? [focalRows[focal]] : partners[focal],
          controls: isATT ? partners[focal] : [focalRows[focal]])
      },
      pairDistances: matched.map { focal in
        partners[focal].map { distance(focalRows[focal], $0) }
      },
      weights: Match.weights(
        rowCount: resolved.treated.count, focalRows: focalRows, partners: partners),
      unmatched: unmatched(partners: partners, search: pristine),
      discarded: resolved.treated.indices.filter {
        resolved.isIncluded[$0] && !resolved.isEligible[$0]
      },
      excluded: resolved.treated.indices.filter { !resolved.isIncluded[$0] },
      scores: resolved.scores, caliperWidths: resolved.calipers.map(\.width),
      covariates: resolved.covariates)
    match.verify(
      strata: resolved.strata.strata, admit: resolved.admits, reuseLimit: reuse.limit)
    return match
  }

  /// Who chooses next.
  private var turn: GreedyMatcher.Turn {
    let everyone = Array(focalRows.indices)
    switch order {
    case .closest: return .closest
    case .farthest: return .farthest
    case .data: return .sequence(everyone)
    case .random:
      var generator = SeededGenerator(seed: resolved.design.seed)
      var shuffled = everyone
      generator.shuffle(&shuffled)
      return .sequence(shuffled)
    case .automatic, .largest, .smallest:
      guard let scores = resolved.scores else { return .sequence(everyone) }
      let largestFirst =
        order == .largest || (order == .automatic && resolved.design.estimand == .att)
      let units = focalRows.map { ScoreUnits.rounded(scores[$0]) * (largestFirst ? -1 : 1) }
      return .sequence(everyone.sorted { (units[$0], $0) < (units[$1], $1) })
    }
  }

  /// Everyone of the focal arm without partners, with the first reason that applies.
  private func unmatched<Search: CandidateSearch>(
    partners: [[Int]], search pristine: Search
  ) -> [Match.Unmatched] {
    let occupied = Set(partnerStrata)
    var everyoneFree = pristine
    var withoutCalipers = scoreSearch(
      resolved.scores ?? Array(repeating: 0, count: resolved.treated.count), withCalipers: false)
    var reasons: [Int: Match.Reason] = [:]
    for (focal, row) in focalRows.enumerated() where partners[focal].isEmpty {
      reasons[row] =
        if !occupied.contains(focalStrata[focal]) {
          .noneInExactStratum
        } else if everyoneFree.nearest(to: focal, excluding: []) != nil {
          .allTaken
        } else if withoutCalipers.nearest(to: focal, excluding: []) == nil {
          .noneDiffering
        } else {
          .noneInsideCaliper
        }
    }
    let isATT = resolved.design.estimand == .att
    for row in resolved.treated.indices where resolved.treated[row] == isATT {
      if !resolved.isIncluded[row] {
        reasons[row] = .missingCovariate
      } else if !resolved.isEligible[row] {
        reasons[row] = .discarded
      }
    }
    return reasons.sorted { $0.key < $1.key }.map { .init(row: $0.key, reason: $0.value) }
  }
}

extension CovariateColumns {
  /// The columns of some covariates.
  func covariates(named names: [String]) -> CovariateColumns {
    let wanted = Set(names)
    return CovariateColumns(
      columns: columns.filter { wanted.contains($0.covariate) }, rowCount: rowCount)
  }
}
