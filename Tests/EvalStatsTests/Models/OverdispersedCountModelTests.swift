import EvalStats
import EvalTestSupport
import Testing

@Suite("Over-dispersed counts with observed information")
struct OverdispersedCountModelTests {
  private let counts: [Double] = [0, 3, 1, 9, 2, 0, 14, 5, 1, 0, 7, 22]
  private let design = ModelExample.design(("z", [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]))

  // mpmath 1.3 at 40 digits: the root of the log-likelihood's gradient and its Hessian there.
  @Test(
    "coefficients, α and their standard errors are those of the joint likelihood",
    arguments: [
      (
        CountDispersion.proportional,
        [1.193947316169491, 0.8030068726170503, 7.072395786393136],
        [0.554372759030244, 0.6163667532446948, 4.525618217376658], -31.76533758321456
      ),
      (
        .quadratic, [0.9162907318741551, 1.183770097008417, 1.265886234421666],
        [0.526922865073195, 0.7134682249915046, 0.6746732357561955], -31.41939901060069
      ),
    ])
  func joint(
    dispersion: CountDispersion, estimates: [Double], errors: [Double], logLikelihood: Double
  ) throws {
    let fit = try OverdispersedCountModel(dispersion).fit(design, response: counts)
    for (found, expected) in zip(fit.coefficients + [fit.alpha], estimates) {
      #expect(agree(found, expected, relative: 1e-10))
    }
    for (found, expected) in zip(fit.standardErrors, errors) {
      #expect(agree(found, expected, relative: 1e-9))
    }
    #expect(agree(fit.logLikelihood, logLikelihood, relative: 1e-14))
    #expect(agree(fit.aic, 6 - 2 * logLikelihood, relative: 1e-14))
    #expect(fit.names == ["(Intercept)", "z"])
  }

  @Test("an offset of the same length everywhere moves the intercept alone")
  func offset() throws {
    let fit = try OverdispersedCountModel(.proportional).fit(
      design, response: counts, offset: Array(repeating: 2, count: 12))
    #expect(agree(fit.coefficients[0], 1.193947316169491 - 2, relative: 1e-10))
    #expect(agree(fit.alpha, 7.072395786393136, relative: 1e-10))
  }

  @Test("counts spread less than a Poisson's have no α", arguments: CountDispersion.allCases)
  func underdispersed(dispersion: CountDispersion) {
    #expect(throws: ModelError.notOverdispersed) {
      try OverdispersedCountModel(dispersion)
        .fit(design, response: [2, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7, 7])
    }
  }
}
