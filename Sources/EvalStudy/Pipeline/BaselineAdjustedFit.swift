internal import EvalLinearAlgebra
internal import EvalStats
internal import Foundation

/// The ratio of the arms' rates after the index date, adjusted for each person's rate before it.
///
/// log E[after] = α + β·arm + γ·log((before + ½)/time before) + log time after, a Poisson
/// quasi-likelihood weighted with the match weights and clustered by matched set (by set and person
/// where people serve in several), CR1S, t(G − 1). Where difference-in-differences assumes parallel
/// trends, this assumes that people alike in past use would have gone on alike; under common
/// conditions the two bracket the effect (Ding and Li 2019, doi:10.1017/pan.2019.25).
enum BaselineAdjustedFit {
  /// Half an event, so that people without one have a logarithm.
  private static let continuity = 0.5

  static func ratio(of counts: PrePostCounts) throws -> Finding {
    let rows = (0..<counts.count).filter {
      counts.timeBefore[$0] > 0 && counts.timeAfter[$0] > 0 && counts.weights[$0] > 0
    }
    let sets = rows.map { counts.sets[$0] }
    let clusters = Set(sets).count
    guard clusters >= 2 else { throw ChangeError.tooFewSets(found: clusters, needed: 2) }
    let baseline = rows.map { log((counts.before[$0] + continuity) / counts.timeBefore[$0]) }
    let design = DesignMatrix(
      names: ["(Intercept)", "treated", "log rate before"],
      matrix: Matrix(columns: [
        rows.map { _ in 1 }, rows.map { counts.arms[$0] == .treated ? 1 : 0 }, baseline,
      ]))
    let fit = try GeneralisedLinearModel(family: .poisson, link: .log).fit(
      design, response: rows.map { counts.after[$0] },
      weights: rows.map { counts.weights[$0] }, offset: rows.map { log(counts.timeAfter[$0]) })
    let persons = rows.map { counts.persons[$0] }
    let sharesPeople = Set(persons).count < persons.count
    let covariance = try fit.covariance(
      sharesPeople
        ? .twoWay(by: sets, and: persons, correction: .cr1s)
        : .clustered(by: sets, correction: .cr1s))
    let estimate = fit.coefficients[1]
    let standardError = covariance[1, 1].squareRoot()
    let distribution = StudentT(degreesOfFreedom: Double(clusters - 1))
    let reach = distribution.upperQuantile(0.025) * standardError
    let isUsable = standardError.isFinite && standardError > 0
    return Finding(
      estimand: "rate ratio after the index date, adjusted for the rate before",
      method: "Poisson on the log baseline rate, weighted, CR1S by matched set"
        + (sharesPeople ? " and person" : "") + ", t(\(clusters - 1))",
      estimate: exp(estimate), standardError: isUsable ? standardError : nil,
      lower: isUsable ? exp(estimate - reach) : nil,
      upper: isUsable ? exp(estimate + reach) : nil,
      pValue: isUsable ? min(1, 2 * distribution.survival(abs(estimate) / standardError)) : nil,
      degreesOfFreedom: Double(clusters - 1))
  }
}
