import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Meta-analysis at its edges")
struct MetaAnalysisEdgeTests {
  @Test("A zero, negative, infinite or missing standard error is refused with its group")
  func invalidErrors() {
    for error in [0, -1, .infinity, .nan, 1e-80, 1e80] {
      #expect(throws: HeterogeneityError.invalidStandardError(group: "North", row: 1)) {
        try GroupEstimates(
          estimates: [0.1, 0.2], standardErrors: [0.1, error], labels: ["South", "North"])
      }
    }
    #expect(throws: HeterogeneityError.invalidEstimate(group: "1", row: 0)) {
      try GroupEstimates(estimates: [.nan], standardErrors: [1])
    }
    #expect(throws: HeterogeneityError.tooFewGroups(method: "pooling", found: 0, needed: 1)) {
      try GroupEstimates(estimates: [], standardErrors: [])
    }
    let error = HeterogeneityError.invalidStandardError(group: "North", row: 1)
    #expect(error.description.hasPrefix("group 'North', row 2: the standard error is zero"))
  }

  @Test("One group can be reported as a fixed effect and nothing more")
  func oneGroup() throws {
    let one = try GroupEstimates(estimates: [-0.2], standardErrors: [0.1])
    let analysis = try MetaAnalysis(one, estimator: .fixedEffect)
    let pooled = try analysis.pooled(.wald)
    #expect(agree(pooled.estimate, exp(-0.2), relative: 1e-14))
    #expect(agree(pooled.upper ?? 0, exp(-0.2 + 0.1959963984540054), relative: 1e-14))
    #expect(analysis.cochranQ == nil && analysis.iSquared == nil && analysis.hSquared == nil)
    #expect(analysis.tauSquaredInterval == nil && analysis.iSquaredInterval == nil)
    #expect(
      throws: HeterogeneityError.tooFewGroups(
        method: "pooling with random effects", found: 1, needed: 2)
    ) { try MetaAnalysis(one) }
    #expect(throws: HeterogeneityError.self) { try analysis.pooled(.hartungKnapp) }
    #expect(throws: HeterogeneityError.self) { try analysis.leaveOneOut() }
  }

  @Test("Estimates all alike give no untruncated Hartung–Knapp interval and say so")
  func identical() throws {
    let groups = try GroupEstimates(
      estimates: [0.3, 0.3, 0.3, 0.3], standardErrors: [0.1, 0.2, 0.3, 0.4], scale: .difference)
    for estimator in HeterogeneityEstimator.allCases {
      let analysis = try MetaAnalysis(groups, estimator: estimator)
      #expect(analysis.tauSquared == 0 && analysis.iSquared == 0)
      let knapp = try analysis.pooled(.hartungKnapp)
      #expect(knapp.standardError == nil && knapp.lower == nil && knapp.pValue == nil)
      #expect(knapp.caveats.contains { $0.contains("all alike") })
      let truncated = try analysis.pooled()
      // 1/√(100 + 25 + 100/9 + 100/16) and t(3).
      let error = 1 / (100 + 25 + 100.0 / 9 + 6.25).squareRoot()
      #expect(agree(truncated.standardError ?? 0, error, relative: 1e-12))
    }
  }

  @Test("A prediction interval is refused below 10 groups and given from 10")
  func prediction() throws {
    func analysis(_ count: Int) throws -> MetaAnalysis {
      try MetaAnalysis(
        try GroupEstimates(
          estimates: Array(VaccineTrials.estimates.prefix(count)),
          standardErrors: Array(VaccineTrials.standardErrors.prefix(count))))
    }
    #expect(
      throws: HeterogeneityError.tooFewGroups(
        method: "a prediction interval", found: 9, needed: 10)
    ) { try analysis(9).prediction() }
    #expect(try analysis(10).prediction().degreesOfFreedom == 8)
    let fixed = try MetaAnalysis(try VaccineTrials.groups(), estimator: .fixedEffect)
    #expect(throws: HeterogeneityError.needsRandomEffects(method: "a prediction interval")) {
      try fixed.prediction()
    }
    #expect(throws: HeterogeneityError.needsRandomEffects(method: "shrinkage")) {
      try fixed.shrunken()
    }
  }

  @Test("Published ratios with their intervals give back their standard errors")
  func published() throws {
    let groups = try GroupEstimates(
      ratios: [0.8, 1.25], lower: [0.64, 1], upper: [1, 1.5625], labels: ["A", "B"])
    #expect(agree(groups.estimates[0], log(0.8), relative: 1e-15))
    #expect(agree(groups.standardErrors[0], log(1 / 0.64) / 3.919927969080108, relative: 1e-13))
    #expect(throws: HeterogeneityError.invalidInterval(group: "B", row: 1)) {
      try GroupEstimates(ratios: [1, 1], lower: [0.5, 0], upper: [2, 2], labels: ["A", "B"])
    }
    #expect(throws: HeterogeneityError.invalidInterval(group: "1", row: 0)) {
      try GroupEstimates(ratios: [3], lower: [0.5], upper: [2])
    }
  }

  @Test("Errors that span many orders still give finite, ordered results")
  func extremes() throws {
    let groups = try GroupEstimates(
      estimates: [0, 1, -1, 5, 2], standardErrors: [1e-6, 1e6, 1, 1e-3, 30], scale: .difference)
    for estimator in HeterogeneityEstimator.allCases {
      let analysis = try MetaAnalysis(groups, estimator: estimator)
      let pooled = try analysis.pooled()
      #expect(pooled.estimate.isFinite && (pooled.lower ?? 9) <= pooled.estimate)
      #expect(analysis.tauSquared.isFinite && analysis.tauSquared >= 0)
      let range = try #require(analysis.tauSquaredInterval)
      #expect(range.upperBound.isFinite)
    }
  }

  @Test("The sentences say how sure, how different and what a further group could expect")
  func sentences() throws {
    let analysis = try MetaAnalysis(try VaccineTrials.groups(scale: .ratio))
    let sentence = try analysis.sentence(SentenceSubject(outcome: "A&E attendances"))
    #expect(
      sentence
        == "Over 13 trials put together, A&E attendances among people seen by the MDT ended 51% "
        + "lower than had they changed as they did among similar people (95% interval from 67% "
        + "lower to 27% lower; p = 0.002). The trials differ by more than chance explains "
        + "(p < 0.001): about 92% of the spread of their estimates is real difference. In a further "
        + "one like them the result would most likely lie between 87% lower and 78% higher.")
    #expect(
      try analysis.methodText()
        == "random effects, REML, 13 trials, Hartung–Knapp interval truncated at 1, t(12); "
        + "Q(12) = 152.23, p < 0.001; I² 92%, H² 12.86; τ² 0.3132 (Q-profile 95% interval 0.1197 "
        + "to 1.1115); pooled on the logarithmic scale.")
    let few = try MetaAnalysis(
      try GroupEstimates(
        estimates: [-3, -5], standardErrors: [4, 4], scale: .difference, groupNoun: "networks"))
    let text = try few.sentence(SentenceSubject(outcome: "Admissions"), interval: .wald)
    #expect(text.contains("4.0 per 1,000 person-months lower"))
    #expect(text.contains("No differences between the networks beyond chance were detected"))
    #expect(text.contains("2 are too few to say what a further one like them could expect"))
  }
}
