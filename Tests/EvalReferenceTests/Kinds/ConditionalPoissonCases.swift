import EvalLinearAlgebra
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
    let fit = try fixedEffectsFit(data, data.frame.fixedEffects(of: table))
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
  /// The peer leaves out what the effects absorb; we refuse it by name, and leave it out here.
  private static func fixedEffectsFit(
    _ data: ModelData, _ effects: [FixedEffect]
  ) throws -> FixedEffectsPoissonFit {
    let design = data.frame.design
    func fit(without absorbed: [String]) throws -> FixedEffectsPoissonFit {
      let kept = design.names.indices.filter { !absorbed.contains(design.names[$0]) }
      let columns = DesignMatrix(
        names: kept.map { design.names[$0] }, matrix: design.matrix.columns(at: kept))
      return try FixedEffectsPoissonModel().fit(
        columns, response: data.response, effects: effects, offset: data.frame.offset)
    }
    do {
      return try fit(without: [])
    } catch ModelError.collinear(let absorbed) {
      do {
        return try fit(without: absorbed)
      } catch ModelError.collinear(let further) {
        // Columns that vary within groups may still depend on each other.
        return try fit(without: absorbed + further)
      }
    }
  }
}
