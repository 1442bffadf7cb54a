import EvalTestSupport

@testable import EvalStats

extension MatchingCase {
  /// The problem with the scores the peer matched on, and the design that takes them as given.
  ///
  /// With another link than the logit the peer stops where a step changes the deviance by less than
  /// 1e-8 of it, up to 2e-4 (cauchit on lalonde) short of the largest likelihood: further than a
  /// case's tolerance and enough to change pairs. The logit converges faster and needs no such thing.
  static func withPeerScores(
    _ problem: MatchingProblem, _ design: MatchingDesign
  ) throws -> (MatchingProblem, MatchingDesign) {
    guard case .fitted(let link, let scale)? = design.distance.score, link != .logit,
      !(design.fitsAgainAfterDiscard && design.discard != .none)
    else { return (problem, design) }
    let columns = try CovariateColumns(problem.table, names: design.covariates)
    let fit = try GeneralisedLinearModel(family: .binomial, link: link).fit(
      columns.mainEffects(of: design.covariates), response: problem.treated.map { $0 ? 1 : 0 },
      until: .deviance(relativeChange: 1e-8))
    var design = design
    switch design.distance {
    case .score: design.distance = .score(.given)
    case .covariatesWithinScore(let metric, let names, _):
      design.distance = .covariatesWithinScore(metric, of: names, .given)
    case .covariates, .scores, .given: break
    }
    return (
      MatchingProblem(
        treated: problem.treated, table: problem.table,
        scores: scale == .probability ? fit.fitted : fit.linearPredictor),
      design
    )
  }
}
