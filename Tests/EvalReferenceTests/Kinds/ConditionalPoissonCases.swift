import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Poisson models with fixed effects, under fixest's small-sample rules and by dummies.
  static let conditionalPoisson = ReferenceKind("conditional-poisson") { comparison in
    let cluster = comparison.setting("cluster")?.string
    let offset = comparison.setting("offset_log_of")?.string
    let formula = try comparison.requiredSetting("formula").string ?? ""
    let table = try comparison.table()
    // The offset stands among the terms, before the fixed effects.
    let parts = formula.split(separator: "|", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw ReferenceFault("no fixed effects in \(formula)") }
    let known = offset.map { " + offset(log(\(ModelData.term($0, in: table))))" } ?? ""
    let data = try ModelData(
      formula: "\(parts[0])\(known) | \(parts[1])", table: table, cluster: cluster)
    let fit = try FixedEffectsPoissonModel().fit(
      data.frame.design, response: data.response, effects: data.frame.fixedEffects(of: table),
      offset: data.frame.offset)
    let coefficients = try comparison.requiredTolerance("coef_relative")
    let errors = try comparison.requiredTolerance("se_relative")
    comparison.setAside("names", because: "names are for reading; the order is compared")
    comparison.check("coef", fit.coefficients, relative: coefficients)
    comparison.check("n_used", fit.observationCount)
    comparison.check("deviance", fit.deviance, relative: coefficients)
    for (key, kind) in [
      ("se_iid", FixedEffectsCovariance.scaled), ("se_hetero", .heteroskedastic),
      ("full_maximum_likelihood_se_dummies", .maximumLikelihood),
    ] {
      comparison.check(
        ReferencePath(stringLiteral: key), try fit.standardErrors(kind), relative: errors)
    }
    guard let clusters = data.clusters else { return }
    comparison.check(
      "se_CRV1", try fit.standardErrors(.clustered(by: clusters)), relative: errors)
  }
}
