import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Estimate with and without bias adjustment, Abadie–Imbens and naive standard errors, counts.
  static let abadieImbens = ReferenceKind("abadie-imbens") { comparison in
    let table = try comparison.table()
    let problem = try MatchingProblem(
      table: table, treatment: try comparison.requiredSetting("treat").string ?? "")
    guard let covariates = try comparison.requiredSetting("covariates").strings else {
      throw ReferencePending("settings.covariates")
    }
    var design = AbadieImbensDesign(covariates: covariates)
    let distance = try comparison.requiredSetting("distance").string ?? ""
    switch distance {
    case "score": design.distance = .score(.fitted())
    case "each column over its SD": design.distance = .standardised
    case "mahalanobis, whole-sample covariance": design.distance = .mahalanobis
    default: throw ReferencePending("settings.distance \(distance)")
    }
    let estimand = try comparison.requiredSetting("estimand").string ?? ""
    switch estimand {
    case "ATT": design.estimand = .att
    case "ATC": design.estimand = .atc
    case "ATE": design.estimand = .ate
    default: throw ReferencePending("settings.estimand \(estimand)")
    }
    design.matchCount = Int(try comparison.requiredSetting("matches").number ?? 0)
    guard try comparison.requiredSetting("replace").boolean == true else {
      throw ReferencePending("settings.replace false")
    }
    let ties = try comparison.requiredSetting("ties").string ?? ""
    guard ties == "all within 1e-5 of the squared standardised distance" else {
      throw ReferencePending("settings.ties \(ties)")
    }
    design.adjustsBias = comparison.setting("bias_adjusted")?.boolean ?? false
    design.caliper = comparison.setting("caliper_in_sd")?.number
    if let exact = comparison.setting("exact") {
      guard let names = exact.strings else { throw ReferencePending("settings.exact") }
      design.exact = names
    }
    let relative = try comparison.requiredTolerance("relative")
    let outcome = try comparison.requiredSetting("outcome").string ?? ""
    let found = try problem.effect(on: outcome, by: design)
    comparison.check("estimate", found.estimate, relative: relative)
    comparison.check(
      "estimate_without_bias_adjustment", found.unadjustedEstimate, relative: relative)
    comparison.check("se_abadie_imbens", found.standardError, relative: relative)
    comparison.check("se_standard", found.naiveStandardError, relative: relative)
    comparison.check("n_treated_observations", found.treatedCount)
    comparison.check("n_matches_weighted", Double(found.focalCount), relative: relative)
    comparison.check("n_pairs_unweighted", found.pairs.count)
    comparison.check("n_dropped", found.dropped.count)
    comparison.check(
      "weight_sum", found.pairs.reduce(0) { $0 + $1.weight }, relative: relative)
  }
}
