import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Optimal pair, k:1 and variable-ratio matching")
struct OptimalMatchingTests {
  static func small(
    _ generator: inout SeededGenerator, controls: Int = 4
  ) -> SmallProblem {
    SmallProblem(
      &generator, treated: 1 + generator.integer(below: 3),
      controls: 1 + generator.integer(below: controls),
      density: generator.bernoulli(0.5) ? 1 : 0.5)
  }

  static func agrees(
    _ found: BruteForceOptimum.Value, _ expected: BruteForceOptimum.Value
  ) -> Bool {
    found.people == expected.people && found.pairs == expected.pairs
      && found.penalty == expected.penalty && abs(found.distance - expected.distance) < 1e-12
  }

  @Test("Matches as many as any assignment does, at the least distance", arguments: 1...3)
  func equalsEveryAssignment(ratio: Int) throws {
    var generator = SeededGenerator(seed: UInt64(ratio))
    for _ in 0..<60 {
      let small = Self.small(&generator)
      let match = try small.problem().matched(by: SmallProblem.design(ratio: ratio))
      let best = BruteForceOptimum(distances: small.distances).best(bounds: 1...ratio)
      #expect(Self.agrees(match.value, best), "\(match.value) against \(best): \(small)")
      let certificate = try #require(match.certificate)
      #expect(abs(certificate.gap) < 1e-12)
    }
  }

  @Test("A ratio that varies keeps its mean, and its bounds")
  func variesTheRatio() throws {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<60 {
      let small = Self.small(&generator)
      var design = SmallProblem.design(ratio: 2)
      design.maximumRatio = 3
      let match = try small.problem().matched(by: design)
      let best = BruteForceOptimum(distances: small.distances)
        .best(bounds: 1...3, most: 2 * small.treatedCount)
      #expect(Self.agrees(match.value, best), "\(match.value) against \(best): \(small)")
      #expect(abs(try #require(match.certificate).gap) < 1e-12)
    }
  }

  @Test("People with fewer partners than a set must have leave them to the others")
  func keepsTheFewest() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<60 {
      let small = Self.small(&generator, controls: 5)
      var design = SmallProblem.design(ratio: 2)
      design.minimumRatio = 2
      let match = try small.problem().matched(by: design)
      #expect(match.sets.allSatisfy { $0.controls.count == 2 })
      let reasons = match.unmatched.map(\.reason)
      // Whoever is left out cannot be added to the sets that there are.
      let used = Set(match.sets.flatMap(\.controls))
      for (left, reason) in zip(match.unmatched, reasons) where reason == .tooFewPartners {
        let free = small.distances[left.row].indices.filter {
          small.distances[left.row][$0] < .infinity && !used.contains($0 + small.treatedCount)
        }
        #expect(free.count < 2, "row \(left.row) could have had \(free)")
      }
    }
  }

  @Test("Several rows of one person serve once")
  func sharesUnits() throws {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<60 {
      let small = Self.small(&generator)
      let units = small.treated.indices.map { row in
        row < small.treatedCount ? Int32(100 + row) : Int32(generator.integer(below: 3))
      }
      var design = SmallProblem.design(ratio: 2)
      design.unit = "person"
      let match = try small.problem(keys: [("person", units)]).matched(by: design)
      let best = BruteForceOptimum(distances: small.distances).best(bounds: 1...2) { sets in
        let used = sets.joined().map { units[$0 + small.treatedCount] }
        return Set(used).count == used.count
      }
      #expect(Self.agrees(match.value, best), "\(match.value) against \(best): \(small), \(units)")
      #expect(abs(try #require(match.certificate).gap) < 1e-12)
    }
  }

  @Test(
    "Fine balance is exact where it can be and otherwise as near as it can be", arguments: 1...2)
  func balancesFinely(ratio: Int) throws {
    var generator = SeededGenerator(seed: UInt64(6 + ratio))
    var exactCount = 0
    for _ in 0..<60 {
      let small = Self.small(&generator)
      let codes = small.treated.map { _ in Int32(generator.integer(below: 3)) }
      var design = SmallProblem.design(ratio: ratio)
      design.fineBalance = "centre"
      let match = try small.problem(keys: [("centre", codes)]).matched(by: design)
      func deviation(_ sets: [[Int]]) -> Int {
        var surplus = [0, 0, 0]
        for (focal, partners) in sets.enumerated() {
          for partner in partners {
            surplus[Int(codes[focal])] -= 1
            surplus[Int(codes[partner + small.treatedCount])] += 1
          }
        }
        return surplus.reduce(0) { $0 + abs($1) }
      }
      let best = BruteForceOptimum(distances: small.distances)
        .best(bounds: 1...ratio, penalty: deviation)
      var value = match.value
      value.penalty = try #require(match.fineBalanceDeviation)
      #expect(Self.agrees(value, best), "\(value) against \(best): \(small), \(codes)")
      exactCount += value.penalty == 0 ? 1 : 0
      #expect(abs(try #require(match.certificate).gap) < 1e-12)
    }
    #expect(exactCount > 0 && exactCount < 60)
  }

  @Test("Forbidden pairs are not, forced pairs are, and the rest is the best that is left")
  func honoursPairs() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<60 {
      let small = SmallProblem(&generator, treated: 3, controls: 4, density: 1)
      let forced = (treated: generator.integer(below: 3), control: generator.integer(below: 4))
      let forbidden = (treated: (forced.treated + 1) % 3, control: (forced.control + 1) % 4)
      let problem = try small.problem(
        forbidden: [small.pair(forbidden.treated, forbidden.control)],
        forced: [small.pair(forced.treated, forced.control)])
      let match = try problem.matched(by: SmallProblem.design(ratio: 2))
      let best = BruteForceOptimum(distances: small.distances).best(bounds: 1...2) { sets in
        sets[forced.treated].contains(forced.control)
          && !sets[forbidden.treated].contains(forbidden.control)
      }
      #expect(Self.agrees(match.value, best), "\(match.value) against \(best): \(small)")
      #expect(match.pairs.contains(small.pair(forced.treated, forced.control)))
    }
  }

  @Test("A refusal names the setting that optimal matching cannot honour")
  func refuses() throws {
    var generator = SeededGenerator(seed: 10)
    let problem = try SmallProblem(&generator, treated: 2, controls: 3, density: 1).problem()
    var everyone = SmallProblem.design()
    everyone.estimand = .ate
    #expect(
      throws: MatchingError.unsupported("the effect on everyone", method: "optimal matching")
    ) { try problem.matched(by: everyone) }
    var varying = SmallProblem.design()
    varying.maximumRatio = 2
    varying.fineBalance = "x"
    #expect(
      throws: MatchingError.unsupported(
        "fine balance with a ratio that varies", method: "optimal matching")
    ) { try problem.matched(by: varying) }
  }
}
