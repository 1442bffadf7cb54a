import EvalLinearAlgebra
import EvalTestSupport

@testable import EvalStats

extension MatchingCase {
  func compareWeights(_ match: Match, _ comparison: inout ReferenceComparison) {
    let weighted = match.weights.indices.filter { match.weights[$0] > 0 }
    if comparesWeights {
      comparison.check("weights", match.weights, absolute: weightsTolerance)
      comparison.check("nonzero_weight_rows", weighted.map { Double($0 + 1) })
      comparison.check(
        "nonzero_weights", weighted.map { match.weights[$0] }, absolute: weightsTolerance)
    } else {
      for path: ReferencePath in ["weights", "nonzero_weight_rows", "nonzero_weights"] {
        comparison.setAside(path, because: "ties: other pairs are as right")
      }
    }
  }

  /// Sample sizes and both tables; after matching only where pairs are the same.
  func compareBalance(_ match: Match, _ comparison: inout ReferenceComparison) {
    let balance = match.balance
    compareSampleSizes(balance.sampleSizes, &comparison)
    let denominator = match.defaultDenominator
    compareTable("balance_all", balance, .before, denominator, &comparison)
    if comparesPairs {
      let path: ReferencePath =
        design.method.formsStrata && comparison.expects("balance_across")
        ? "balance_across" : "balance_matched"
      compareTable(path, balance, .after, denominator, &comparison)
    } else {
      comparison.setAside("balance_matched", because: "ties: other pairs are as right")
    }
  }

  private func compareSampleSizes(
    _ sizes: SampleSizes, _ comparison: inout ReferenceComparison
  ) {
    let arms = ["Control": sizes.control, "Treated": sizes.treated]
    comparison.checkMatrix("sample_sizes", relative: 1e-10, absolute: 0) { row, column in
      guard let arm = arms[column] else { return .unknown }
      return switch row {
      case "All (ESS)": .value(arm.allEffective)
      case "All": .value(Double(arm.all))
      case "Matched (ESS)": comparesPairs ? .value(arm.matchedEffective) : .aside
      case "Matched": comparesPairs ? .value(Double(arm.matched)) : .aside
      case "Unmatched": comparesPairs ? .value(Double(arm.unmatched)) : .aside
      case "Discarded": .value(Double(arm.discarded))
      default: .unknown
      }
    }
  }

  private func compareTable(
    _ path: ReferencePath, _ balance: BalanceTable, _ stage: BalanceTable.Stage,
    _ denominator: BalanceTable.Denominator, _ comparison: inout ReferenceComparison
  ) {
    comparison.checkMatrix(path, relative: 1e-10, absolute: balanceTolerance) { name, column in
      guard let row = balance.row(name.filter { $0 != "`" }),
        let measures = stage == .before ? row.before : row.after
      else { return .unknown }
      let isScore = row.name == BalanceTable.Row.scoreName
      // The discarded keep a first score, which the peer's table does not use.
      if isScore, design.fitsAgainAfterDiscard { return .aside }
      let difference = row.standardisedDifference(stage, by: denominator)
      switch column {
      case "Means Treated": return .value(measures.meanTreated)
      case "Means Control": return .value(measures.meanControl)
      case "Std. Mean Diff.": return .value(difference)
      case "Var. Ratio": return .value(measures.varianceRatio)
      // Which scores count as distinct is a matter of the last bits.
      case "eCDF Mean": return isScore ? .aside : .value(measures.ecdfMeanDifference)
      case "eCDF Max": return .value(measures.ecdfMaximumDifference)
      case "Std. Pair Dist.":
        guard stage == .after else { return .value(nil) }
        // Where the means are equal the peer leaves the column undivided.
        if abs(difference ?? 0) < 1e-7 { return .aside }
        return .value(row.standardisedPairDifference(by: denominator))
      default: return .unknown
      }
    }
  }

  /// The difference in the outcome between the weighted arms, by weighted least squares.
  func compareOutcomes(_ match: Match, _ comparison: inout ReferenceComparison) throws {
    let path: ReferencePath = "weighted_outcome_difference"
    guard comparison.expects(path) else { return }
    guard comparesPairs else {
      return comparison.setAside(path, because: "ties: other pairs are as right")
    }
    guard let name = comparison.setting("outcome")?.string else {
      throw ReferencePending("settings.outcome is absent")
    }
    let rows = match.weights.indices.filter { match.weights[$0] > 0 }
    let outcome = try CovariateColumns(table, names: [name]).columns[0].values
    let design = DesignMatrix(
      names: ["(Intercept)", "treated"],
      matrix: Matrix(rows: rows.map { [1, match.treated[$0] ? 1 : 0] }))
    let fit = try GeneralisedLinearModel(family: .gaussian).fit(
      design, response: rows.map { outcome[$0] }, weights: rows.map { match.weights[$0] })
    func error(_ kind: CovarianceKind) throws -> Double { try fit.standardErrors(kind)[1] }
    comparison.check(path / "estimate", fit.coefficients[1], relative: balanceTolerance)
    comparison.check(path / "se_hc3", try error(.hc3), relative: balanceTolerance)
    guard comparison.expects(path / "se_cluster_pair_hc1") else { return }
    var setOfRow: [Int: Int] = [:]
    for (number, set) in match.sets.enumerated() {
      for row in set.treated + set.controls { setOfRow[row] = number }
    }
    comparison.check(
      path / "se_cluster_pair_hc1",
      try error(.clustered(by: rows.map { setOfRow[$0] ?? -1 }, correction: .cr1s)),
      relative: balanceTolerance)
  }
}
