import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// NB2 and NB1 with standard errors from the observed information of coefficients and α.
  static let observedInformation = ReferenceKind("negative-binomial-observed") { comparison in
    let offset = comparison.setting("offset_log_of")?.string
    let data = try ModelData(
      formula: try comparison.requiredSetting("formula").string ?? "",
      table: comparison.table(), offsetLogOf: offset)
    let coefficients = try comparison.requiredTolerance("coef_relative")
    let errors = try comparison.requiredTolerance("se_relative")
    for (key, dispersion) in [("nb2", CountDispersion.quadratic), ("nb1", .proportional)]
    where comparison.expects(ReferencePath(stringLiteral: key)) {
      let path = ReferencePath(stringLiteral: key)
      let fit = try OverdispersedCountModel(dispersion).fit(
        data.frame.design, response: data.response, offset: data.frame.offset)
      comparison.setAside(path / "names", because: "names are for reading; the order is compared")
      comparison.check(
        path / "coef_then_alpha", fit.coefficients + [fit.alpha], relative: coefficients)
      comparison.check(
        path / "se_observed_information", fit.standardErrors, relative: errors)
      comparison.check(path / "loglik", fit.logLikelihood, relative: coefficients)
      comparison.check(path / "aic", fit.aic, relative: coefficients)
    }
  }
}
