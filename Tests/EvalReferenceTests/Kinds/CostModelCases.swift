import EvalStats
import EvalTestSupport
import Foundation

extension ReferenceKind {
  /// Costs of two arms: means, least squares, gamma, two-part, quasi and log models.
  static let costModel = ReferenceKind("cost-model") { comparison in
    let cost = try CostModelCase(&comparison)
    try cost.compareMeans(&comparison)
    try cost.compareLeastSquares(&comparison)
    try cost.compareGamma(&comparison)
    try cost.compareTwoParts(&comparison)
    try cost.compareQuasi(&comparison)
    try cost.compareLogged(&comparison)
  }
}

/// One case of kind `cost-model`.
private struct CostModelCase {
  let table: Table
  let outcome: String
  let treat: String
  let data: ModelData
  let relative: Double
  let quasiRelative: Double
  /// Rows of the frame with a cost.
  let positive: [Int]

  init(_ comparison: inout ReferenceComparison) throws {
    table = try comparison.table()
    outcome = try comparison.requiredSetting("outcome").string ?? ""
    treat = try comparison.requiredSetting("treat").string ?? ""
    let covariates = try comparison.requiredSetting("covariates").strings ?? []
    relative = try comparison.requiredTolerance("relative")
    quasiRelative = comparison.tolerance("quasi_gamma_relative")?.number ?? relative
    data = try ModelData(
      formula: ModelData.formula(outcome, on: [treat] + covariates, in: table), table: table)
    positive = data.response.indices.filter { [data] in data.response[$0] > 0 }
  }

  private func positiveFit(_ family: Family, _ response: (Double) -> Double) throws
    -> GeneralisedLinearFit
  {
    let design = data.frame.design
    return try GeneralisedLinearModel(family: family, link: family == .gamma ? .log : nil).fit(
      DesignMatrix(names: design.names, matrix: design.matrix.rows(at: positive)),
      response: positive.map { response(data.response[$0]) })
  }

  /// Coefficients and every standard error the case names under a path.
  private func compare(
    _ path: ReferencePath, _ fit: GeneralisedLinearFit, _ relative: Double,
    _ comparison: inout ReferenceComparison
  ) throws {
    comparison.setAside(path / "names", because: "names are for reading; the order is compared")
    comparison.check(path / "coef", fit.coefficients, relative: relative)
    comparison.check(path / "se", try fit.standardErrors(.classical), relative: relative)
    for (key, kind) in [
      ("HC0", CovarianceKind.hc0), ("HC1", .hc1), ("HC2", .hc2), ("HC3", .hc3),
    ] where comparison.expects(path / key) {
      comparison.check(path / key, try fit.standardErrors(kind), relative: relative)
    }
  }

  func compareMeans(_ comparison: inout ReferenceComparison) throws {
    let arms = try ModelData.numbers(table.column(treat), data.frame.rows)
    let treated = arms.indices.filter { arms[$0] == 1 }.map { data.response[$0] }
    let control = arms.indices.filter { arms[$0] == 0 }.map { data.response[$0] }
    comparison.check("n", data.response.count)
    comparison.check(
      "share_positive", Double(positive.count) / Double(data.response.count), relative: relative)
    comparison.check("mean_treated", Moments(treated).mean, relative: relative)
    comparison.check("mean_control", Moments(control).mean, relative: relative)
    let welch = MeanDifference(treated, control)
    comparison.check("welch/difference", welch?.estimate, relative: relative)
    comparison.check("welch/se", welch?.standardError, relative: relative)
    comparison.check("welch/t", welch?.statistic, relative: relative)
    comparison.check("welch/df", welch?.degreesOfFreedom, relative: relative)
    comparison.check("welch/ci95", [welch?.lower, welch?.upper], relative: relative)
    comparison.check("welch/p", welch?.pValue, relative: relative)
  }

  func compareLeastSquares(_ comparison: inout ReferenceComparison) throws {
    let fit = try data.fit(.gaussian)
    try compare("ols", fit, relative, &comparison)
    comparison.check("ols/r2", fit.deviancePseudoRSquared, relative: relative)
    comparison.check("ols/sigma", fit.dispersion?.squareRoot(), relative: relative)
  }

  func compareGamma(_ comparison: inout ReferenceComparison) throws {
    guard comparison.expects("gamma_log_positive_only") else { return }
    let path: ReferencePath = "gamma_log_positive_only"
    let fit = try positiveFit(.gamma) { $0 }
    try compare(path, fit, relative, &comparison)
    comparison.check(path / "n", fit.observationCount)
    comparison.check(path / "dispersion_pearson", fit.dispersion, relative: relative)
    comparison.check(path / "deviance", fit.deviance, relative: relative)
  }

  func compareTwoParts(_ comparison: inout ReferenceComparison) throws {
    guard comparison.expects("two_part") else { return }
    let fit = try TwoPartModel().fit(data.frame.design, response: data.response)
    comparison.setAside("two_part/logit_names", because: "names are for reading")
    comparison.check("two_part/logit_coef", fit.any.coefficients, relative: relative)
    comparison.check(
      "two_part/logit_se", try fit.any.standardErrors(.classical), relative: relative)
    func mean(ifTreated value: Int) throws -> Double {
      let column = Column.integer(Values(Array(repeating: value, count: table.rowCount)))
      let changed = try Table(
        zip(table.names, table.columns).map { ($0, $0 == treat ? column : $1) })
      let frame = try data.frame.schema.frame(for: changed, includingResponse: false)
      return Moments(fit.predict(frame.design)).mean
    }
    let all = try mean(ifTreated: 1)
    let none = try mean(ifTreated: 0)
    comparison.check("two_part/mean_if_all_treated", all, relative: relative)
    comparison.check("two_part/mean_if_none_treated", none, relative: relative)
    // The difference keeps the absolute accuracy of the means it is taken of.
    comparison.check(
      "two_part/average_difference", all - none, relative: relative, absolute: relative * all)
  }

  func compareQuasi(_ comparison: inout ReferenceComparison) throws {
    if comparison.expects("gamma_log_all_quasi") {
      let fit = try data.fit(.quasi(.meanSquared), .log)
      try compare("gamma_log_all_quasi", fit, quasiRelative, &comparison)
    }
    guard comparison.expects("poisson_log_all") else { return }
    let fit = try data.fit(.quasi(.mean), .log)
    try compare("poisson_log_all", fit, relative, &comparison)
    comparison.check("poisson_log_all/scale", fit.dispersion, relative: relative)
  }

  func compareLogged(_ comparison: inout ReferenceComparison) throws {
    guard comparison.expects("log_ols") else { return }
    let fit = try positiveFit(.gaussian) { log($0) }
    try compare("log_ols", fit, relative, &comparison)
    comparison.check("log_ols/sigma2", fit.dispersion, relative: relative)
    let smearing = zip(fit.response, fit.fitted).reduce(0) { $0 + exp($1.0 - $1.1) }
    comparison.check(
      "log_ols/duan_smearing", smearing / Double(fit.response.count), relative: relative)
  }
}
