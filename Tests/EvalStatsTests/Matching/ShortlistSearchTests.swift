import EvalLinearAlgebra
import Testing

@testable import EvalStats

@Suite("Matching on covariates by shortlists")
struct ShortlistSearchTests {
  /// Focal units and controls with whole or real coordinates, in strata.
  struct Problem {
    let space: CovariateSpace
    let focal: [Int]
    let controls: [Int]
    let strata: [Int32]
    let stratumCount: Int
    /// Whole, so that many tie.
    let scores: [Double]
    var caliper: Double?

    init(
      seed: UInt64, focalCount: Int, controlCount: Int, dimension: Int, stratumCount: Int,
      steps: Int?
    ) {
      var generator = SeededGenerator(seed: seed)
      let rowCount = focalCount + controlCount
      space = CovariateSpace(
        dimension: dimension,
        coordinates: (0..<(rowCount * dimension)).map { _ in
          steps.map { Double(generator.integer(below: $0)) } ?? generator.normal()
        })
      focal = Array(0..<focalCount)
      controls = Array(focalCount..<rowCount)
      strata = (0..<rowCount).map { _ in Int32(generator.integer(below: stratumCount)) }
      scores = (0..<rowCount).map { _ in Double(generator.integer(below: 30)) }
      self.stratumCount = stratumCount
    }

    func shortlists(order: [Int]) -> ShortlistSearch {
      ShortlistSearch(
        .written(space.coordinates, dimension: space.dimension), focalRows: focal.map(Int32.init),
        controlRows: controls.map(Int32.init), focalStrata: focal.map { strata[$0] },
        controlStrata: controls.map { strata[$0] },
        stratumCount: stratumCount,
        scoreAxis: caliper.map { caliper in
          .init(
            focal: focal.map { scores[$0] }, control: controls.map { scores[$0] },
            caliper: caliper)
        }, order: order)
    }

    func everyPair(ratio: Int, reuse: ControlReuse) -> BruteForceGreedy {
      BruteForceGreedy(ratio: ratio, limit: reuse.limit, controlCount: controls.count) {
        let (row, other) = (focal[$0], controls[$1])
        guard strata[row] == strata[other],
          caliper.map({ abs(scores[row] - scores[other]) <= $0 }) ?? true
        else { return nil }
        return space.squaredDistance(row, other)
      }
    }
  }

  static let shapes: [(focal: Int, control: Int, dimension: Int, strata: Int, steps: Int?)] = [
    (1, 1, 3, 1, nil), (17, 16, 4, 1, nil), (40, 65, 5, 3, nil), (30, 400, 20, 2, nil),
    // Almost as many focal units as controls, and nothing but ties.
    (90, 100, 3, 1, nil), (60, 64, 3, 2, 2), (100, 90, 4, 1, 3),
  ]

  @Test(
    "takes the same controls as looking at every pair",
    arguments: [ControlReuse.none, .atMost(2), .unlimited], [1, 3])
  func agreesWithBruteForce(reuse: ControlReuse, ratio: Int) {
    for (index, shape) in Self.shapes.enumerated() {
      var problem = Problem(
        seed: UInt64(index + 1), focalCount: shape.focal, controlCount: shape.control,
        dimension: shape.dimension, stratumCount: shape.strata, steps: shape.steps)
      let order = Array(problem.focal.indices.reversed())
      for caliper in [nil, 0, 4.0] {
        problem.caliper = caliper
        problem.everyPair(ratio: ratio, reuse: reuse).expectSame(
          by: problem.shortlists(order: order), reuse: reuse, order: order,
          focalCount: shape.focal, "shape \(shape), caliper \(caliper ?? .infinity)")
      }
    }
  }

  @Test("a unit that nobody expected to ask is answered too")
  func unexpected() {
    let problem = Problem(
      seed: 8, focalCount: 5, controlCount: 50, dimension: 3, stratumCount: 1, steps: nil)
    var search = problem.shortlists(order: [0, 1])
    var all = problem.shortlists(order: [0, 1, 2, 3, 4])
    for focal in [4, 0, 2] {
      let found = search.nearest(to: focal, excluding: [])
      #expect(found != nil && found == all.nearest(to: focal, excluding: []))
    }
  }

  @Test("somebody can be had where somebody is nearest", arguments: [nil, 0, 1.0])
  func anybody(caliper: Double?) {
    var problem = Problem(
      seed: 9, focalCount: 60, controlCount: 40, dimension: 3, stratumCount: 6, steps: nil)
    problem.caliper = caliper
    let search = problem.shortlists(order: Array(0..<60))
    var asked = search
    let answers = (0..<60).map { search.hasCandidate(for: $0) }
    #expect(answers == (0..<60).map { asked.nearest(to: $0, excluding: []) != nil })
    #expect(answers.contains(true) && (caliper == nil || answers.contains(false)))
  }

  @Test("nobody is near where the stratum is empty")
  func emptyStratum() {
    var search = ShortlistSearch(
      .written([0, 0, 0, 1, 1, 1], dimension: 3), focalRows: [0], controlRows: [1],
      focalStrata: [0], controlStrata: [1],
      stratumCount: 2, order: [0])
    #expect(search.nearest(to: 0, excluding: []) == nil)
  }
}
