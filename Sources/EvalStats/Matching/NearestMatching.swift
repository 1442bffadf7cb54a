internal import EvalLinearAlgebra

/// Nearest-neighbour matching of a resolved design.
struct NearestMatching {
  private let resolved: ResolvedDesign
  private let order: MatchingOrder
  private let reuse: ControlReuse
  private let focalRows: [Int]
  private let partnerRows: [Int]
  private let focalStrata: [Int32]
  private let partnerStrata: [Int32]
  private let constraints: PairConstraints
  private let metric: PairMetric?

  /// - Parameter metric: the distance, where it is not the design's own.
  init(
    resolved: ResolvedDesign, order: MatchingOrder, reuse: ControlReuse, metric: PairMetric? = nil
  ) {
    self.metric = metric
    self.resolved = resolved
    self.order = order
    self.reuse = reuse
    focalRows = resolved.focalRows
    partnerRows = resolved.partnerRows
    focalStrata = focalRows.map { resolved.strata.strata[$0] }
    partnerStrata = partnerRows.map { resolved.strata.strata[$0] }
    constraints = resolved.constraints()
  }

  /// Refuses what nearest-neighbour matching cannot honour.
  static func check(
    _ design: MatchingDesign, _ order: MatchingOrder, _ reuse: ControlReuse
  ) throws(MatchingError) {
    if reuse.limit < 1 { throw .reuse(reuse.limit) }
    if design.estimand == .ate || design.estimand == .ato {
      throw .unsupported(
        "the effect on \(design.estimand.population)", method: design.method.label)
    }
    if design.fineBalance != nil { throw .unsupported("fine balance", method: design.method.label) }
    guard design.distance.score == nil else { return }
    if order == .largest || order == .smallest {
      throw .needsScore("the order '\(order.rawValue)'")
    }
    if design.maximumRatio != nil { throw .needsScore("a number of partners that varies") }
  }

  /// Matches.
  ///
  /// - Parameter detail: what a method that this one serves has to say.
  func match(detail: MatchDetail? = nil) throws(MatchingError) -> Match {
    let metric = if let metric { metric } else { try resolved.pairMetric() }
    switch metric {
    case .score(let scores):
      return try match(search: scoreSearch(scores), metric: metric, detail: detail)
    case .space(let space):
      guard suitsShortlists(space) else {
        return try match(search: covariateSearch(space), metric: metric, detail: detail)
      }
      return try match(search: shortlistSearch(space), metric: metric, detail: detail)
    case .matrix: return try match(search: matrixSearch(metric), metric: metric, detail: detail)
    }
  }

  private func scoreSearch(_ scores: [Double], withCalipers: Bool = true) -> ScoreSearch {
    ScoreSearch(
      focalScores: focalRows.map { ScoreUnits.rounded(scores[$0]) },
      controlScores: partnerRows.map { ScoreUnits.rounded(scores[$0]) },
      focalStrata: focalStrata, controlStrata: partnerStrata,
      stratumCount: resolved.strata.count,
      caliper: withCalipers ? resolved.scoreCaliper ?? .infinity : .infinity,
      constraints: withCalipers ? constraints : resolved.constraints(withCalipers: false))
  }

  /// The scores and their caliper, where the distance is one of covariates inside it.
  private var scoreAxis: CovariateSearch.Axis? {
    guard let scores = resolved.scores, let caliper = resolved.scoreCaliper else { return nil }
    return .init(
      focal: focalRows.map { ScoreUnits.rounded(scores[$0]) },
      control: partnerRows.map { ScoreUnits.rounded(scores[$0]) }, caliper: caliper)
  }

  private func covariateSearch(_ space: CovariateSpace) -> CovariateSearch {
    CovariateSearch(
      space: space, focalRows: focalRows, controlRows: partnerRows, focalStrata: focalStrata,
      controlStrata: partnerStrata, stratumCount: resolved.strata.count, scoreAxis: scoreAxis,
      constraints: constraints)
  }

  /// Whether nothing but strata and scores bounds a pair, and too many axes part people for one to
  /// narrow the search down: with two or fewer, walking outward along one meets few controls.
  private func suitsShortlists(_ space: CovariateSpace) -> Bool {
    (resolved.scoreCaliper != nil || space.dimension > 2) && constraints.isEmpty
  }

  private func shortlistSearch(_ space: CovariateSpace) -> ShortlistSearch {
    var expected = Array(focalRows.indices)
    if case .sequence(let sequence) = turn { expected = sequence }
    return ShortlistSearch(
      space: space, focalRows: focalRows, controlRows: partnerRows, focalStrata: focalStrata,
      controlStrata: partnerStrata, stratumCount: resolved.strata.count, scoreAxis: scoreAxis,
      order: expected)
  }

  private func matrixSearch(_ metric: PairMetric) -> CandidateLists {
    CandidateLists(focalCount: focalRows.count, controlCount: partnerRows.count) { focal in
      partnerRows.indices.compactMap { partner in
        let distance = metric.distance(focalRows[focal], partnerRows[partner])
        return focalStrata[focal] == partnerStrata[partner] && distance < .infinity
          && constraints.admit(focal, partner)
          ? PairCandidate(control: partner, distance: distance) : nil
      }
    }
  }

  /// Runs the rounds and puts the result together.
  ///
  /// Who finds fewer partners than a set must have leaves them to the others, who choose again.
  private func match<Search: CandidateSearch>(
    search pristine: Search, metric: PairMetric, detail: MatchDetail?
  ) throws(MatchingError) -> Match {
    let wanted = try NearestMatching.partnerCounts(of: resolved, focalRows: focalRows)
    let fewest = resolved.design.minimumRatio
    let matcher = GreedyMatcher(ratio: wanted.max() ?? resolved.design.ratio, reuse: reuse)
    var terms = GreedyMatcher.Terms(
      wanted: wanted, held: held(by: metric),
      units: resolved.units.map { units in partnerRows.map { units[$0] } })
    var assigned: [[PairCandidate]]
    var short: [Int]
    repeat {
      var search = pristine
      assigned = matcher.assign(
        focalCount: focalRows.count, controlCount: partnerRows.count, turn: turn, terms: terms,
        using: &search)
      // Whoever holds forced pairs keeps them, however few.
      short = assigned.indices.filter {
        terms.wanted?[$0] != 0 && !assigned[$0].isEmpty && assigned[$0].count < fewest
      }
      for focal in short { terms.wanted?[focal] = 0 }
    } while !short.isEmpty
    let givenUp = wanted.indices.filter { terms.wanted?[$0] != wanted[$0] }
    if !givenUp.isEmpty {
      var search = pristine
      assigned = matcher.assignRest(
        givenUp, wanted: wanted, fewest: fewest, after: assigned, units: terms.units,
        controlCount: partnerRows.count, using: &search)
    }
    let isTooShort = wanted.indices.map { terms.wanted?[$0] != wanted[$0] }
    let partners = assigned.map { $0.map { partnerRows[$0.control] } }
    let isFocalTreated = resolved.design.estimand.isFocalTreated
    let matched = focalRows.indices.filter { !partners[$0].isEmpty }
    return resolved.match(
      sets: matched.map { focal in
        MatchedSet(
          treated: isFocalTreated ? [focalRows[focal]] : partners[focal],
          controls: isFocalTreated ? partners[focal] : [focalRows[focal]])
      },
      pairDistances: matched.map { focal in
        partners[focal].map { metric.distance(focalRows[focal], $0) }
      },
      reasons: reasons(partners: partners, isTooShort: isTooShort, search: pristine),
      rules: .stars(
        upTo: resolved.design.maximumRatio ?? resolved.design.ratio, reuse: reuse,
        for: resolved.design.estimand), detail: detail)
  }

  /// The forced pairs.
  private func held(by metric: PairMetric) -> [[PairCandidate]] {
    resolved.forcedPartners.enumerated().map { focal, partners in
      partners.map { partner in
        PairCandidate(
          control: partner, distance: metric.distance(focalRows[focal], partnerRows[partner]))
      }
    }
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
        order == .largest || (order == .automatic && resolved.design.estimand.isFocalTreated)
      let units = focalRows.map { ScoreUnits.rounded(scores[$0]) * (largestFirst ? -1 : 1) }
      return .sequence(AscendingOrder.places(of: units).map(Int.init))
    }
  }

  /// Why each focal unit without partners has none: the first reason that applies.
  private func reasons<Search: CandidateSearch>(
    partners: [[Int]], isTooShort: [Bool], search pristine: Search
  ) -> [Int: Match.Reason] {
    guard partners.contains(where: \.isEmpty) else { return [:] }
    let occupied = Set(partnerStrata)
    var everyoneFree = pristine
    var withoutCalipers = scoreSearch(
      resolved.scores ?? Array(repeating: 0, count: resolved.treated.count), withCalipers: false)
    var reasons: [Int: Match.Reason] = [:]
    for (focal, row) in focalRows.enumerated() where partners[focal].isEmpty {
      reasons[row] =
        if isTooShort[focal] {
          .tooFewPartners
        } else if !occupied.contains(focalStrata[focal]) {
          .noneInExactStratum
        } else if everyoneFree.nearest(to: focal, excluding: []) != nil {
          .allTaken
        } else if withoutCalipers.nearest(to: focal, excluding: []) != nil {
          resolved.calipers.isEmpty ? .allForbidden : .noneInsideCaliper
        } else {
          resolved.antiExact.isEmpty ? .allForbidden : .noneDiffering
        }
    }
    return reasons
  }
}
