internal import EvalLinearAlgebra

/// Genetic matching of a resolved design.
struct GeneticMatching: Sendable {
  private let search: GeneticSearch
  private let seed: UInt64
  private let space: GeneticSpace
  /// One for each system of coordinates.
  private let pairings: [GeneticPairing]
  private let balance: GeneticBalance
  private let resolved: ResolvedDesign

  /// How many weightings one block tries: enough that setting one up costs nothing.
  private static let blockSize = 32

  init(
    _ search: GeneticSearch, resolved: ResolvedDesign, problem: MatchingProblem
  ) throws(MatchingError) {
    guard problem.forced.isEmpty else {
      throw .unsupported("forced pairs", method: resolved.design.method.label)
    }
    let focalCount = resolved.focalRows.count
    guard focalCount > 1 else {
      throw .tooFewToBalance(resolved.design.estimand.isFocalTreated ? .treated : .control)
    }
    self.search = search
    self.resolved = resolved
    seed = resolved.design.seed
    space = try GeneticSpace(resolved)
    pairings = space.bases.indices.map { [space] basis in
      GeneticPairing(resolved, space: space, basis: basis, reuse: search.reuse)
    }
    balance = try GeneticBalance(
      try GeneticMatching.balanced(search, resolved.covariates, resolved.design),
      objective: search.objective, focalRows: resolved.focalRows,
      partnerRows: resolved.partnerRows,
      sample: (
        resolved.treated.indices.filter {
          resolved.isIncluded[$0]
            && resolved.treated[$0] == resolved.design.estimand.isFocalTreated
        }, resolved.treated.indices.filter { resolved.isIncluded[$0] }
      ))
  }

  /// Searches, then matches by the weights found.
  func match() throws(MatchingError) -> Match {
    let evolution = evolution
    let outcome = evolution.run(losses)
    var match = try NearestMatching(
      resolved: resolved, order: .data, reuse: search.reuse,
      space: space.weighted(by: outcome.weights, basis: outcome.basis)
    ).match()
    match.search = GeneticTrace(
      weights: zip(space.names, outcome.weights).map { .init(column: $0, weight: $1) },
      isWhitened: space.isWhitened && outcome.basis == 0,
      objective: search.objective, best: outcome.best.map { balance.headline($0[...]) },
      evaluationCount: outcome.evaluationCount)
    return match
  }

  private var evolution: GeneticEvolution {
    GeneticEvolution(
      search: search, dimension: space.dimension, basisCount: space.bases.count,
      lossCount: balance.lossCount, seed: seed)
  }

  /// The losses of members given one after another.
  func losses(_ members: [Double]) -> [Double] {
    let count = members.count / evolution.geneCount
    let blockCount = (count + GeneticMatching.blockSize - 1) / GeneticMatching.blockSize
    let found = Workers.map(count: blockCount) { block in
      let start = block * GeneticMatching.blockSize
      return losses(members, start..<min(count, start + GeneticMatching.blockSize))
    }
    return Array(found.joined())
  }

  private func losses(_ members: [Double], _ block: Range<Int>) -> [Double] {
    let geneCount = evolution.geneCount
    var scratch = GeneticBalance.Scratch(balance)
    var partners = [Int32](
      repeating: -1, count: resolved.focalRows.count * resolved.design.ratio)
    var losses = [[Double]](repeating: [], count: block.count)
    // One system of coordinates after another, so that one workspace serves all members of each.
    for (basis, pairing) in pairings.enumerated() {
      let mine = block.filter { members[($0 + 1) * geneCount - 1] == Double(basis) }
      guard !mine.isEmpty else { continue }
      var workspace = WeightedNeighbours.Workspace(pairing.neighbours)
      var uses = [Int32](repeating: 0, count: pairing.neighbours.pointCount)
      for member in mine {
        pairing.assign(
          Array(members[(member * geneCount)..<((member + 1) * geneCount - 1)]),
          using: &workspace, uses: &uses, into: &partners)
        balance.appendLoss(
          of: partners, ratio: pairing.ratio, using: &scratch,
          to: &losses[member - block.lowerBound])
      }
    }
    return Array(losses.joined())
  }

  /// The columns to balance: those named with every level, then squares and products.
  private static func balanced(
    _ search: GeneticSearch, _ covariates: CovariateColumns, _ design: MatchingDesign
  ) throws(MatchingError) -> [CovariateColumns.Column] {
    let columns = covariates.covariates(named: search.balanced ?? design.covariates).columns
    var result = columns
    func product(
      _ left: CovariateColumns.Column, _ right: CovariateColumns.Column, named name: String
    ) -> CovariateColumns.Column {
      CovariateColumns.Column(
        name: name, covariate: name, values: zip(left.values, right.values).map(*))
    }
    if search.balancesSquares {
      result += columns.filter { Set($0.values).count > 2 }.map {
        product($0, $0, named: "\($0.name)²")
      }
    }
    if search.balancesInteractions {
      for (index, left) in columns.enumerated() {
        result += columns[(index + 1)...].filter { $0.covariate != left.covariate }.map {
          product(left, $0, named: "\(left.name) × \($0.name)")
        }
      }
    }
    return result
  }
}
