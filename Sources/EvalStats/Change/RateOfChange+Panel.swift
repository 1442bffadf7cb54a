private import EvalLinearAlgebra
private import Foundation

extension RateOfChange {
  /// The same ratio by generalised estimating equations: Poisson variance, exchangeable working
  /// correlation within matched sets, which hold their people.
  ///
  /// The standard error is Kauermann and Carroll's, which corrects for few sets as CR2 does
  /// (doi:10.1198/016214501753382309), with t(G − 1). Where everyone is observed alike the estimate
  /// is that of the Poisson model; else sets are weighed by how much their members hang together.
  /// Match weights count as prior weights.
  ///
  /// - Throws: `ChangeError.sharedPeople` where people serve in several sets, `.noEvents`, `.model`
  ///   where one set alone fills a cell or the correlation is one that no set can have.
  /// - Complexity: O(*members*) a turn, of which there are 5 to 30.
  public func estimatingEquations() throws(ChangeError) -> Finding {
    _ = try logEstimate(of: .rateOfChange)
    try requireSeparateSets("GEE by matched set")
    let rows = CountModelRows(armByPeriod: counts)
    do {
      let fit = try EstimatingEquationsModel(family: .poisson, correlation: .exchangeable)
        .fit(
          rows.design, response: rows.response, clusters: rows.sets, weights: rows.weights,
          offset: rows.offset)
      let place = rows.design.columnCount - 1
      let degrees = fit.clusterCount - 1
      let correlation = Decimals.text(fit.correlation ?? 0, places: 2)
      return Uncertainty(
        variance: try fit.covariance(.kauermannCarroll)[place, place], noise: 1e-24,
        degreesOfFreedom: Double(degrees),
        label: "Kauermann–Carroll by matched set, t(\(degrees))", caveats: []
      )
      .ratio(
        of: fit.coefficients[place], estimand: ChangeScale.ratio.estimand,
        model: "GEE, exchangeable (\(correlation))\(weightedText)")
    } catch {
      throw .model(error)
    }
  }

  /// The same ratio from a Poisson model with a level of its own for every member (conditional
  /// Poisson), clustered by matched set.
  ///
  /// Each member is compared with themselves, so whatever does not change within a person drops out.
  /// Members without events and members seen on one side only say nothing of change and are left
  /// out, counted among the caveats: the estimate speaks of those who used the service at all. CR1S
  /// with t(G − 1), in which the members' levels, nested in sets, do not count as coefficients.
  ///
  /// - Throws: `ChangeError.sharedPeople` where people serve in several sets, `.noEvents`, `.model`.
  /// - Complexity: O(*members*) an iteration, of which there are 5 to 10.
  public func conditionalPoisson() throws(ChangeError) -> Finding {
    _ = try logEstimate(of: .rateOfChange)
    try requireSeparateSets("conditional Poisson by matched set")
    let rows = CountModelRows(armByPeriod: counts)
    let columns = ["after", "treated:after"]
    let places = columns.compactMap { rows.design.names.firstIndex(of: $0) }
    do {
      let fit = try FixedEffectsPoissonModel().fit(
        DesignMatrix(names: columns, matrix: rows.design.matrix.columns(at: places)),
        response: rows.response, effects: [FixedEffect(name: "member", groups: rows.members)],
        weights: rows.weights, offset: rows.offset)
      let clusters = Set(fit.usedRows.map { rows.sets[$0] }).count
      return Uncertainty(
        variance: try fit.covariance(.clustered(by: rows.sets))[1, 1], noise: 1e-24,
        degreesOfFreedom: Double(clusters - 1),
        label: "CR1S by matched set, members' levels not counted, t(\(clusters - 1))",
        caveats: RateOfChange.caveats(of: fit, clusters: clusters)
      )
      .ratio(
        of: fit.coefficients[1], estimand: ChangeScale.ratio.estimand,
        model: "conditional Poisson\(weightedText)")
    } catch {
      throw .model(error)
    }
  }

  /// Who was left out of a conditional model, and whether few sets remain.
  private static func caveats(of fit: FixedEffectsPoissonFit, clusters: Int) -> [String] {
    var caveats: [String] = []
    if let dropped = fit.droppedGroups.first {
      let parts = [
        (dropped.withoutEventsCount, "without events"),
        (dropped.singleRowCount, "seen on one side of the index date only"),
      ]
      .filter { $0.0 > 0 }
      .map { "\($0) \($0 == 1 ? "member" : "members") \($1)" }
      if !parts.isEmpty {
        caveats.append("Left out: \(parts.joined(separator: ", ")).")
      }
    }
    if clusters < fewSets {
      caveats.append("With \(clusters) matched sets CR1S understates the standard error.")
    }
    return caveats
  }
}
