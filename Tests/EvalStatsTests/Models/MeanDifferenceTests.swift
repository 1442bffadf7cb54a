import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Testing

@Suite("Mean difference and two-part model")
struct MeanDifferenceTests {
  // R 4.2.2: t.test(extra ~ group, data = sleep).
  @Test("Welch's test on the sleep data")
  func sleep() throws {
    let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    let welch = try #require(MeanDifference(first, second))
    #expect(agree(welch.estimate, -1.58, relative: 1e-13))
    #expect(agree(welch.statistic, -1.860813467486853, relative: 1e-12))
    #expect(agree(welch.degreesOfFreedom, 17.776473516178495, relative: 1e-12))
    #expect(agree(welch.pValue, 0.07939414018735825, relative: 1e-11))
    #expect(agree(welch.lower, -3.365483230711710, relative: 1e-11))
    #expect(agree(welch.upper, 0.205483230711710, relative: 1e-10))
  }

  @Test("groups too small or without spread have no test")
  func undefined() {
    #expect(MeanDifference([1], [2, 3]) == nil)
    #expect(MeanDifference([1, 1], [2, 2]) == nil)
    #expect(MeanDifference([1, 1], [2, 3]) != nil)
  }

  @Test("the two parts of group means multiply to the groups' means")
  func twoParts() throws {
    // Group 0: one of three has any, 6; group 1: two of four, 2 and 4.
    let design = ModelExample.design(("arm", [0, 0, 0, 1, 1, 1, 1]))
    let fit = try TwoPartModel().fit(design, response: [0, 6, 0, 0, 2, 0, 4])
    let means = fit.predict(design)
    #expect(agree(means[0], 2, relative: 1e-12))
    #expect(agree(means[6], 1.5, relative: 1e-12))
    #expect(throws: ModelError.self) {
      try TwoPartModel().fit(design, response: [0, 6, 0, 0, -2, 0, 4])
    }
  }
}
