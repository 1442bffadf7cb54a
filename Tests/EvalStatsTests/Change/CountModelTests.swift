import EvalLinearAlgebra
import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Rate of change against the general models")
struct CountModelTests {
  /// The rows of the four-cell model, all before, then all after.
  private static func rows(
    _ counts: PrePostCounts
  ) -> (
    design: DesignMatrix, y: [Double], w: [Double], offset: [Double], sets: [Int], persons: [Int]
  ) {
    let treated = (counts.arms + counts.arms).map { $0 == .treated ? 1.0 : 0 }
    let after = counts.arms.map { _ in 0.0 } + counts.arms.map { _ in 1.0 }
    return (
      DesignMatrix(
        names: ["(Intercept)", "trt", "post", "trt:post"],
        matrix: Matrix(columns: [
          treated.map { _ in 1 }, treated, after, zip(treated, after).map { $0 * $1 },
        ])), counts.before + counts.after, counts.weights + counts.weights,
      (counts.timeBefore + counts.timeAfter).map { log($0) }, counts.sets + counts.sets,
      counts.persons + counts.persons
    )
  }

  @Test(
    "The closed form is the general Poisson model with offset and clustered covariance",
    arguments: ClusterCorrection.allCases, [true, false])
  func closedForm(correction: ClusterCorrection, weighted: Bool) throws {
    let counts = ExampleSets.counts(weighted: weighted)
    let rows = CountModelTests.rows(counts)
    let fit = try GeneralisedLinearModel(family: .poisson, link: .log)
      .fit(rows.design, response: rows.y, weights: rows.w, offset: rows.offset)
    let table = try fit.coefficientTable(.clustered(by: rows.sets, correction: correction))
    let general = try #require(table["trt:post"])
    let closed = try RateOfChange(counts).ratio(correction: correction)
    #expect(agree(log(closed.estimate), general.estimate, relative: 1e-10))
    #expect(agree(closed.standardError ?? 0, general.standardError, relative: 1e-10))
    #expect(agree(closed.degreesOfFreedom ?? 0, general.degreesOfFreedom ?? -1, relative: 1e-10))
    #expect(agree(closed.pValue ?? 0, general.pValue, relative: 1e-9))
    #expect(agree(closed.lower ?? 0, general.ratio.lower, relative: 1e-10))
    #expect(agree(closed.upper ?? 0, general.ratio.upper, relative: 1e-10))
  }

  @Test("Two-way clustering is that of the general model")
  func twoWay() throws {
    let counts = ExampleSets.counts(shared: true)
    let rows = CountModelTests.rows(counts)
    let fit = try GeneralisedLinearModel(family: .poisson, link: .log)
      .fit(rows.design, response: rows.y, weights: rows.w, offset: rows.offset)
    let errors = try fit.standardErrors(
      .twoWay(by: rows.sets, and: rows.persons, correction: .cr1s))
    let closed = try RateOfChange(counts).ratio()
    #expect(agree(closed.standardError ?? 0, errors[3], relative: 1e-10))
  }

  @Test("Negative binomial on the epilepsy trial: the estimate and clustered error of R")
  func negativeBinomial() throws {
    // MASS::glm.nb run to 1e-12: θ 1.428257598; the design is balanced and saturated, so the
    // clustered covariance is that of the Poisson model.
    let finding = try RateOfChange(EpilepsyTrial.counts).negativeBinomial()
    #expect(agree(finding.estimate, 0.9033893265943215, relative: 1e-9))
    #expect(agree(finding.standardError ?? 0, 0.2180100993386566, relative: 1e-8))
    #expect(finding.method == "negative binomial, θ 1.43, CR1S by matched set, t(58)")
  }

  @Test("Counts no more spread than Poisson's are no negative binomial, and it says so")
  func notOverdispersed() throws {
    let members = Array(0..<12)
    let counts = PrePostCounts(
      arms: members.map { $0.isMultiple(of: 2) ? .treated : .control },
      sets: members.map { $0 / 2 }, persons: members, weights: members.map { _ in 1 },
      before: members.map { 3 + Double($0 % 3) }, timeBefore: members.map { _ in 6 },
      after: members.map { 2 + Double($0 % 2) }, timeAfter: members.map { _ in 6 })
    let error = #expect(throws: ChangeError.self) {
      try RateOfChange(counts).negativeBinomial()
    }
    #expect(error?.code == "not-overdispersed")
  }

  @Test("The ratio after adjusted for use before, as R fits it, unweighted and weighted")
  func adjustedForBaseline() throws {
    // x = log((before + .5)/(months + .5/λ)), λ the pooled weighted rate;
    // glm(after ~ tr + x + offset(log(months)), quasipoisson, weights); vcovCR(type = "CR2").
    let weighted = try RateOfChange(ExampleSets.counts()).adjustedForBaseline()
    #expect(agree(log(weighted.estimate), 0.09883176023719172, relative: 1e-8))
    #expect(agree(weighted.standardError ?? 0, 0.3209409703902977, relative: 1e-7))
    #expect(agree(weighted.degreesOfFreedom ?? 0, 10.94392368631174, relative: 1e-6))
    #expect(weighted.estimand == "rate ratio after the index date, adjusted for use before")
    let plain = try RateOfChange(ExampleSets.counts(weighted: false)).adjustedForBaseline()
    #expect(agree(log(plain.estimate), 0.08469028538531469, relative: 1e-8))
    #expect(agree(plain.standardError ?? 0, 0.3066351201243773, relative: 1e-7))
  }

  @Test("Further covariates enter the adjustment; an intercept among them is passed over")
  func covariates() throws {
    let counts = ExampleSets.counts()
    let ages = counts.arms.indices.map { Double(60 + ($0 * 7) % 30) }
    let design = DesignMatrix(
      names: ["(Intercept)", "age"], matrix: Matrix(columns: [ages.map { _ in 1 }, ages]))
    let change = try RateOfChange(counts)
    let with = try change.adjustedForBaseline(design)
    let without = try change.adjustedForBaseline()
    #expect(with.estimand.hasSuffix("adjusted for use before and covariates"))
    #expect(with.estimate != without.estimate)
    // A covariate that is the lagged rate's twin is collinear, and the error names it.
    let constant = DesignMatrix(names: ["one"], matrix: Matrix(columns: [ages.map { _ in 1 }]))
    let error = #expect(throws: ChangeError.self) { try change.adjustedForBaseline(constant) }
    #expect(error?.code == "collinear-columns")
  }
}
