import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Meta-regression")
struct MetaRegressionTests {
  private static func fit(
    _ covariates: [(name: String, values: [Double])] = [
      ("latitude", VaccineTrials.latitudes), ("year", VaccineTrials.years),
    ], _ estimator: HeterogeneityEstimator = .restrictedMaximumLikelihood,
    scale: ChangeScale = .difference
  ) throws -> MetaRegression {
    try MetaRegression(
      try VaccineTrials.groups(scale: scale), covariates: covariates, estimator: estimator)
  }

  private static let latitude = [("latitude", VaccineTrials.latitudes)]

  @Test("BCG trials on latitude: coefficients, τ², R², QE and QM are metafor's rma(mods = ~ablat)")
  func oneCovariate() throws {
    // metafor 3.8-1, control = list(threshold = 1e-14, tol = 1e-14).
    let fit = try Self.fit(Self.latitude)
    let wald = try fit.effects(.wald)
    #expect(wald.map(\.name) == ["(Intercept)", "latitude"])
    #expect(agree(wald[0].finding.estimate, 0.251468210007369, relative: 1e-9))
    #expect(agree(wald[1].finding.estimate, -0.0291017250116497, relative: 1e-9))
    #expect(agree(wald[1].finding.standardError ?? 0, 0.00719532722090451, relative: 1e-9))
    #expect(agree(wald[1].finding.pValue ?? 0, 5.24279397380921e-05, relative: 1e-8))
    #expect(agree(fit.tauSquared, 0.0763479639552027, relative: 1e-9))
    #expect(agree(fit.iSquared ?? 0, 0.683912248381823, relative: 1e-9))
    #expect(agree(fit.rSquared ?? 0, 0.756266218116216, relative: 1e-9))
    #expect(agree(fit.residualQ?.statistic ?? 0, 30.7330900107492, relative: 1e-11))
    #expect(agree(fit.residualQ?.pValue ?? 0, 0.00121429098742005, relative: 1e-10))
    let test = try fit.moderatorTest(.wald)
    #expect(agree(try #require(test.statistic), 16.3582321471645, relative: 1e-9))
    #expect(agree(test.pValue ?? 0, 5.24279397380921e-05, relative: 1e-8))
    #expect(test.denominatorDegreesOfFreedom == nil)
    let range = try #require(fit.tauSquaredInterval)
    #expect(agree(range.lowerBound, 0.0166800683206483, relative: 1e-9))
    #expect(agree(range.upperBound, 0.784835254575501, relative: 1e-9))
    let knapp = try fit.effects(.hartungKnapp)
    #expect(agree(knapp[1].finding.standardError ?? 0, 0.0082014174110366, relative: 1e-9))
    #expect(agree(knapp[1].finding.lower ?? 0, -0.0471529230250584, relative: 1e-9))
    #expect(agree(knapp[1].finding.pValue ?? 0, 0.00456505154154, relative: 1e-8))
    let knappTest = try fit.moderatorTest(.hartungKnapp)
    #expect(agree(try #require(knappTest.statistic), 12.5909828844265, relative: 1e-9))
    #expect(knappTest.denominatorDegreesOfFreedom == 11)
  }

  @Test(
    "BCG trials on latitude and year: every estimator is metafor's rma(mods = ~ablat + year)",
    arguments: [
      (
        HeterogeneityEstimator.fixedEffect, 0.0, -0.0338754494104782, 0.00672586821701041,
        -0.00846603911484662, 21.8724158861555, -0.699953885372547
      ),
      (
        .derSimonianLaird, 0.079038957811107, -0.028764483989675, 0.0106632950115212,
        0.000772079781854261, 5.64831116347071, -0.909446610650407
      ),
      (
        .restrictedMaximumLikelihood, 0.110784696947979, -0.0280113294442025,
        0.0113456775206705, 0.00190748044749952, 4.96494755587982, -0.931201761614866
      ),
      (
        .pauleMandel, 0.171637115724558, -0.0270195780089772, 0.0122523118187067,
        0.00317995451420935, 4.24076725843607, -0.957960906426419
      ),
    ])
  func twoCovariates(
    estimator: HeterogeneityEstimator, tauSquared: Double, slope: Double, error: Double,
    year: Double, statistic: Double, lower: Double
  ) throws {
    let fit = try Self.fit(estimator: estimator)
    // Paule and Mandel's s² is 1 but for the last bits, so truncation moves nothing.
    let effects = try fit.effects(.hartungKnapp)
    #expect(agree(fit.tauSquared, tauSquared, relative: 1e-9))
    #expect(agree(effects[1].finding.estimate, slope, relative: 1e-8))
    #expect(agree(effects[1].finding.standardError ?? 0, error, relative: 1e-8))
    #expect(agree(effects[2].finding.estimate, year, relative: 1e-8))
    let test = try fit.moderatorTest(.hartungKnapp)
    #expect(agree(try #require(test.statistic), statistic, relative: 1e-8))
    #expect(test.numeratorDegreesOfFreedom == 2 && test.denominatorDegreesOfFreedom == 10)
    // predict(fit, newmods = c(30, 1970)).
    let prediction = try fit.predicted(at: [[30, 1970]], .hartungKnapp)
    #expect(agree(prediction[0].lower ?? 0, lower, relative: 1e-8))
    #expect(prediction[0].estimand.hasSuffix("at latitude 30, year 1970"))
    #expect(agree(fit.residualQ?.statistic ?? 0, 28.3251436568404, relative: 1e-10))
  }

  private static func fit(estimator: HeterogeneityEstimator) throws -> MetaRegression {
    try fit(
      [("latitude", VaccineTrials.latitudes), ("year", VaccineTrials.years)], estimator)
  }

  @Test("Covariates that fit exactly leave Hartung–Knapp's test without statistic and p-value")
  func exactFit() throws {
    let fit = try MetaRegression(
      GroupEstimates(
        estimates: (0..<6).map { 0.25 * Double($0) },
        standardErrors: Array(repeating: 0.5, count: 6)),
      covariates: [("size", (0..<6).map(Double.init))])
    let test = try fit.moderatorTest(.hartungKnapp)
    #expect(test.statistic == nil && test.pValue == nil)
    #expect(test.numeratorDegreesOfFreedom == 1 && test.denominatorDegreesOfFreedom == 4)
    let wald = try fit.moderatorTest(.wald)
    // b²·Σ(x − x̄)²/SE² = 0.0625 · 17.5/0.25.
    #expect(agree(try #require(wald.statistic), 4.375, relative: 1e-10))
    #expect(!(try fit.methodText(.hartungKnapp)).contains("inf"))
  }

  @Test("Over a range the other covariates stand at their means")
  func range() throws {
    let fit = try Self.fit()
    let mean = VaccineTrials.years.reduce(0, +) / 13
    let over = try fit.predicted(over: "latitude", values: [20, 50])
    let at = try fit.predicted(at: [[20, mean], [50, mean]])
    #expect(over == at)
    #expect(over[0].estimate > over[1].estimate)
    let outside = try fit.predicted(over: "latitude", values: [70])
    #expect(outside[0].caveats == ["latitude lies outside the range of these groups."])
    #expect(throws: HeterogeneityError.unknownCovariate("lattitude", nearest: ["latitude"])) {
      try fit.predicted(over: "lattitude", values: [1])
    }
    #expect(throws: HeterogeneityError.invalidCovariate(name: "latitude", row: 0)) {
      try fit.predicted(over: "latitude", values: [.nan])
    }
  }

  @Test("A covariate that says which of two groups is the difference of their pooled estimates")
  func twoHalves() throws {
    let groups = try GroupEstimates(
      estimates: [0, 0, 0, 1, 1, 1], standardErrors: [1, 1, 1, 0.5, 0.5, 0.5], scale: .difference)
    let fit = try MetaRegression(
      groups, covariates: [("half", [0, 0, 0, 1, 1, 1])], estimator: .fixedEffect)
    let effects = try fit.effects(.wald)
    #expect(agree(effects[1].finding.estimate, 1, relative: 1e-14))
    #expect(
      agree(
        effects[1].finding.standardError ?? 0, (1.0 / 3 + 0.25 / 3).squareRoot(), relative: 1e-13))
    #expect(try fit.effects(.hartungKnapp)[1].finding.standardError == nil)
    #expect(try fit.moderatorTest(.hartungKnapp).pValue == nil)
    #expect(try fit.effects()[1].finding.degreesOfFreedom == 4)
  }

  @Test("Too few groups, a constant, a repeated or a missing covariate are refused by name")
  func refusals() throws {
    let groups = try GroupEstimates(
      estimates: [0, 1, 2, 4], standardErrors: [1, 1, 1, 1], scale: .difference)
    #expect(
      throws: HeterogeneityError.tooFewGroupsPerCovariate(groups: 4, covariates: 1, needed: 5)
    ) { try MetaRegression(groups, covariates: [("size", [1, 2, 3, 4])]) }
    #expect(
      throws: HeterogeneityError.tooFewGroupsPerCovariate(groups: 13, covariates: 3, needed: 5)
    ) {
      try Self.fit([
        ("a", VaccineTrials.latitudes), ("b", VaccineTrials.years), ("c", VaccineTrials.years),
      ])
    }
    #expect(throws: HeterogeneityError.collinearCovariate("constant")) {
      try Self.fit([("constant", VaccineTrials.years.map { _ in 3 })])
    }
    #expect(throws: HeterogeneityError.collinearCovariate("again")) {
      try Self.fit([
        ("year", VaccineTrials.years), ("again", VaccineTrials.years.map { 2 * $0 - 7 }),
      ])
    }
    var years = VaccineTrials.years
    years[4] = .infinity
    #expect(throws: HeterogeneityError.invalidCovariate(name: "year", row: 4)) {
      try Self.fit([("year", years)])
    }
  }

  @Test("Twelve networks whose size and caseload go together are said not to tell them apart")
  func confusedCovariates() throws {
    let sizes: [Double] = [20, 22, 25, 27, 30, 33, 35, 38, 40, 44, 47, 50]
    let caseloads = sizes.enumerated().map { 10 * $1 + ($0.isMultiple(of: 2) ? 15 : -15) }
    let groups = try GroupEstimates(
      estimates: sizes.map { -0.01 * $0 }, standardErrors: sizes.map { _ in 0.1 },
      groupNoun: "networks")
    let fit = try MetaRegression(
      groups, covariates: [("network size", sizes), ("caseload", caseloads)])
    #expect(fit.caveats.count == 3)
    #expect(fit.caveats[1].hasPrefix("12 networks are few for 2 covariates"))
    #expect(
      fit.caveats[2]
        == "network size and caseload go together (correlation 0.99), so 12 networks cannot tell "
        + "which of the two matters.")
    #expect(try fit.effects()[2].finding.caveats == fit.caveats)
    let alone = try MetaRegression(groups, covariates: [("network size", sizes)])
    #expect(alone.caveats.count == 1)
  }

  @Test("The sentence speaks of a step in the covariate and the method text of the tests")
  func sentence() throws {
    let fit = try Self.fit(Self.latitude, scale: .ratio)
    let text = try fit.sentence(
      for: "latitude", step: 10, words: "10 further degrees of latitude",
      SentenceSubject(outcome: "A&E attendances"))
    #expect(
      text.hasPrefix(
        "Among 13 trials, for 10 further degrees of latitude A&E attendances among people seen by "
          + "the MDT ended 25% lower (95% interval from 38% lower to 10% lower; p = 0.005)."))
    #expect(text.contains("may be due to anything else that goes with it"))
    #expect(
      try fit.methodText()
        == "meta-regression on latitude, random effects, REML, 13 trials, Hartung–Knapp interval "
        + "truncated at 1, t(11); QE(11) = 30.73, p = 0.001; F(1, 11) = 12.59, p = 0.005; residual "
        + "τ² 0.0763; R² 76%; on the logarithmic scale.")
    #expect(throws: HeterogeneityError.invalidCovariate(name: "latitude", row: 0)) {
      try fit.sentence(
        for: "latitude", step: 0, words: "nothing", SentenceSubject(outcome: "Admissions"))
    }
  }
}
