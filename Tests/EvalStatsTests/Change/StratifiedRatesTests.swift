import EvalStats
import EvalTestSupport
import Testing

@Suite("Rates over strata")
struct StratifiedRatesTests {
  typealias Stratum = StratifiedRates.Stratum

  @Test("One stratum: the crude ratio, the Wald error of its logarithm, the score test")
  func oneStratum() throws {
    let rates = try StratifiedRates([
      Stratum(events: 30, time: 200, referenceEvents: 20, referenceTime: 300)
    ])
    #expect(agree(try #require(rates.ratio), 2.25, relative: 1e-14))
    let error = (1.0 / 30 + 1.0 / 20).squareRoot()
    #expect(agree(try #require(rates.standardErrorLog), error, relative: 1e-14))
    let crude = try RateRatio(events: 30, time: 200, referenceEvents: 20, referenceTime: 300)
    let score = try #require(crude.scoreStatistic)
    #expect(agree(try #require(rates.chiSquared), score * score, relative: 1e-13))
    let finding = try rates.mantelHaenszel()
    #expect(agree(try #require(finding.lower), try #require(crude.wald().lower), relative: 1e-13))
    #expect(agree(try #require(finding.pValue), try #require(crude.scorePValue), relative: 1e-12))
    #expect(agree(rates.directlyStandardised().rate, 0.15, relative: 1e-14))
    #expect(
      agree(
        rates.directlyStandardised(reference: true).standardError, 20.0.squareRoot() / 300,
        relative: 1e-14))
    #expect(agree(try #require(rates.standardisedEventRatio), 2.25, relative: 1e-14))
  }

  @Test("Two strata by hand")
  func twoStrata() throws {
    // N = 100 and 400: numerator 10·60/100 + 5·300/400, denominator 6·40/100 + 12·100/400.
    let rates = try StratifiedRates([
      Stratum(events: 10, time: 40, referenceEvents: 6, referenceTime: 60),
      Stratum(events: 5, time: 100, referenceEvents: 12, referenceTime: 300),
    ])
    #expect(agree(try #require(rates.ratio), 9.75 / 5.4, relative: 1e-14))
    let variance = 16 * 0.4 * 0.6 + 17 * 0.25 * 0.75
    let distance = 10 - 16 * 0.4 + 5 - 17 * 0.25
    #expect(
      agree(try #require(rates.chiSquared), distance * distance / variance, relative: 1e-13))
    #expect(
      agree(
        try #require(rates.standardErrorLog), (variance / (9.75 * 5.4)).squareRoot(),
        relative: 1e-13))
    #expect(
      agree(rates.directlyStandardised().rate, 0.2 * 0.25 + 0.8 * 0.05, relative: 1e-14))
    #expect(
      agree(
        rates.directlyStandardised(weights: [1, 1]).rate, 0.5 * 0.25 + 0.5 * 0.05,
        relative: 1e-14))
    // Expected 40·0.1 + 100·0.04.
    #expect(agree(try #require(rates.standardisedEventRatio), 15.0 / 8, relative: 1e-14))
  }

  @Test("Empty groups leave what cannot be said undefined")
  func empty() throws {
    let none = try StratifiedRates([
      Stratum(events: 0, time: 1, referenceEvents: 0, referenceTime: 1)
    ])
    #expect(none.ratio == nil && none.chiSquared == nil && none.standardisedEventRatio == nil)
    #expect(throws: ChangeError.undefinedRatio(lowerBound: nil)) { try none.mantelHaenszel() }
    let noFirst = try StratifiedRates([
      Stratum(events: 0, time: 1, referenceEvents: 4, referenceTime: 1)
    ])
    #expect(noFirst.ratio == 0 && noFirst.standardErrorLog == nil)
    #expect(noFirst.chiSquared == 4)
    #expect(throws: ChangeError.undefinedRatio(lowerBound: 0)) { try noFirst.mantelHaenszel() }
    #expect(throws: ChangeError.tooFewPeople(found: 0, needed: 1)) { try StratifiedRates([]) }
    #expect(throws: ChangeError.invalidValue(column: "time", row: 0)) {
      try StratifiedRates([Stratum(events: 0, time: 0, referenceEvents: 4, referenceTime: 1)])
    }
    #expect(throws: ChangeError.invalidValue(column: "events", row: 0)) {
      try StratifiedRates([Stratum(events: 0, time: 1, referenceEvents: -4, referenceTime: 1)])
    }
  }
}
