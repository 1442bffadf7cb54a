import EvalStats
import EvalTestSupport
import Testing

@Suite("Paired proportions")
struct PairedProportionsTests {
  @Test("Ten pairs that disagree, nine one way: by hand")
  func byHand() throws {
    let pairs = try PairedProportions(firstOnly: 1, secondOnly: 9, pairCount: 40)
    #expect(pairs.chiSquared() == 6.4)
    #expect(pairs.chiSquared(continuityCorrection: true) == 4.9)
    // 2(1 + 10)/1024; mid-p less one of the ten.
    #expect(agree(try #require(pairs.exactPValue), 22.0 / 1024, relative: 1e-13))
    #expect(agree(try #require(pairs.midPValue), 12.0 / 1024, relative: 1e-13))
    #expect(pairs.riskDifference == -0.2)
    #expect(agree(pairs.riskDifferenceError, (10 - 1.6).squareRoot() / 40, relative: 1e-14))
    #expect(agree(try #require(pairs.oddsRatio), 1.0 / 9, relative: 1e-14))
    // binom.test(1, 10): 0.00252857854446178 to 0.445016117028195.
    let odds = pairs.oddsRatioInterval()
    #expect(agree(odds.lower, 0.00252857854446178 / (1 - 0.00252857854446178), relative: 1e-11))
    #expect(
      agree(
        try #require(odds.upper), 0.445016117028195 / (1 - 0.445016117028195), relative: 1e-11))
    let interval = try #require(pairs.riskDifferenceInterval())
    #expect(agree(interval.lowerBound, -0.2 - 1.959963984540054 * 0.07245688373094719))
  }

  @Test("R's mcnemar.test with continuity")
  func againstR() throws {
    let pairs = try PairedProportions(firstOnly: 12, secondOnly: 5, pairCount: 57)
    #expect(
      agree(
        try #require(pairs.pValue(continuityCorrection: true)), 0.145610095396868,
        relative: 1e-12))
  }

  @Test("As many one way as the other: no correction, p 1")
  func equal() throws {
    let pairs = try PairedProportions(firstOnly: 4, secondOnly: 4, pairCount: 30)
    #expect(pairs.chiSquared(continuityCorrection: true) == 0)
    #expect(pairs.pValue(continuityCorrection: true) == 1 && pairs.exactPValue == 1)
    #expect(agree(try #require(pairs.midPValue), 1, relative: 1e-14))
  }

  @Test("All pairs agree, or none one way: what is undefined is not given")
  func undefined() throws {
    let agreeing = try PairedProportions(firstOnly: 0, secondOnly: 0, pairCount: 9)
    #expect(agreeing.chiSquared() == nil && agreeing.pValue() == nil)
    #expect(agreeing.exactPValue == nil && agreeing.midPValue == nil && agreeing.oddsRatio == nil)
    #expect(agreeing.riskDifferenceInterval() == nil)
    #expect(agreeing.oddsRatioInterval().lower == 0)
    #expect(agreeing.oddsRatioInterval().upper == nil)
    let oneWay = try PairedProportions(firstOnly: 5, secondOnly: 0, pairCount: 5)
    #expect(oneWay.oddsRatio == nil && oneWay.oddsRatioInterval().upper == nil)
    #expect(oneWay.riskDifferenceError == 0 && oneWay.riskDifferenceInterval() == nil)
    #expect(throws: ChangeError.invalidValue(column: "pairs", row: 0)) {
      try PairedProportions(firstOnly: 3, secondOnly: 3, pairCount: 5)
    }
    #expect(throws: ChangeError.invalidValue(column: "pairs that disagree", row: 1)) {
      try PairedProportions(firstOnly: 3, secondOnly: -1, pairCount: 5)
    }
  }
}
