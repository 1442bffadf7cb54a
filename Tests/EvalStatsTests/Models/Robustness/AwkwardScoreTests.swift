import EvalStats
import Testing

@Suite("Awkward scores and groups")
struct AwkwardScoreTests {
  @Test("Weights of matching are never 0/0, where a score makes an arm impossible or certain")
  func matchingWeights() throws {
    let weights = try InverseProbabilityWeights.weights(
      scores: [0, 0, 1, 1, 0.25, 0.25, 0.75, 0.75, 0.5, 0.5],
      treated: [true, false, true, false, true, false, true, false, true, false], target: .matching)
    #expect(weights == [1, 0, 0, 1, 1, 1.0 / 3, 1.0 / 3, 1, 1, 1])
  }

  @Test(
    "A score that is no probability has no weight, whatever the target",
    arguments: [
      Double.nan, .infinity, -0.1, 1.1,
    ])
  func impossibleScores(score: Double) {
    for target in InverseProbabilityWeights.Target.allCases {
      #expect(throws: ModelError.scoreOutOfRange(rows: [2, 4], count: 2)) {
        try InverseProbabilityWeights.weights(
          scores: [0.5, score, 0, score, 1], treated: [true, false, false, true, true],
          target: target)
      }
    }
  }

  @Test("A score that is not a number has no place among the others", .timeLimit(.minutes(1)))
  func concordance() {
    #expect(
      ConcordanceStatistic.value(scores: [0.1, .nan, 0.3], positive: [true, false, true]) == nil)
    #expect(
      ConcordanceStatistic.value(
        scores: [-.infinity, 0.2, .infinity], positive: [false, false, true]) == 1)
  }

  @Test(
    "A difference of means is finite or none",
    arguments: [Double.nan, .infinity, -.infinity, 1e300, 1e-300, 1e150, 1e-170])
  func meanDifference(value: Double) {
    for group in [[value, 1], [value, value], [value, 2 * value], [-value, value, 3]] {
      guard let found = MeanDifference(group, [1, 2, 4]) else { continue }
      let numbers = [
        found.estimate, found.standardError, found.degreesOfFreedom, found.pValue, found.lower,
        found.upper,
      ]
      #expect(numbers.allSatisfy { $0.isFinite }, "\(group): \(numbers)")
    }
    let tiny = MeanDifference([0, 1e-100], [0, 2e-100])
    #expect((tiny?.degreesOfFreedom ?? 0) > 1)
  }
}
