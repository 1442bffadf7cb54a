import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("One name for every estimator")
struct EstimatorTests {
  /// Rows of positive person-time of the four-cell model, all before, then all after.
  private static func rows(
    _ counts: PrePostCounts
  ) -> (columns: [[Double]], y: [Double], w: [Double], offset: [Double], sets: [Int], ids: [Int]) {
    let treated = (counts.arms + counts.arms).map { $0 == .treated ? 1.0 : 0 }
    let after = counts.arms.map { _ in 0.0 } + counts.arms.map { _ in 1.0 }
    return (
      [treated, after, zip(treated, after).map { $0 * $1 }], counts.before + counts.after,
      counts.weights + counts.weights, (counts.timeBefore + counts.timeAfter).map { log($0) },
      counts.sets + counts.sets, Array(counts.arms.indices) + Array(counts.arms.indices)
    )
  }

  @Test(
    "GEE is the model called directly; unweighted its coefficient is geepack's",
    arguments: [true, false])
  func estimatingEquations(weighted: Bool) throws {
    // geepack 1.3.9: geeglm(y ~ tr*after + offset(log(t)), poisson, id = set, corstr =
    // "exchangeable", control = geese.control(epsilon = 1e-12)): α 0.2767.
    let counts = ExampleSets.counts(weighted: weighted)
    let finding = try RateOfChange(counts).finding(by: .estimatingEquations)
    if !weighted {
      #expect(agree(log(finding.estimate), 0.0579954391115964, relative: 1e-8))
      #expect(finding.method.hasPrefix("GEE, exchangeable (0.28)"))
    }
    let rows = EstimatorTests.rows(counts)
    let fit = try EstimatingEquationsModel(family: .poisson, correlation: .exchangeable).fit(
      DesignMatrix(
        names: ["(Intercept)", "trt", "post", "trt:post"],
        matrix: Matrix(columns: [rows.y.map { _ in 1 }] + rows.columns)),
      response: rows.y, clusters: rows.sets, weights: rows.w, offset: rows.offset)
    let entry = try #require(fit.coefficientTable(.kauermannCarroll)["trt:post"])
    #expect(agree(log(finding.estimate), entry.estimate, relative: 1e-10))
    #expect(agree(finding.standardError ?? 0, entry.standardError, relative: 1e-10))
    #expect(agree(finding.pValue ?? 0, entry.pValue, relative: 1e-9))
    #expect(agree(finding.upper ?? 0, entry.ratio.upper, relative: 1e-9))
    #expect(finding.method.contains("Kauermann–Carroll by matched set, t(13)"))
  }

  @Test(
    "Conditional Poisson is the model called directly, and R's with a dummy for every member",
    arguments: [
      (true, 0.0449216304092827, 0.354061522408072),
      (false, -0.0113164153674214, 0.362327840029601),
    ])
  func conditionalPoisson(weighted: Bool, logRatio: Double, error: Double) throws {
    // R 4.2.2: glm(y ~ factor(id) + after + tr:after + offset(log(t)), poisson, weights = w) without
    // members that have no events or one row; vcovCL by set, G/(G − 1)·(n − 1)/(n − 3).
    let counts = ExampleSets.counts(weighted: weighted)
    let finding = try RateOfChange(counts).finding(by: .conditionalPoisson)
    #expect(agree(log(finding.estimate), logRatio, relative: 1e-9))
    #expect(agree(finding.standardError ?? 0, error, relative: 1e-8))
    #expect(finding.degreesOfFreedom == 12)
    #expect(
      finding.caveats == [
        "Left out: 8 members without events.",
        "With 13 matched sets CR1S understates the standard error.",
      ])
    let rows = EstimatorTests.rows(counts)
    let table = try FixedEffectsPoissonModel().fit(
      DesignMatrix(
        names: ["post", "trt:post"], matrix: Matrix(columns: [rows.columns[1], rows.columns[2]])),
      response: rows.y, effects: [FixedEffect(name: "id", groups: rows.ids)], weights: rows.w,
      offset: rows.offset
    ).coefficientTable(.clustered(by: rows.sets))
    let entry = try #require(table["trt:post"])
    #expect(agree(log(finding.estimate), entry.estimate, relative: 1e-10))
    #expect(agree(finding.lower ?? 0, entry.ratio.lower, relative: 1e-9))
    #expect(agree(finding.pValue ?? 0, entry.pValue, relative: 1e-9))
  }

  @Test("Every name gives the finding of its own method, and resampling depends on its seed alone")
  func names() throws {
    let change = try RateOfChange(ExampleSets.counts())
    let resampling = RateOfChange.Resampling(seed: 3, permutations: 199, resamples: 300)
    func found(_ estimator: RateOfChange.Estimator) throws -> Finding {
      try change.finding(by: estimator, resampling: resampling)
    }
    #expect(try found(.poisson) == change.ratio())
    #expect(try found(.quasiPoisson) == change.quasiPoisson())
    #expect(try found(.negativeBinomial) == change.negativeBinomial())
    #expect(try found(.adjustedForBaseline) == change.adjustedForBaseline())
    #expect(try found(.difference) == change.difference())
    #expect(try found(.averageEffect) == change.averageEffect())
    #expect(try found(.pairedT) == change.setChanges().pairedT())
    #expect(try found(.signedRank) == change.setChanges().signedRank())
    var generator = SeededGenerator(seed: 3, stream: 1)
    #expect(
      try found(.permutation) == change.permutation(repetitions: 199, using: &generator))
    generator = SeededGenerator(seed: 3, stream: 2)
    #expect(try found(.bootstrap) == change.bootstrap(repetitions: 300, using: &generator))
    #expect(RateOfChange.Estimator.allCases.filter { !$0.isTest } == [.bootstrap])
  }

  @Test("Estimators that take sets as independent refuse shared people, and name themselves")
  func shared() throws {
    let change = try RateOfChange(ExampleSets.counts(shared: true))
    for (estimator, method) in [
      (RateOfChange.Estimator.estimatingEquations, "GEE by matched set"),
      (.conditionalPoisson, "conditional Poisson by matched set"),
    ] {
      #expect(throws: ChangeError.sharedPeople(method: method, people: 5)) {
        try change.finding(by: estimator)
      }
    }
  }
}
