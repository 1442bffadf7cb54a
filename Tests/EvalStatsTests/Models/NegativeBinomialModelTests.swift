import EvalStats
import EvalTestSupport
import Testing

@Suite("Negative binomial model")
struct NegativeBinomialModelTests {
  private let counts: [Double] = [0, 3, 1, 9, 2, 0, 14, 5, 1, 0, 7, 22]
  private let design = ModelExample.design(("z", [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]))

  // mpmath 1.3 at 40 digits: the score equations of β and θ solved together.
  @Test("β and θ are the joint maximum of the likelihood")
  func jointMaximum() throws {
    let fit = try NegativeBinomialModel().fit(design, response: counts)
    #expect(agree(fit.regression.coefficients[0], 0.916290731874155065, relative: 1e-12))
    #expect(agree(fit.regression.coefficients[1], 1.18377009700841654, relative: 1e-12))
    #expect(agree(fit.size, 0.789960403082241096, relative: 1e-12))
    #expect(agree(fit.overdispersion, 1 / 0.789960403082241096, relative: 1e-12))
    #expect(agree(try #require(fit.logLikelihood), -31.4193990106006882, relative: 1e-13))
    #expect(agree(fit.sizeStandardError, 0.421021357823876486, relative: 1e-11))
    #expect(agree(try #require(fit.aic), 2 * 31.4193990106006882 + 6, relative: 1e-13))
    // R 4.2.2: glm with MASS::negative.binomial(θ).
    let errors = try fit.regression.standardErrors(.classical)
    #expect(agree(errors[0], 0.52692286507319486, relative: 1e-10))
    #expect(agree(errors[1], 0.71346822499150431, relative: 1e-10))
    #expect(agree(fit.regression.deviance, 13.461822415296687, relative: 1e-10))
  }

  @Test("with groups alone the coefficients are the Poisson model's, their errors wider")
  func groups() throws {
    let fit = try NegativeBinomialModel().fit(design, response: counts)
    for (found, expected) in zip(fit.regression.coefficients, fit.poisson.coefficients) {
      #expect(agree(found, expected, relative: 1e-12))
    }
    let wide = try fit.coefficientTable().rows[1].standardError
    #expect(try wide > 2 * fit.poisson.standardErrors(.classical)[1])
    #expect(try #require(fit.likelihoodRatioOverPoisson) > 20)
    #expect(try fit.covariance(.hc0)[1, 1] > 0)
  }

  @Test("a weight of two is the same row twice")
  func weights() throws {
    let doubled = try NegativeBinomialModel().fit(
      design, response: counts, weights: Array(repeating: 2, count: 12))
    let single = try NegativeBinomialModel().fit(design, response: counts)
    #expect(agree(doubled.size, single.size, relative: 1e-11))
    #expect(
      agree(
        doubled.sizeStandardError, single.sizeStandardError / 2.squareRoot(),
        relative: 1e-11))
  }

  @Test("counts spread less than a Poisson's have no finite θ, and the message says what to use")
  func underdispersed() {
    let even: [Double] = [2, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7, 7]
    #expect(throws: ModelError.notOverdispersed) {
      try NegativeBinomialModel().fit(design, response: even)
    }
    #expect(ModelError.notOverdispersed.message.hasSuffix("use the Poisson model"))
  }

  @Test("a slight excess over Poisson is fitted at a large θ")
  func slightlyOverdispersed() throws {
    let slight: [Double] = [0, 1, 2, 2, 3, 5, 4, 7, 7, 8, 11, 16]
    let fit = try NegativeBinomialModel().fit(design, response: slight)
    #expect(fit.size > 10)
    // θ is where the likelihood is flat: a step either way lowers it.
    for step in [0.99, 1.01] {
      let other = try GeneralisedLinearModel(
        family: .negativeBinomial(size: fit.size * step), link: .log
      ).fit(design, response: slight)
      #expect(try #require(other.logLikelihood) < #require(fit.logLikelihood))
    }
  }

  @Test("amounts that are not whole are refused with their rows")
  func notWhole() {
    var amounts = counts
    amounts[2] = 1.5
    #expect(throws: ModelError.responseNotWhole(rows: [3], count: 1)) {
      try NegativeBinomialModel().fit(design, response: amounts)
    }
  }
}
