import EvalLinearAlgebra
import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Genetic matching")
struct GeneticMatchingTests {
  static let small = GeneticSearch(
    population: 24, generations: 6, objective: .largestStandardisedDifference, reuse: .unlimited)

  static func design(
    _ search: GeneticSearch = small, covariates: [String] = ["a", "b", "c"],
    metric: CovariateMetric = .mahalanobis
  ) -> MatchingDesign {
    MatchingDesign(
      covariates: covariates, distance: .covariates(metric), method: .genetic(search))
  }

  static func sample(_ seed: UInt64 = 3, rowCount: Int = 120) throws -> MatchingProblem {
    try MatchPropertyTests.Sample(seed: seed, rowCount: rowCount).problem()
  }

  /// Each treated person has a control with the same `a`, but far off in `noise`, and another with
  /// the same `noise` but 1 more in `a`. Whoever looks at `a` alone balances it exactly.
  static func toy() throws -> MatchingProblem {
    var generator = SeededGenerator(seed: 9)
    let places = (0..<30).map { 3 * Double($0 % 10) }
    let noise = (0..<30).map { _ in 10 * generator.normal() }
    return try MatchingProblem(
      treated: (0..<90).map { $0 < 30 },
      covariates: [
        ("a", places + places + places.map { $0 + 1 }),
        ("noise", noise + noise.map { $0 + 40 } + noise),
      ])
  }

  @Test("finds that one column must be weighted where plain distances go wrong")
  func toyOptimum() throws {
    let search = GeneticSearch(
      population: 30, generations: 8, objective: .largestStandardisedDifference, balanced: ["a"],
      reuse: .unlimited)
    var design = Self.design(search, covariates: ["a", "noise"], metric: .scaledEuclidean)
    let problem = try Self.toy()
    let match = try problem.matched(by: design)
    #expect(match.balance.row("a")?.standardisedDifference(.after) == 0)
    let trace = try #require(match.search)
    #expect(trace.best.last == 0 && !trace.isWhitened)
    let weight = Dictionary(uniqueKeysWithValues: trace.weights.map { ($0.column, $0.weight) })
    #expect(try #require(weight["a"]) > 4 * #require(weight["noise"]))
    design.method = .nearest(reuse: .unlimited)
    let plain = try problem.matched(by: design)
    #expect(abs(plain.balance.row("a")?.standardisedDifference(.after) ?? 0) > 0.05)
  }

  @Test("is never worse than the distance it starts from, and mostly better")
  func improvement() throws {
    for seed in [3, 4, 5] as [UInt64] {
      let problem = try Self.sample(seed)
      var design = Self.design()
      let match = try problem.matched(by: design)
      design.method = .nearest(reuse: .unlimited)
      let plain = try problem.matched(by: design)
      let found = try #require(match.balance.largestStandardisedDifference(.after))
      #expect(found < 0.7 * (try #require(plain.balance.largestStandardisedDifference(.after))))
      let best = try #require(match.search).best.compactMap(\.self)
      #expect(zip(best, best.dropFirst()).allSatisfy { $0 >= $1 } && best.count > 1)
    }
  }

  @Test("equal weights are the Mahalanobis distance")
  func equalWeights() throws {
    let resolved = try ResolvedDesign(Self.design(), for: try Self.sample())
    let space = try GeneticSpace(resolved).weighted(by: [1, 1, 1], basis: 0)
    let metric = try resolved.pairMetric()
    for (left, right) in [(0, 1), (2, 77), (50, 119)] {
      #expect(agree(space.distance(left, right), metric.distance(left, right), relative: 1e-12))
    }
  }

  static let options: [MatchingDesign] = {
    func make(_ reuse: ControlReuse, _ change: (inout MatchingDesign) -> Void) -> MatchingDesign {
      var search = small
      search.reuse = reuse
      var made = design(search)
      change(&made)
      return made
    }
    return [
      make(.unlimited) { _ in },
      make(.none) { _ in },
      make(.unlimited) { $0.ratio = 3 },
      make(.none) { $0.ratio = 2 },
      make(.atMost(2)) { $0.ratio = 3 },
      make(.none) { $0.exact = ["sex"] },
      make(.unlimited) {
        $0.exact = ["sex"]
        $0.calipers = [.covariate("a", 0.7)]
      },
      make(.none) {
        $0.calipers = [.covariate("b", 1)]
        $0.estimand = .atc
      },
      make(.unlimited) {
        $0.distance = .score(.given)
        $0.calipers = [.score(0.5)]
      },
      make(.none) {
        $0.distance = .covariatesWithinScore(.robustMahalanobis, of: ["a", "b"], .given)
        $0.discard = .both
      },
    ]
  }()

  @Test(
    "what the search thinks of a weighting is what matching by it gives", arguments: options)
  func evaluation(design: MatchingDesign) throws {
    let match = try Self.sample().matched(by: design)
    let found = match.balance.rows.filter { $0.name != BalanceTable.Row.scoreName }.compactMap {
      $0.standardisedDifference(.after, by: match.defaultDenominator)
    }.map(abs).max()
    let said = try #require(match.search).best.last ?? nil
    // Focal people weigh alike, so weighted and paired means agree.
    #expect(agree(try #require(said), try #require(found), relative: 1e-9, absolute: 1e-12))
  }

  @Test("the fast pairing is the greedy matcher in the order of the rows", arguments: options)
  func pairing(design: MatchingDesign) throws {
    let problem = try Self.sample(8)
    let resolved = try ResolvedDesign(design, for: problem)
    let space = try GeneticSpace(resolved)
    let weights = (0..<space.dimension).map { Double(1 + 30 * $0) }
    guard case .genetic(let search) = design.method else { return }
    for basis in space.bases.indices {
      let pairing = GeneticPairing(resolved, space: space, basis: basis, reuse: search.reuse)
      var workspace = WeightedNeighbours.Workspace(pairing.neighbours)
      var uses = [Int32](repeating: 0, count: pairing.neighbours.pointCount)
      var partners = [Int32](repeating: 0, count: resolved.focalRows.count * design.ratio)
      pairing.assign(weights, using: &workspace, uses: &uses, into: &partners)
      let match = try NearestMatching(
        resolved: resolved, order: .data, reuse: search.reuse,
        space: space.weighted(by: weights, basis: basis)
      ).match()
      var expected: [Int: [Int]] = [:]
      for set in match.sets {
        let focal = design.estimand.isFocalTreated ? set.treated[0] : set.controls[0]
        expected[focal] = Array(design.estimand.isFocalTreated ? set.controls : set.treated)
      }
      for (unit, row) in resolved.focalRows.enumerated() {
        let places = partners[(unit * design.ratio)..<((unit + 1) * design.ratio)]
        #expect(
          places.filter { $0 >= 0 }.map { resolved.partnerRows[Int($0)] } == expected[row] ?? [],
          "row \(row)")
      }
      #expect(!expected.isEmpty)
    }
  }

  @Test("people alike in everything share an answer, and ties go to the lower row")
  func duplicates() throws {
    let problem = try MatchingProblem(
      treated: [true, true, true, false, false, false, false],
      covariates: [("a", [0, 0, 4, 1, 1, -1, 5]), ("b", [0, 0, 1, 0, 0, 0, 2])])
    for (ratio, reuse) in [(1, ControlReuse.unlimited), (2, .unlimited), (1, .none)] {
      var search = Self.small
      search.reuse = reuse
      var design = Self.design(search, covariates: ["a", "b"], metric: .euclidean)
      design.ratio = ratio
      let resolved = try ResolvedDesign(design, for: problem)
      let space = try GeneticSpace(resolved)
      let pairing = GeneticPairing(resolved, space: space, basis: 0, reuse: reuse)
      var workspace = WeightedNeighbours.Workspace(pairing.neighbours)
      var uses = [Int32](repeating: 0, count: pairing.neighbours.pointCount)
      var partners = [Int32](repeating: 0, count: 3 * ratio)
      pairing.assign([1, 1], using: &workspace, uses: &uses, into: &partners)
      let expected: [Int32] =
        ratio == 2 ? [0, 1, 0, 1, 3, 0] : reuse == .none ? [0, 1, 3] : [0, 0, 3]
      #expect(partners == expected)
    }
  }

  @Test("the result depends on the seed alone, not on how many threads search")
  func threads() throws {
    let problem = try Self.sample()
    var search = Self.small
    search.population = 70
    let resolved = try ResolvedDesign(Self.design(search), for: problem)
    func match(threads: Int?) throws -> Match {
      try ThreadLimit.atMost(threads) {
        try GeneticMatching(search, resolved: resolved, problem: problem).match()
      }
    }
    let one = try match(threads: 1)
    for threads in [2, 3, nil] {
      let other = try match(threads: threads)
      #expect(other.search == one.search && other.sets == one.sets)
    }
    var reseeded = Self.design(search)
    reseeded.seed = 2
    #expect(try problem.matched(by: reseeded).search != one.search)
  }

  @Test("where nothing ties, the order of the rows does not matter")
  func permutation() throws {
    let sample = MatchPropertyTests.Sample(seed: 12, rowCount: 90)
    let rows = Array((0..<90).reversed())
    let match = try sample.problem().matched(by: Self.design())
    let turned = try sample.problem(rows: rows).matched(by: Self.design())
    #expect(
      MatchPropertyTests.pairs(match, rows: Array(0..<90))
        == MatchPropertyTests.pairs(turned, rows: rows))
  }

  @Test("a factor and a dependent column take part once, squares and products are balanced too")
  func columns() throws {
    let sample = MatchPropertyTests.Sample(seed: 17, rowCount: 100)
    let table = try Table([
      ("treated", .boolean(Values(sample.treated))),
      ("a", .real(Values(sample.columns[0].values))),
      ("twice", .real(Values(sample.columns[0].values.map { 2 * $0 }))),
      ("sex", .text(Values(sample.sexes.map { $0 == 0 ? "f" : "m" }))),
      ("other", .real(Values(sample.columns[2].values))),
    ])
    let problem = try MatchingProblem(table: table, treatment: "treated")
    var search = Self.small
    search.balanced = ["a", "other"]
    search.balancesSquares = true
    search.balancesInteractions = true
    let match = try problem.matched(
      by: Self.design(search, covariates: ["a", "twice", "sex"]))
    let trace = try #require(match.search)
    #expect(trace.weights.map(\.column) == ["a", "sexm"])
    let other = try CovariateColumns(table, names: ["a", "other"])
    let (a, b) = (other.columns[0].values, other.columns[1].values)
    let columns = [a, b, zip(a, a).map(*), zip(b, b).map(*), zip(a, b).map(*)]
    let balance = match.balance(
      of: CovariateColumns(
        columns: columns.map { .init(name: "x", covariate: "x", values: $0) }, rowCount: 100))
    let largest = balance.rows.compactMap { $0.standardisedDifference(.after).map(abs) }.max()
    #expect(agree(try #require(trace.best.last ?? nil), try #require(largest), relative: 1e-9))
  }

  @Test("the design and the result say what was searched and found")
  func words() throws {
    let match = try Self.sample().matched(by: Self.design())
    #expect(match.design.description.contains("1:1 genetic matching for the effect on the treated"))
    #expect(match.design.description.contains("population 24 for up to 6 generations"))
    #expect(match.design.description.contains("seed 1, with replacement"))
    #expect(match.explanation.contains { $0.contains("weightings were tried in") })
  }

  @Test("calipers that admit nobody leave an empty match, with reasons")
  func nobody() throws {
    var design = Self.design()
    design.calipers = [.covariate("a", 1e-9)]
    let match = try Self.sample().matched(by: design)
    #expect(match.sets.isEmpty && match.search?.best.last == .some(nil))
    #expect(match.unmatchedCounts[.noneInsideCaliper] == match.unmatched.count)
  }

  @Test("settings and data that cannot be searched are refused")
  func errors() throws {
    let problem = try Self.sample()
    func refusal(
      of problem: MatchingProblem, _ change: (inout GeneticSearch, inout MatchingDesign) -> Void
    ) -> MatchingError? {
      var search = Self.small
      var design = Self.design()
      change(&search, &design)
      design.method = .genetic(search)
      do {
        _ = try problem.matched(by: design)
        return nil
      } catch { return error }
    }
    #expect(refusal(of: problem) { search, _ in search.population = 3 } == .searchPopulation(3))
    #expect(refusal(of: problem) { search, _ in search.generations = 0 } == .searchGenerations(0))
    #expect(refusal(of: problem) { search, _ in search.patience = 0 } == .searchGenerations(0))
    #expect(
      refusal(of: problem) { search, _ in search.lowestWeight = 1000 }
        == .searchBounds(lowest: 1000, highest: 1000))
    #expect(refusal(of: problem) { search, _ in search.reuse = .atMost(0) } == .reuse(0))
    #expect(
      refusal(of: problem) { _, design in design.estimand = .ate }
        == .unsupported("the effect on everyone", method: "genetic matching"))
    #expect(
      refusal(of: problem) { _, design in design.distance = .given }
        == .unsupported("a matrix of distances", method: "genetic matching"))
    #expect(
      refusal(of: problem) { search, _ in search.balanced = ["nosuch"] }?.code == "unknown-column")
    let alike = try MatchingProblem(
      treated: [true, true, false, false],
      covariates: ["a", "b", "c"].map { ($0, [2, 2, 2, 2]) })
    #expect(refusal(of: alike) { _, _ in } == .noVaryingCovariate(["a", "b", "c"]))
    let alone = try MatchingProblem(
      treated: [true, false, false],
      covariates: ["a", "b", "c"].map { ($0, [1, 2, 4]) })
    #expect(refusal(of: alone) { _, _ in } == .tooFewToBalance(.treated))
    #expect(
      MatchingError.searchPopulation(3).message
        == "a population of 3 cannot be crossed; use 4 or more (1000 is usual)")
  }
}
