import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Least squares of a series with Newey–West errors, its residuals' autocorrelation, and models
  /// with autoregressive errors.
  static let series = ReferenceKind("its-ols") { comparison in
    let data = try ModelData(
      formula: try comparison.requiredSetting("formula").string ?? "",
      table: comparison.table())
    let relative = try comparison.requiredTolerance("relative")
    let absolute = comparison.tolerance("p_absolute")?.number ?? 0
    let fit = try data.fit(.gaussian)
    comparison.setAside("names", because: "names are for reading; the order is compared")
    comparison.check("coef", fit.coefficients, relative: relative)
    comparison.check("se", try fit.standardErrors(.classical), relative: relative)
    comparison.check("sigma", fit.dispersion?.squareRoot(), relative: relative)
    for (key, kind) in [("HC0", CovarianceKind.hc0), ("HC1", .hc1), ("HC2", .hc2), ("HC3", .hc3)] {
      let path = ReferencePath(stringLiteral: key)
      guard comparison.expects(path) else { continue }
      comparison.check(path, try fit.standardErrors(kind), relative: relative)
    }
    for lag in comparison.setting("lags")?.numbers ?? [] {
      guard let lag = lag.map({ Int($0) }) else { continue }
      let path: ReferencePath = "newey_west" / "lag_\(lag)"
      for (key, isAdjusted) in [
        ("bartlett_no_adjust", false), ("bartlett_adjust_n_over_n_minus_k", true),
      ] {
        comparison.check(
          path / key,
          try fit.standardErrors(.neweyWest(lagCount: lag, isAdjusted: isAdjusted)),
          relative: relative)
      }
    }
    try compareResiduals(fit, relative, absolute, &comparison)
    try compareAutoregressive(data, &comparison)
  }

  private static func compareResiduals(
    _ fit: GeneralisedLinearFit, _ relative: Double, _ absolute: Double,
    _ comparison: inout ReferenceComparison
  ) throws {
    let residuals = try ResidualSeries(zip(fit.response, fit.fitted).map { $0 - $1 })
    comparison.check("durbin_watson", residuals.durbinWatson, relative: relative)
    for key in comparison.keys() {
      let path = ReferencePath(stringLiteral: key)
      if key.hasPrefix("residual_acf_1_to_"), let count = trailingNumber(key) {
        comparison.check(
          path, try residuals.autocorrelations(lagCount: count), relative: relative)
      } else if key.hasPrefix("ljung_box_"), let count = trailingNumber(key) {
        let test = try residuals.ljungBox(lagCount: count)
        comparison.check(path / "q", test.statistic, relative: relative)
        comparison.checkPValue(path / "p", relative: relative, absolute: absolute) {
          ChiSquared(degreesOfFreedom: Double(count)).survival($0 * test.statistic)
        }
      }
    }
    for key in comparison.keys("breusch_godfrey") where key.hasPrefix("lm") {
      guard let order = trailingNumber(key) else { continue }
      let test = try residuals.breuschGodfrey(order: order, design: fit.design)
      comparison.check("breusch_godfrey" / key, test.statistic, relative: relative)
      comparison.checkPValue(
        "breusch_godfrey" / "p\(order)", relative: relative, absolute: absolute
      ) { ChiSquared(degreesOfFreedom: Double(order)).survival($0 * test.statistic) }
    }
  }

  private static func compareAutoregressive(
    _ data: ModelData, _ comparison: inout ReferenceComparison
  ) throws {
    let relative = try comparison.requiredTolerance("gls_relative")
    for (key, method) in [
      ("gls_ar1_ML", AutoregressiveMethod.maximumLikelihood), ("gls_ar1_REML", .restricted),
      ("prais_winsten_iterated", .praisWinsten),
    ] {
      let path = ReferencePath(stringLiteral: key)
      guard comparison.expects(path) else { continue }
      let fit = try AutoregressiveLinearModel(method)
        .fit(data.frame.design, response: data.response)
      comparison.check(path / "coef", fit.coefficients, relative: relative)
      comparison.check(path / "se", fit.standardErrors, relative: relative)
      comparison.check(path / "rho", fit.correlation, relative: relative)
      comparison.check(path / "sigma", fit.standardDeviation, relative: relative)
      comparison.check(path / "loglik", fit.logLikelihood, relative: relative)
    }
  }

  private static func trailingNumber(_ key: String) -> Int? {
    Int(String(key.reversed().prefix { $0.isNumber }.reversed()))
  }
}
