import EvalStats
import EvalTestSupport
import Testing

@Suite("Measures of a propensity score")
struct ScoreMeasureTests {
  @Test("the c statistic is the share of concordant pairs, ties counting half")
  func concordance() {
    // Pairs: 0.9 beats both, 0.4 ties with one and beats the other.
    #expect(
      ConcordanceStatistic.value(
        scores: [0.9, 0.4, 0.4, 0.1], positive: [true, true, false, false]) == 3.5 / 4)
    #expect(
      ConcordanceStatistic.value(scores: [1, 1, 1], positive: [true, false, false]) == 0.5)
    #expect(ConcordanceStatistic.value(scores: [1, 2], positive: [true, true]) == nil)
  }

  @Test("reversing the score turns c into 1 − c")
  func reversal() throws {
    let positive = ModelExample.outcomes.map { $0 == 1 }
    let c = try #require(
      ConcordanceStatistic.value(scores: ModelExample.x, positive: positive))
    let reversed = try #require(
      ConcordanceStatistic.value(scores: ModelExample.x.map { -$0 }, positive: positive))
    #expect(agree(c + reversed, 1, absolute: 1e-15))
  }

  @Test("each target of inverse-probability weights by hand")
  func weights() throws {
    func weights(_ target: InverseProbabilityWeights.Target) throws -> [Double] {
      try InverseProbabilityWeights.weights(
        scores: [0.25, 0.25, 0.5], treated: [true, false, false], target: target)
    }
    let third = 1.0 / 3
    #expect(try weights(.treated) == [1, 0.25 / 0.75, 1])
    #expect(try weights(.everyone) == [4, 1 / 0.75, 2])
    #expect(try weights(.stabilised) == [third / 0.25, (1 - third) / 0.75, (1 - third) / 0.5])
    #expect(try weights(.overlap) == [0.75, 0.25, 0.5])
  }

  @Test("with a logit score the weights give both arms the treated group's covariate means")
  func balance() throws {
    // Overlap weights from a logit balance its covariates exactly (Li, Morgan and Zaslavsky 2018).
    let fit = try GeneralisedLinearModel(family: .binomial)
      .fit(ModelExample.line, response: ModelExample.outcomes)
    let treated = ModelExample.outcomes.map { $0 == 1 }
    let weights = try InverseProbabilityWeights.weights(
      scores: fit.fitted, treated: treated, target: .overlap)
    func mean(_ arm: Bool) -> Double {
      let rows = treated.indices.filter { treated[$0] == arm }
      let total = rows.reduce(0) { $0 + weights[$1] }
      return rows.reduce(0) { $0 + weights[$1] * ModelExample.x[$1] } / total
    }
    #expect(agree(mean(true), mean(false), relative: 1e-12))
  }
}
