import EvalLinearAlgebra
import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// A model of treatment on covariates: coefficients, fit, scores, and the weights made from them.
  static let propensity = ReferenceKind("propensity") { comparison in
    let table = try comparison.table()
    let treat = try comparison.requiredSetting("treat").string ?? ""
    let covariates = try comparison.requiredSetting("covariates").strings ?? []
    let linkName = try comparison.requiredSetting("link").string ?? ""
    guard let link = Link(rawValue: linkName) else {
      throw ReferencePending("settings.link \(linkName)")
    }
    let relative = try comparison.requiredTolerance("relative")
    let absolute = comparison.tolerance("absolute")?.number ?? 0
    let data = try ModelData(
      formula: ModelData.formula(treat, on: covariates, in: table), table: table)
    // The peer's weights, and so its errors and leverages, are those before its last step, and for
    // other links than the logit its coefficients have not settled: it is followed to where it
    // stopped. The logit's coefficients are held to it settled as well.
    let fit = try data.fit(.binomial, link, until: .deviance(relativeChange: 1e-14))
    let settled = try data.fit(.binomial, link)
    let covariance = try fit.covariance(.classical)
    let treated = data.response.map { $0 == 1 }

    comparison.setAside("names", because: "names are for reading; the order is compared")
    func check(_ path: ReferencePath, _ found: Double?) {
      comparison.check(path, found, relative: relative, absolute: absolute)
    }
    func check(_ path: ReferencePath, _ found: [Double]) {
      comparison.check(path, found, relative: relative, absolute: absolute)
    }
    check("coef", fit.coefficients)
    if link == .logit { check("coef", settled.coefficients) }
    check("se", covariance.diagonal.map { $0.squareRoot() })
    check(
      "vcov_upper",
      (0..<covariance.columnCount).flatMap { column in
        (0...column).map { covariance[$0, column] }
      })
    comparison.check("n", fit.observationCount)
    check("deviance", fit.deviance)
    check("null_deviance", fit.nullDeviance)
    check("aic", fit.aic)
    check("bic", fit.bic)
    check("loglik", fit.logLikelihood)
    comparison.check("df_residual", fit.degreesOfFreedomResidual)
    let ties = brokenTies(fit.fitted, treated)
    comparison.check(
      "c_statistic", ConcordanceStatistic.value(scores: fit.fitted, positive: treated),
      relative: relative, absolute: max(absolute, ties))
    check("mcfadden_r2", fit.deviancePseudoRSquared)
    check("fitted_sum_of_squares", fit.fitted.reduce(0) { $0 + $1 * $1 })
    check("linear_predictor_sum_of_squares", fit.linearPredictor.reduce(0) { $0 + $1 * $1 })
    check("sd_linear_predictor", Moments(fit.linearPredictor).variance.squareRoot())
    check("sd_fitted", Moments(fit.fitted).variance.squareRoot())
    let first = comparison.case.results["fitted_first"]?.array?.count ?? 0
    check("fitted_first", Array(fit.fitted.prefix(first)))
    check("linear_predictor_first", Array(fit.linearPredictor.prefix(first)))

    func weights(_ target: InverseProbabilityWeights.Target) -> [Double] {
      (try? InverseProbabilityWeights.weights(
        scores: fit.fitted, treated: treated, target: target)) ?? []
    }
    func sum(_ weights: [Double], ofTreated isTreated: Bool) -> Double {
      zip(weights, treated).reduce(0) { $0 + ($1.1 == isTreated ? $1.0 : 0) }
    }
    func size(_ weights: [Double], ofTreated isTreated: Bool) -> Double {
      let total = sum(weights, ofTreated: isTreated)
      return total * total / sum(weights.map { $0 * $0 }, ofTreated: isTreated)
    }
    check("weights/att_control_ess", size(weights(.treated), ofTreated: false))
    check("weights/ate_treated_ess", size(weights(.everyone), ofTreated: true))
    check("weights/ate_control_ess", size(weights(.everyone), ofTreated: false))
    check("weights/overlap_treated_ess", size(weights(.overlap), ofTreated: true))
    check("weights/overlap_control_ess", size(weights(.overlap), ofTreated: false))
    check("weights/att_sum_control", sum(weights(.treated), ofTreated: false))
    check("weights/ate_sum", weights(.everyone).reduce(0, +))
    check("weights/stabilised_sum", weights(.stabilised).reduce(0, +))
    let leverages = fit.leverages
    check("leverage/max_leverage", leverages.max())
    check("leverage/sum_leverage", leverages.reduce(0, +))
  }
}

/// By how much a c statistic may differ for rounding in the peer's scores.
///
/// Rows with identical covariates tie, and each tie counts half. In R the rows at the ends of the
/// blocks of a BLAS product are summed in another order and may leave their ties by a last bit, each
/// moving the c statistic by half the members of the other arm it was tied with: 2.5 pairs on the
/// turnout data, where R on another machine gives a third value. Sixteen such rows (eight blocks) are
/// allowed for; without ties nothing is.
private func brokenTies(_ scores: [Double], _ treated: [Bool]) -> Double {
  var members: [Double: (treated: Int, control: Int)] = [:]
  for (score, isTreated) in zip(scores, treated) {
    if isTreated {
      members[score, default: (0, 0)].treated += 1
    } else {
      members[score, default: (0, 0)].control += 1
    }
  }
  let opposite = zip(scores, treated).map { score, isTreated in
    members[score].map { isTreated ? $0.control : $0.treated } ?? 0
  }
  let broken = opposite.sorted(by: >).prefix(16).reduce(0, +)
  let treatedCount = treated.count { $0 }
  return Double(broken) / 2 / Double(treatedCount * (treated.count - treatedCount))
}
