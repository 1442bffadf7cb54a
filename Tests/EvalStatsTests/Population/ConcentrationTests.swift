import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Concentration")
struct ConcentrationTests {
  static func concentration(
    _ amounts: [Double], among population: Concentration.Population = .everyone,
    shares: [Double] = Concentration.usualShares
  ) throws -> Concentration {
    try Concentration(of: Values(amounts), among: population, shares: shares)
  }

  @Test("Four people with 0, 0, 1 and 3, in any order, by hand")
  func byHand() throws {
    let found = try Self.concentration([1, 0, 3, 0], shares: [0.5, 0.25, 0.1, 0.3])
    // (2·3 − 5)·1 + (2·4 − 5)·3 = 10, over 4 · 4.
    #expect(found.gini == 0.625)
    #expect(found.topShares.map(\.people) == [0.1, 0.25, 0.3, 0.5])
    // Pro rata: 0.4 of the first; the first; the first and 0.2 of the second.
    let expected = [0.3, 0.75, 0.8, 1]
    for (share, amount) in zip(found.topShares, expected) {
      #expect(agree(share.amount, amount, relative: 1e-14))
    }
    #expect(found.curve.corners.map(\.people) == [0, 0.5, 0.75, 1])
    #expect(found.curve.corners.map(\.amount) == [0, 0, 0.25, 1])
    #expect(found.curve.points(pieces: 4).map(\.amount) == [0, 0, 0, 0.25, 1])
    #expect(found.curve.points().count == 101 && found.curve.points(pieces: 999).count == 101)
    #expect(agree(found.people(having: 0.8), 0.3, relative: 1e-14))
    #expect(found.people(having: 1) == 0.5 && found.people(having: 0) == 0)
    #expect(found.peopleCount == 4 && found.userCount == 2 && found.missingCount == 0)
    let users = try Self.concentration([1, 0, 3, 0], among: .users)
    #expect(users.gini == 0.25 && users.peopleCount == 2)
  }

  @Test("Equality is 0, one person with everything 1 − 1/n, and missing people are counted apart")
  func extremes() throws {
    let equal = try Self.concentration([2, 2, 2, 2, 2])
    #expect(equal.gini == 0 && equal.curve.corners.count == 2)
    #expect(equal.topShares.allSatisfy { agree($0.amount, $0.people, relative: 1e-14) })
    #expect(agree(try Self.concentration([0, 0, 0, 9, 0]).gini, 0.8, relative: 1e-15))
    #expect(try Self.concentration([7]).gini == 0)
    let gaps = try Concentration(of: Values([1, 99, 3], missing: [false, true, false]))
    #expect(gaps.gini == 0.25 && gaps.missingCount == 1 && gaps.peopleCount == 2)
  }

  @Test("The exponential has a Gini coefficient of ½, a Pareto law of 1/(2α − 1)")
  func closedForms() throws {
    let count = 20_000
    let levels = (0..<count).map { (Double($0) + 0.5) / Double(count) }
    let exponential = try Self.concentration(levels.map { -log(1 - $0) })
    #expect(agree(exponential.gini, 0.5, absolute: 1e-4))
    for share in exponential.topShares {
      // The mean above the quantile is the quantile plus 1.
      #expect(agree(share.amount, share.people * (1 - log(share.people)), absolute: 2e-4))
    }
    let pareto = try Self.concentration(levels.map { pow(1 - $0, -1 / 3.0) })
    #expect(agree(pareto.gini, 0.2, absolute: 1e-3))
    for share in pareto.topShares {
      #expect(agree(share.amount, pow(share.people, 2 / 3.0), absolute: 2e-3))
    }
  }

  @Test("The curve is convex, and Gini and shares do not change with the unit", arguments: 0..<8)
  func properties(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let amounts = (0..<(5 + generator.integer(below: 200))).map { _ in
      generator.bernoulli(0.4) ? 0 : (10 * generator.exponential()).rounded()
    }
    let found = try Self.concentration(amounts + [1])
    var slope = 0.0
    for (from, to) in zip(found.curve.corners, found.curve.corners.dropFirst()) {
      let next = (to.amount - from.amount) / (to.people - from.people)
      #expect(next >= slope - 1e-12)
      slope = next
    }
    let area = zip(found.curve.corners, found.curve.corners.dropFirst()).reduce(0) {
      $0 + ($1.1.people - $1.0.people) * ($1.1.amount + $1.0.amount) / 2
    }
    #expect(agree(found.gini, 1 - 2 * area, absolute: 1e-12), "twice the area to equality")
    for share in found.topShares {
      #expect(
        agree(share.amount, 1 - found.curve.amount(ofLowest: 1 - share.people), absolute: 1e-12))
    }
    let scaled = try Self.concentration((amounts + [1]).map { 148 * $0 })
    #expect(agree(scaled.gini, found.gini, relative: 1e-12))
    let twice = try Self.concentration(amounts + amounts + [1, 1])
    #expect(agree(twice.gini, found.gini, absolute: 1e-12), "all twice is the same population")
  }

  @Test("Negative amounts are said, and a total that is not above 0 is refused")
  func awkward() throws {
    let found = try Self.concentration([-1, 0, 5], shares: [0.5])
    // (−2)(−1) + 0 + 2·5 = 12, over 3 · 4; the top 1½ of 3 people have 5 of 4.
    #expect(found.gini == 1 && found.topShares[0].amount == 1.25)
    #expect(found.caveats.count == 1 && found.caveats[0].contains("negative"))
    #expect(throws: PopulationError.noTotal(column: "amount")) { try Self.concentration([0, 0]) }
    #expect(throws: PopulationError.noTotal(column: "amount")) { try Self.concentration([-3, 1]) }
    #expect(throws: PopulationError.noTotal(column: "amount")) {
      try Self.concentration([0], among: .users)
    }
    #expect(throws: PopulationError.nobody(column: "cost")) {
      try Concentration(of: Values([1], missing: [true]), named: "cost")
    }
    let error = #expect(throws: PopulationError.self) {
      try Concentration(of: Values([1, .nan]), named: "cost")
    }
    #expect(
      error?.description
        == "column 'cost', row 2: the value is not a number between ±10³⁰; correct it")
    #expect(throws: PopulationError.self) { try Self.concentration([1], shares: [1]) }
  }

  @Test("Bootstrap intervals have the width theory gives, and depend on the seed alone")
  func intervals() throws {
    let count = 300
    let found = try Self.concentration(
      (0..<count).map { -log(1 - (Double($0) + 0.5) / Double(count)) })
    let intervals = try found.intervals(replicates: 400, seed: 7)
    let gini = try #require(intervals.gini)
    #expect(gini.contains(found.gini) && intervals.undefinedCount == 0)
    // Among exponentials the coefficient is the mean of n − 1 uniform numbers: variance 1/12(n − 1).
    let width = 2 * 1.96 / (12 * Double(count - 1)).squareRoot()
    #expect(agree(gini.upperBound - gini.lowerBound, width, relative: 0.15))
    for (share, interval) in zip(found.topShares, intervals.topShares) {
      #expect(interval?.contains(share.amount) == true)
    }
    #expect(try found.intervals(replicates: 400, seed: 7) == intervals)
    #expect(try found.intervals(replicates: 400, seed: 8) != intervals)
    #expect(try Self.concentration([2, 2, 2]).intervals(seed: 1).gini == nil, "nothing varies")
    let lone = try Self.concentration([0, 0, 0, 1]).intervals(seed: 1)
    #expect(lone.gini == nil && lone.undefinedCount > 200, "a third of resamples are all 0")
    #expect(throws: PopulationError.tooFewReplicates(found: 10, needed: 200)) {
      try found.intervals(replicates: 10, seed: 1)
    }
  }
}
