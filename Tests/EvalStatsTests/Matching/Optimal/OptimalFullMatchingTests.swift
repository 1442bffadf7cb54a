import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Optimal full matching")
struct OptimalFullMatchingTests {
  /// The most people in sets, then the least distance, over every set of pairs that keeps the limits.
  static func best(
    _ distances: [[Double]], treated: ClosedRange<Int>, control: ClosedRange<Int>
  ) -> (people: Int, distance: Double) {
    let pairs = distances.indices.flatMap { row in
      distances[row].indices.filter { distances[row][$0] < .infinity }.map { (row, $0) }
    }
    var best = (people: -1, distance: Double.infinity)
    for subset in 0..<(1 << pairs.count) {
      var counts = distances.map { _ in 0 }
      var uses = distances[0].map { _ in 0 }
      var distance = 0.0
      for (index, pair) in pairs.enumerated() where subset >> index & 1 == 1 {
        counts[pair.0] += 1
        uses[pair.1] += 1
        distance += distances[pair.0][pair.1]
      }
      guard counts.allSatisfy({ $0 == 0 || treated.contains($0) }),
        uses.allSatisfy({ $0 == 0 || control.contains($0) })
      else { continue }
      let people = (counts + uses).count { $0 > 0 }
      if (-people, distance) < (-best.people, best.distance) { best = (people, distance) }
    }
    return best
  }

  @Test(
    "Covers as many as any sets within the limits do, at the least distance",
    arguments: [
      (0.0, Double.infinity, 1...9, 1...9), (0.5, 2, 1...2, 1...2), (1, 2, 1...2, 1...1),
      (0, 1, 1...1, 1...9), (1.0 / 3, .infinity, 1...9, 1...3),
    ])
  func equalsEveryFullMatch(
    _ limits: (Double, Double, ClosedRange<Int>, ClosedRange<Int>)
  ) throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<25 {
      let small = OptimalMatchingTests.small(&generator, controls: 3)
      let design = SmallProblem.design(
        .optimalFull(FullMatchingLimits(minimumControls: limits.0, maximumControls: limits.1)))
      let match = try small.problem().matched(by: design)
      let best = Self.best(small.distances, treated: limits.2, control: limits.3)
      #expect(
        match.treatedCount + match.controlCount == best.people
          && abs(match.totalDistance - best.distance) < 1e-12,
        "\(match.sets) at \(match.totalDistance) against \(best): \(small)")
      #expect(abs(try #require(match.certificate).gap) < 1e-12)
      #expect(match.sets.allSatisfy { $0.treated.count == 1 || $0.controls.count == 1 })
    }
  }

  @Test("Where each must have two, sets of two are as many as can be")
  func keepsLargeLimits() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<25 {
      let small = SmallProblem(&generator, treated: 2, controls: 4, density: 0.7)
      let limits = FullMatchingLimits(minimumControls: 2, maximumControls: 2)
      let match = try small.problem().matched(by: SmallProblem.design(.optimalFull(limits)))
      let best = Self.best(small.distances, treated: 2...2, control: 1...1)
      #expect(match.sets.allSatisfy { $0.controls.count == 2 })
      #expect(match.treatedCount + match.controlCount == best.people, "\(small)")
      #expect(abs(match.totalDistance - best.distance) < 1e-12, "\(small)")
    }
  }

  @Test("Pairs at distance 0 do not tie two sets together")
  func dropsRedundantPairs() throws {
    let treated = [true, true, true, false, false, false]
    let problem = try MatchingProblem(
      treated: treated, covariates: [("x", treated.indices.map(Double.init))],
      distances: DistanceMatrix(Array(repeating: 0, count: 9), treated: treated))
    let match = try problem.matched(by: SmallProblem.design(.optimalFull()))
    #expect(match.totalDistance == 0)
    #expect(match.treatedCount == 3 && match.controlCount == 3)
    #expect(match.sets.allSatisfy { $0.treated.count == 1 || $0.controls.count == 1 })
  }

  @Test("Weighs sets for the effect on the treated, the controls and everyone")
  func weighsByEstimand() throws {
    // Row 0 with controls 2, 3, 4; row 5 shares nobody; rows 0 and 1 far apart.
    let treated = [true, true, false, false, false, false]
    let scores = [0.0, 10, 0.1, 0.2, 0.3, 10.1]
    let problem = try MatchingProblem(treated: treated, covariates: [], scores: scores)
    func weights(_ estimand: Estimand) throws -> [Double] {
      try problem.matched(
        by: MatchingDesign(
          covariates: [], distance: .score(.given), method: .optimalFull(), estimand: estimand)
      ).weights
    }
    let expected: [(Estimand, [Double])] = [
      (.att, [1, 1, 2.0 / 3, 2.0 / 3, 2.0 / 3, 2]), (.atc, [1.5, 0.5, 1, 1, 1, 1]),
      (.ate, [4.0 / 3, 2.0 / 3, 8.0 / 9, 8.0 / 9, 8.0 / 9, 4.0 / 3]),
    ]
    for (estimand, values) in expected {
      let found = try weights(estimand)
      #expect(zip(found, values).allSatisfy { abs($0 - $1) < 1e-12 }, "\(estimand): \(found)")
    }
  }

  @Test("The effect on the controls changes who looks, not the limits")
  func keepsLimitsForControls() throws {
    var generator = SeededGenerator(seed: 3)
    let small = SmallProblem(&generator, treated: 3, controls: 6, density: 1)
    var design = SmallProblem.design(
      .optimalFull(FullMatchingLimits(minimumControls: 1, maximumControls: 2)))
    let forTreated = try small.problem().matched(by: design)
    design.estimand = .atc
    let forControls = try small.problem().matched(by: design)
    #expect(abs(forTreated.totalDistance - forControls.totalDistance) < 1e-12)
    #expect(forControls.sets.allSatisfy { $0.treated.count == 1 && $0.controls.count == 2 })
  }

  @Test("People of both arms without a set are named with the reason")
  func namesThoseLeftOut() throws {
    let problem = try MatchingProblem(
      treated: [true, true, false, false, false, false],
      covariates: [("x", [0, 0, 0, 0, 0, 0])], scores: [0.1, 0.9, 0.1, 0.12, 0.14, 0.5])
    var design = MatchingDesign(
      covariates: [], distance: .score(.given),
      method: .optimalFull(FullMatchingLimits(maximumControls: 2)),
      calipers: [.score(0.1, isStandardised: false)])
    let match = try problem.matched(by: design)
    #expect(match.sets == [MatchedSet(treated: [0], controls: [2, 3])])
    #expect(match.unmatched == [.init(row: 1, reason: .noneInsideCaliper)])
    let partners: [Match.Unmatched] = [
      .init(row: 4, reason: .allTaken), .init(row: 5, reason: .noneInsideCaliper),
    ]
    #expect(match.unmatchedPartners == partners)
    #expect(match.explanation.contains("1 control left out: nobody is inside the caliper."))
    design.estimand = .ate
    let both = try problem.matched(by: design)
    #expect(both.unmatched.map(\.row) == [1, 4, 5] && both.unmatchedPartners.isEmpty)
  }

  @Test("Limits that no set can keep are refused")
  func refusesLimits() throws {
    var generator = SeededGenerator(seed: 4)
    let problem = try SmallProblem(&generator, treated: 2, controls: 3, density: 1).problem()
    for (fewest, most) in [(3.0, 2.0), (-1, 2), (1.2, 1.8), (0.6, 0.9)] {
      let limits = FullMatchingLimits(minimumControls: fewest, maximumControls: most)
      #expect(throws: MatchingError.controlLimits(fewest: fewest, most: most)) {
        try problem.matched(by: SmallProblem.design(.optimalFull(limits)))
      }
    }
    #expect(throws: MatchingError.self) {
      try problem.matched(by: SmallProblem.design(.optimalFull(), ratio: 2))
    }
  }
}
