internal import EvalLinearAlgebra

/// Whom each focal unit gets under a weighting: the same answer as `GreedyMatcher` in the order of
/// the rows, without its allocations.
struct GeneticPairing: Sendable {
  let ratio: Int
  let reuse: ControlReuse
  let neighbours: WeightedNeighbours
  /// For each focal unit the query it asks: people alike in everything ask one.
  private let queryOf: [Int32]
  /// The partner each point of the search stands for.
  private let partnerOf: [Int32]

  /// - Complexity: O(*n* log *n*), with constraints on pairs O(*treated · controls*).
  init(_ resolved: ResolvedDesign, space: GeneticSpace, basis: Int, reuse: ControlReuse) {
    let coordinates = space.bases[basis]
    ratio = resolved.design.ratio
    self.reuse = reuse
    let focalRows = resolved.focalRows
    let partnerRows = resolved.partnerRows
    let strata = resolved.strata.strata
    let isConstrained = !resolved.constraints().isEmpty || resolved.scoreCaliper != nil
    // With unlimited reuse and free choice, people alike in every coordinate get the same partners,
    // and of partners alike only the first few are ever chosen.
    let isShared = reuse == .unlimited && !isConstrained
    let dimension = space.dimension
    func key(_ row: Int) -> [UInt64] {
      [UInt64(bitPattern: Int64(strata[row]))]
        + coordinates[(row * dimension)..<((row + 1) * dimension)].map { ($0 + 0).bitPattern }
    }
    var queryRows: [Int] = []
    var queryOfKey: [[UInt64]: Int32] = [:]
    queryOf = focalRows.map { row in
      let key = isShared ? key(row) : [UInt64(row)]
      if let query = queryOfKey[key] { return query }
      queryOfKey[key] = Int32(queryRows.count)
      queryRows.append(row)
      return Int32(queryRows.count - 1)
    }
    var countOfKey: [[UInt64]: Int] = [:]
    let ratio = ratio
    partnerOf = partnerRows.indices.filter { number in
      guard isShared else { return true }
      let count = countOfKey[key(partnerRows[number]), default: 0]
      countOfKey[key(partnerRows[number])] = count + 1
      return count < ratio
    }.map(Int32.init)
    let pointRows = partnerOf.map { partnerRows[Int($0)] }
    func gathered(_ rows: [Int]) -> [Double] {
      rows.flatMap { coordinates[($0 * dimension)..<(($0 + 1) * dimension)] }
    }
    neighbours = WeightedNeighbours(
      queries: gathered(queryRows), points: gathered(pointRows), dimension: dimension,
      queryStrata: queryRows.map { strata[$0] }, pointStrata: pointRows.map { strata[$0] },
      stratumCount: resolved.strata.count,
      admits: isConstrained ? { resolved.admits(queryRows[$0], pointRows[$1]) } : nil)
  }

  /// Fills in the partners of each focal unit: `ratio` places each, empty ones −1 and last.
  func assign(
    _ weights: [Double], using search: inout WeightedNeighbours.Workspace,
    uses: inout [Int32], into partners: inout [Int32]
  ) {
    search.weigh(weights)
    for place in partners.indices { partners[place] = -1 }
    if reuse == .unlimited {
      takeAllAtOnce(using: &search, into: &partners)
    } else {
      takeInRounds(using: &search, uses: &uses, into: &partners)
    }
  }

  private func takeAllAtOnce(
    using search: inout WeightedNeighbours.Workspace, into partners: inout [Int32]
  ) {
    var firstUnit = [Int32](repeating: -1, count: neighbours.queryCount)
    for (unit, query) in queryOf.enumerated() {
      let query = Int(query)
      if firstUnit[query] >= 0 {
        let first = Int(firstUnit[query]) * ratio
        for place in 0..<ratio { partners[unit * ratio + place] = partners[first + place] }
        continue
      }
      firstUnit[query] = Int32(unit)
      if ratio == 1 {
        if let point = search.nearest(to: query) { partners[unit] = partnerOf[point] }
        continue
      }
      var taken: [Int] = []
      while taken.count < ratio, let point = search.nearest(to: query) {
        partners[unit * ratio + taken.count] = partnerOf[point]
        taken.append(point)
        search.remove(point)
      }
      for point in taken { search.restore(point) }
    }
  }

  private func takeInRounds(
    using search: inout WeightedNeighbours.Workspace, uses: inout [Int32],
    into partners: inout [Int32]
  ) {
    let limit = reuse.limit
    for point in uses.indices { uses[point] = 0 }
    for round in 0..<ratio {
      for unit in queryOf.indices {
        // Who found none in an earlier round is retired.
        if round > 0, partners[unit * ratio + round - 1] < 0 { continue }
        // Points and partners have the same numbers here: nobody is left out.
        if limit > 1 {
          for place in 0..<round { search.remove(Int(partners[unit * ratio + place])) }
        }
        let point = search.nearest(to: unit)
        if limit > 1 {
          for place in 0..<round {
            let taken = Int(partners[unit * ratio + place])
            if Int(uses[taken]) < limit { search.restore(taken) }
          }
        }
        guard let point else { continue }
        partners[unit * ratio + round] = Int32(point)
        uses[point] += 1
        if Int(uses[point]) == limit { search.remove(point) }
      }
    }
  }
}
