import Testing

@testable import EvalStats

@Suite("Matching on a score in sorted order")
struct ScoreSearchTests {
  /// A random problem: scores on a grid of `steps` (few steps, many ties), strata and ages.
  struct Problem {
    let focalScores: [Double]
    let controlScores: [Double]
    let focalStrata: [Int32]
    let controlStrata: [Int32]
    let focalAges: [Double]
    let controlAges: [Double]
    let stratumCount: Int
    var caliper = Double.infinity
    var constraints = PairConstraints()

    init(seed: UInt64, focalCount: Int, controlCount: Int, steps: Int, stratumCount: Int) {
      var generator = SeededGenerator(seed: seed)
      func draw(_ count: Int, _ bound: Int) -> [Double] {
        (0..<count).map { _ in Double(Int.random(in: 0..<bound, using: &generator)) }
      }
      self.stratumCount = stratumCount
      focalScores = draw(focalCount, steps)
      controlScores = draw(controlCount, steps)
      focalStrata = draw(focalCount, stratumCount).map { Int32($0) }
      controlStrata = draw(controlCount, stratumCount).map { Int32($0) }
      focalAges = draw(focalCount, 8)
      controlAges = draw(controlCount, 8)
    }

    mutating func constrain() {
      caliper = 12
      constraints.differences = [
        .init(focal: focalAges, control: controlAges, width: 4, demandsDistance: false)
      ]
      constraints.distinct = [
        .init(focal: focalAges.map { Int32($0) }, control: controlAges.map { Int32($0) })
      ]
    }

    var search: ScoreSearch {
      ScoreSearch(
        focalScores: focalScores, controlScores: controlScores, focalStrata: focalStrata,
        controlStrata: controlStrata, stratumCount: stratumCount, caliper: caliper,
        constraints: constraints)
    }

    func distance(_ focal: Int, _ control: Int) -> Double? {
      let gap = abs(focalScores[focal] - controlScores[control])
      guard focalStrata[focal] == controlStrata[control], gap <= caliper else { return nil }
      if !constraints.isEmpty {
        let years = abs(focalAges[focal] - controlAges[control])
        guard years <= 4, years > 0 else { return nil }
      }
      return gap
    }
  }

  static let shapes: [(focal: Int, control: Int, steps: Int, strata: Int)] = [
    (1, 1, 3, 1), (3, 8, 4, 1), (17, 64, 1_000, 1), (17, 64, 5, 3), (40, 65, 30, 2),
    (30, 20, 15, 1), (25, 90, 1, 1),
  ]

  @Test(
    "takes the same controls as looking at every pair, with ties, strata, calipers and reuse",
    arguments: [ControlReuse.none, .atMost(2), .unlimited], [1, 3])
  func agreesWithBruteForce(reuse: ControlReuse, ratio: Int) {
    for (index, shape) in Self.shapes.enumerated() {
      for constrained in [false, true] {
        var problem = Problem(
          seed: UInt64(index + 1), focalCount: shape.focal, controlCount: shape.control,
          steps: shape.steps, stratumCount: shape.strata)
        if constrained { problem.constrain() }
        let order = (0..<shape.focal).sorted {
          (-problem.focalScores[$0], $0) < (-problem.focalScores[$1], $1)
        }
        BruteForceGreedy(
          ratio: ratio, limit: reuse.limit, controlCount: shape.control,
          distance: problem.distance
        ).expectSame(
          by: problem.search, reuse: reuse, order: order, focalCount: shape.focal,
          "shape \(shape), constrained \(constrained)")
      }
    }
  }

  @Test("a control as far below as another is above is a tie, and the lower row has it")
  func symmetricTie() {
    let scores = ScoreUnits.rounded([0.3, 0.1, 0.5])
    var search = ScoreSearch(
      focalScores: [scores[0]], controlScores: [scores[2], scores[1]], focalStrata: [0],
      controlStrata: [0, 0], stratumCount: 1, caliper: .infinity, constraints: PairConstraints())
    // In binary 0.5 − 0.3 is below 0.3 − 0.1 by rounding alone.
    #expect(search.nearest(to: 0, excluding: [])?.control == 0)
    search.exhaust(0)
    #expect(search.nearest(to: 0, excluding: [])?.control == 1)
    search.exhaust(1)
    #expect(search.nearest(to: 0, excluding: []) == nil)
  }

  @Test("scores that differ by less than 5e-13 are equal")
  func noiseIsNoDifference() {
    let scores = ScoreUnits.rounded([0.25, 0.25 + 3e-13, 0.25 - 2e-13])
    #expect(scores[0] == scores[1] && scores[0] == scores[2])
    #expect(ScoreUnits.rounded(0.25 + 2e-12) != scores[0])
  }
}

@Suite("Greedy matching where each focal unit brings its own candidates")
struct CandidateListsTests {
  @Test("goes in rounds, keeps early controls, retires who finds none")
  func rounds() {
    let lists = [
      [PairCandidate(control: 0, distance: 2), PairCandidate(control: 1, distance: 1)],
      [PairCandidate(control: 1, distance: 0.5), PairCandidate(control: 2, distance: 0.7)],
      [PairCandidate(control: 1, distance: 0)],
    ]
    var search = CandidateLists(focalCount: 3, controlCount: 3) { lists[$0] }
    let matched = GreedyMatcher(ratio: 2, reuse: .none).assign(
      focalCount: 3, controlCount: 3, turn: .sequence([0, 1, 2]), using: &search)
    #expect(matched.map { $0.map(\.control) } == [[1, 0], [2], []])
    #expect(matched[0].map(\.distance) == [1, 2])
  }

  @Test("a control capped at two sets serves in two, never twice in one")
  func cappedReuse() {
    let everyone = (0..<2).map { PairCandidate(control: $0, distance: Double($0)) }
    var search = CandidateLists(focalCount: 4, controlCount: 2) { _ in everyone }
    let matched = GreedyMatcher(ratio: 2, reuse: .atMost(2)).assign(
      focalCount: 4, controlCount: 2, turn: .sequence([0, 1, 2, 3]), using: &search)
    #expect(matched.map { $0.map(\.control) } == [[0], [0], [1], [1]])
  }
}
