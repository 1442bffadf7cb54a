internal import EvalLinearAlgebra
private import Synchronization

/// Nearest-neighbour matching of a resolved design, group by group on all processors.
struct NearestMatching {
  private let resolved: ResolvedDesign
  private let order: MatchingOrder
  private let reuse: ControlReuse
  private let focalRows: [Int32]
  private let space: CovariateSpace?
  private let progress: (@Sendable (MatchingProgress) -> Void)?

  /// - Parameters:
  ///   - space: the coordinates, where they are not the design's own.
  ///   - progress: told now and then how many have been served.
  init(
    resolved: ResolvedDesign, order: MatchingOrder, reuse: ControlReuse,
    space: CovariateSpace? = nil, progress: (@Sendable (MatchingProgress) -> Void)? = nil
  ) {
    self.space = space
    self.progress = progress
    self.resolved = resolved
    self.order = order
    self.reuse = reuse
    focalRows = resolved.rows(areFocal: true)
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
    let metric = try metric()
    let wanted = try NearestMatching.partnerCounts(of: resolved, focalRows: focalRows)
    let groups = resolved.groups(focalRows: focalRows)
    let turns = turns(groups)
    let servedCount = Atomic(0)
    let total = focalRows.count
    let outcomes = Workers.map(count: groups.count) { number in
      StrataGroupMatching(
        groups[number], of: resolved, metric: metric, reuse: reuse, turn: turns[number],
        wanted: groups[number].focals.map { wanted[Int($0)] }
      ).matched { served in
        let done = servedCount.wrappingAdd(served, ordering: .relaxed).newValue
        if done < total { progress?(MatchingProgress(done: done, total: total)) }
      }
    }
    return match(groups, outcomes, detail: detail)
  }

  /// What is measured by: coordinates by shortlists, where nothing but strata and scores bounds a pair,
  /// and too many axes part people for one to narrow the search down; with two or fewer, walking
  /// outward along one meets few controls.
  private func metric() throws(MatchingError) -> NearestMetric {
    if let space {
      return suitsShortlists(space.dimension)
        ? .shortlists(.written(space.coordinates, dimension: space.dimension))
        : .pair(.space(space))
    }
    if let scaling = try resolved.covariateScaling(), suitsShortlists(scaling.dimension) {
      return .shortlists(.columns(scaling.coordinates(of: resolved.distanceColumns)))
    }
    return .pair(try resolved.pairMetric())
  }

  private func suitsShortlists(_ dimension: Int) -> Bool {
    resolved.isUnconstrained && (resolved.scoreCaliper != nil || dimension > 2)
  }

  /// Who chooses next in each group, by their numbers in it.
  private func turns(_ groups: [StrataGroup]) -> [GreedyMatcher.Turn] {
    let sequence: [Int]
    switch turn {
    case .closest: return groups.map { _ in .closest }
    case .farthest: return groups.map { _ in .farthest }
    case .sequence(let everyone): sequence = everyone
    }
    guard groups.count > 1 else { return [.sequence(sequence)] }
    var placeOf = [(group: Int32, number: Int32)](repeating: (0, 0), count: focalRows.count)
    for (group, members) in groups.enumerated() {
      for (number, focal) in members.focals.enumerated() {
        placeOf[Int(focal)] = (Int32(group), Int32(number))
      }
    }
    var sequences = [[Int]](repeating: [], count: groups.count)
    for focal in sequence {
      sequences[Int(placeOf[focal].group)].append(Int(placeOf[focal].number))
    }
    return sequences.map { .sequence($0) }
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
      let units = focalRows.map {
        ScoreUnits.rounded(scores[Int($0)]) * (largestFirst ? -1 : 1)
      }
      return .sequence(AscendingOrder.places(of: units).map(Int.init))
    }
  }

  /// Where the partners of someone stand.
  private struct Source {
    var group = 0
    var places = 0..<0
  }

  /// Puts the groups together, in the order of the rows of those who looked for partners.
  private func match(
    _ groups: [StrataGroup], _ outcomes: [StrataGroupMatching.Outcome], detail: MatchDetail?
  ) -> Match {
    var sourceOf = [Source](repeating: Source(), count: focalRows.count)
    var reasons: [Int: Match.Reason] = [:]
    for (number, (group, outcome)) in zip(groups, outcomes).enumerated() {
      var start = 0
      var lonely = outcome.reasons.makeIterator()
      for (focal, count) in zip(group.focals, outcome.counts) {
        sourceOf[Int(focal)] = Source(group: number, places: start..<(start + Int(count)))
        start += Int(count)
        if count == 0 { reasons[Int(focalRows[Int(focal)])] = lonely.next() }
      }
    }
    let isFocalTreated = resolved.design.estimand.isFocalTreated
    var sets: [MatchedSet] = []
    var distances = PairDistances([])
    sets.reserveCapacity(focalRows.count)
    distances.reserve(
      sets: focalRows.count, pairs: outcomes.reduce(0) { $0 + $1.distances.count })
    for (row, source) in zip(focalRows, sourceOf) where !source.places.isEmpty {
      let focal = RowList(one: Int(row))
      let partners = outcomes[source.group].partners(at: source.places)
      sets.append(isFocalTreated ? MatchedSet(focal, partners) : MatchedSet(partners, focal))
      distances.append(outcomes[source.group].distances[source.places])
    }
    return resolved.match(
      sets: sets, pairDistances: distances, reasons: reasons,
      rules: .stars(
        upTo: resolved.design.maximumRatio ?? resolved.design.ratio, reuse: reuse,
        for: resolved.design.estimand), detail: detail)
  }
}
