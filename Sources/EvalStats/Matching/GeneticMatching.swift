internal import Dispatch
internal import EvalLinearAlgebra
internal import Synchronization

/// Genetic matching of a resolved design.
struct GeneticMatching: Sendable {
  private let search: GeneticSearch
  private let seed: UInt64
  private let space: GeneticSpace
  private let pairing: GeneticPairing
  private let balance: GeneticBalance
  private let resolved: ResolvedDesign
  /// Blocks of weightings tried at once; the result does not depend on it.
  private let lanes: Int

  /// How many weightings one block tries: enough that setting one up costs nothing.
  private static let blockSize = 32

  init(
    _ search: GeneticSearch, resolved: ResolvedDesign, problem: MatchingProblem,
    lanes: Int = .max
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
    self.lanes = lanes
    seed = resolved.design.seed
    space = try GeneticSpace(resolved)
    pairing = GeneticPairing(resolved, space: space, reuse: search.reuse)
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
    let evolution = GeneticEvolution(
      search: search, dimension: space.dimension, lossCount: balance.lossCount, seed: seed)
    let outcome = evolution.run(losses)
    var match = try NearestMatching(
      resolved: resolved, order: .data, reuse: search.reuse,
      metric: .space(space.weighted(by: outcome.weights))
    ).match()
    match.search = GeneticTrace(
      weights: zip(space.names, outcome.weights).map { .init(column: $0, weight: $1) },
      objective: search.objective, best: outcome.best.map { balance.headline($0[...]) },
      evaluationCount: outcome.evaluationCount)
    return match
  }

  /// The losses of weightings given one after another.
  func losses(_ weights: [Double]) -> [Double] {
    let dimension = space.dimension
    let count = weights.count / dimension
    let blockCount = (count + GeneticMatching.blockSize - 1) / GeneticMatching.blockSize
    let found = Mutex([[Double]](repeating: [], count: blockCount))
    let lanes = max(1, min(lanes, blockCount))
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      for block in stride(from: lane, to: blockCount, by: lanes) {
        let start = block * GeneticMatching.blockSize
        let losses = losses(
          weights, start..<min(count, start + GeneticMatching.blockSize))
        found.withLock { $0[block] = losses }
      }
    }
    return found.withLock { Array($0.joined()) }
  }

  private func losses(_ weights: [Double], _ members: Range<Int>) -> [Double] {
    let dimension = space.dimension
    var workspace = WeightedNeighbours.Workspace(pairing.neighbours)
    var scratch = GeneticBalance.Scratch(balance)
    var uses = [Int32](repeating: 0, count: pairing.neighbours.pointCount)
    var partners = [Int32](repeating: -1, count: resolved.focalRows.count * pairing.ratio)
    var losses: [Double] = []
    losses.reserveCapacity(members.count * balance.lossCount)
    for member in members {
      pairing.assign(
        Array(weights[(member * dimension)..<((member + 1) * dimension)]), using: &workspace,
        uses: &uses, into: &partners)
      balance.appendLoss(of: partners, ratio: pairing.ratio, using: &scratch, to: &losses)
    }
    return losses
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
