import EvalStats
import EvalTestSupport
import Testing

@Suite("Tails and limits of two rates")
struct RateRatioTailsTests {
  @Test("R's poisson.test: one-sided, doubled and two-sided p, and the interval")
  func againstR() throws {
    // poisson.test(c(1, 7), c(10, 12)) and poisson.test(c(11, 4), c(30.5, 25))
    let tiny = try RateRatio(events: 1, time: 10, referenceEvents: 7, referenceTime: 12)
    #expect(agree(tiny.exactPValue(.less), 0.060072416593740255, relative: 1e-12))
    #expect(agree(tiny.exactPValue(.greater), 0.9921644674008165, relative: 1e-12))
    #expect(agree(tiny.exactPValue(), 0.07938873780554953, relative: 1e-12))
    #expect(agree(tiny.doubledPValue, 0.12014483318748051, relative: 1e-12))
    #expect(agree(tiny.midPValue, 0.06790794919292381, relative: 1e-12))
    #expect(agree(try #require(tiny.scoreStatistic), -1.8719419506669182, relative: 1e-13))
    #expect(agree(try #require(tiny.scorePValue), 0.061214634954602026, relative: 1e-12))
    let other = try RateRatio(events: 11, time: 30.5, referenceEvents: 4, referenceTime: 25)
    #expect(agree(other.exactPValue(), 0.1971433932272487, relative: 1e-12))
    #expect(agree(other.exactInterval.lower, 0.6679273421422049, relative: 1e-12))
    #expect(
      agree(try #require(other.exactInterval.upper), 9.7062795185606809, relative: 1e-12))
  }

  @Test("Without reference events the interval is unbounded above, as the inverse is 0 below")
  func noReference() throws {
    let ratio = try RateRatio(events: 5, time: 20, referenceEvents: 0, referenceTime: 20)
    // poisson.test(c(5, 0), c(20, 20)); the mid-p end solves ½p⁵ = 0.025.
    #expect(agree(ratio.exactInterval.lower, 1 / 1.091279105182546, relative: 1e-10))
    #expect(ratio.exactInterval.upper == nil)
    let odds = try #require(ratio.midPInterval.lower as Double?)
    let share = odds / (1 + odds)
    #expect(agree(share * share * share * share * share, 0.05, relative: 1e-12))
    #expect(ratio.midPInterval.upper == nil)
    #expect(ratio.doubledPValue == 0.0625 && ratio.midPValue == 0.03125)
  }

  @Test("Without any event nothing is rejected and nothing bounded")
  func nothing() throws {
    let ratio = try RateRatio(events: 0, time: 3, referenceEvents: 0, referenceTime: 4)
    #expect(ratio.exactPValue() == 1 && ratio.exactPValue(.less) == 1)
    #expect(ratio.doubledPValue == 1 && ratio.midPValue == 1)
    #expect(ratio.exactInterval.lower == 0 && ratio.exactInterval.upper == nil)
    #expect(ratio.scoreStatistic == nil && ratio.scorePValue == nil)
  }
}
