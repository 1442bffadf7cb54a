import EvalStats
import EvalTestSupport
import Testing

/// Peers: statsmodels 0.15.0 `confint_proportions_2indep`, `proportion_confint`; R 4.2.2
/// `fisher.test`, `chisq.test(correct = FALSE)`, `glm(family = quasipoisson, epsilon = 1e-15)`.
@Suite("Shares of two groups and aggregate rates")
struct SharesTests {
  @Test("Newcombe's, Wilson's and the log ratio's intervals are statsmodels'")
  func intervals() throws {
    let shares = try TwoProportions(yes: 15, of: 50, referenceYes: 28, of: 55)
    let difference = shares.difference()
    #expect(agree(difference.estimate, 0.3 - 28.0 / 55, relative: 1e-14))
    #expect(agree(try #require(difference.lower), -0.37653692413592876, relative: 1e-12))
    #expect(agree(try #require(difference.upper), -0.021007499146232456, relative: 1e-11))
    #expect(agree(try #require(difference.pValue), 0.0295525692395562, relative: 1e-11))
    let ratio = try shares.ratio()
    #expect(agree(try #require(ratio.lower), 0.35863470407728293, relative: 1e-12))
    #expect(agree(try #require(ratio.upper), 0.9682767705224458, relative: 1e-12))
    #expect(agree(shares.fisherPValue, 0.0463679287939661, relative: 1e-10))
    let wilson = TwoProportions.wilson(yes: 15, of: 50)
    #expect(agree(wilson.lowerBound, 0.19103553500880943, relative: 1e-12))
    #expect(agree(wilson.upperBound, 0.437503504644534, relative: 1e-12))
    let none = TwoProportions.wilson(yes: 0, of: 20)
    #expect(none.lowerBound == 0)
    #expect(agree(none.upperBound, 0.1611251580528194, relative: 1e-12))
  }

  @Test("Fisher's test adds up every table no likelier than the one seen")
  func fisher() throws {
    // Masses in whole numbers: choose(n, k) · choose(m, a − k).
    func choose(_ n: Int, _ k: Int) -> Double {
      k < 0 || k > n ? 0 : (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }.rounded()
    }
    for (total, other) in [(1, 1), (4, 7), (9, 9), (12, 3)] {
      for answered in 0...(total + other) {
        let masses = (0...total).map { choose(total, $0) * choose(other, answered - $0) }
        for yes in 0...total where masses[yes] > 0 {
          let wanted =
            masses.filter { $0 <= masses[yes] }.reduce(0, +) / choose(total + other, answered)
          let found = try TwoProportions(
            yes: yes, of: total, referenceYes: answered - yes, of: other
          ).fisherPValue
          #expect(
            agree(found, wanted, relative: 1e-12), "\(yes) of \(total), \(answered) in all")
        }
      }
    }
  }

  @Test("Fisher's test of a million million people ends, and nears the score test")
  func fisherOfMany() throws {
    let shares = try TwoProportions(
      yes: 200_000_900_000, of: 1_000_000_000_000, referenceYes: 200_000_000_000,
      of: 1_000_000_000_000)
    #expect(agree(shares.fisherPValue, shares.scorePValue, relative: 1e-4))
    let apart = try TwoProportions(
      yes: 1 << 40, of: 1 << 40, referenceYes: 0, of: 1 << 40)
    #expect(apart.fisherPValue == 0)
  }

  @Test("values at the threshold reach it, missing ones count for nothing")
  func threshold() throws {
    let shares = try TwoProportions(
      [3, 4, nil, 5, 2], reference: [4, nil, 1], atLeast: 4)
    #expect(shares.yes == 2 && shares.total == 4)
    #expect(shares.referenceYes == 1 && shares.referenceTotal == 2)
    let pairs = try PairedProportions(
      before: [3, 4, nil, 5, 2, 1], after: [4, 2, 5, 5, 1, 6], atLeast: 4)
    #expect(pairs.firstOnly == 1 && pairs.secondOnly == 2 && pairs.pairCount == 5)
  }

  @Test("everyone, or nobody, says yes: an interval without a standard error, no ratio")
  func extremes() throws {
    let none = try TwoProportions(yes: 0, of: 20, referenceYes: 0, of: 30)
    let difference = none.difference()
    #expect(difference.estimate == 0 && difference.standardError == nil)
    #expect(difference.pValue == 1)
    #expect(agree(try #require(difference.upper), 0.1611251580528194, relative: 1e-12))
    #expect(throws: OutcomeError.noEvents(outcome: "yes in a group")) { try none.ratio() }
    #expect(none.fisherPValue == 1)
    let all = try TwoProportions(yes: 20, of: 20, referenceYes: 30, of: 30).ratio()
    #expect(all.estimate == 1 && all.standardError == nil && all.lower == nil)
    #expect(throws: OutcomeError.tooFew("people in a group", found: 0, needed: 1)) {
      try TwoProportions(yes: 0, of: 0, referenceYes: 0, of: 3)
    }
    #expect(throws: OutcomeError.self) {
      try TwoProportions(yes: 4, of: 3, referenceYes: 0, of: 3)
    }
    #expect(throws: OutcomeError.self) {
      try TwoProportions([.nan], reference: [1], atLeast: 1)
    }
    #expect(throws: OutcomeError.tooFew("people with both values", found: 0, needed: 1)) {
      try PairedProportions(before: [nil, 1], after: [2, nil], atLeast: 1)
    }
  }

  private static let exposure: [Double] = [1000, 1100, 950, 1050, 1000, 1020, 980, 900]
  private static let isFirst = [true, true, true, true, false, false, false, false]

  @Test("a ratio of aggregate rates has the quasi-Poisson figures of R")
  func aggregate() throws {
    let ratio = try AggregateRateRatio(
      events: [150, 140, 91, 163, 98, 70, 124, 81], exposure: Self.exposure,
      isFirst: Self.isFirst)
    let finding = try ratio.ratio()
    #expect(agree(try #require(ratio.dispersion), 5.69857492516828, relative: 1e-10))
    #expect(agree(finding.estimate, 1.38730137971621, relative: 1e-12))
    #expect(agree(try #require(finding.standardError), 0.160477419963509, relative: 1e-9))
    #expect(agree(try #require(finding.pValue), 0.0874546098531892, relative: 1e-9))
    #expect(agree(try #require(finding.lower), 0.93677355693198, relative: 1e-9))
    #expect(agree(try #require(finding.upper), 2.05450410498964, relative: 1e-9))
  }

  @Test("units no more spread than chance keep chance's interval; single totals need a dispersion")
  func singleTotals() throws {
    let calm = try AggregateRateRatio(
      events: [120, 140, 101, 133, 98, 90, 104, 81], exposure: Self.exposure,
      isFirst: Self.isFirst)
    #expect(agree(try #require(calm.dispersion), 0.73446619341952, relative: 1e-10))
    let finding = try calm.ratio()
    let error = (1.0 / 494 + 1.0 / 373).squareRoot()
    #expect(agree(try #require(finding.standardError), error, relative: 1e-13))
    #expect(finding.caveats.contains { $0.contains("less than chance") })
    let totals = try AggregateRateRatio(
      events: [494, 373], exposure: [4100, 3900], isFirst: [true, false])
    #expect(throws: OutcomeError.tooFew("units", found: 2, needed: 3)) { try totals.ratio() }
    let bounded = try totals.ratio(assumingDispersion: 4)
    #expect(bounded.pValue == nil)
    #expect(agree(try #require(bounded.standardError), 2 * error, relative: 1e-13))
    #expect(agree(bounded.estimate, finding.estimate, relative: 1e-13))
    #expect(throws: OutcomeError.self) { try totals.ratio(assumingDispersion: 0.5) }
    #expect(throws: OutcomeError.noEvents(outcome: "events in a group")) {
      try AggregateRateRatio(events: [0, 4], exposure: [1, 1], isFirst: [true, false])
    }
    #expect(throws: OutcomeError.tooFew("units in a group", found: 0, needed: 1)) {
      try AggregateRateRatio(events: [4], exposure: [1], isFirst: [true])
    }
    for exposure in [0, -1, .leastNormalMagnitude / 100, 1e200, .nan] {
      #expect(throws: OutcomeError.self, "\(exposure)") {
        try AggregateRateRatio(events: [4, 4], exposure: [1, exposure], isFirst: [true, false])
      }
    }
  }
}
