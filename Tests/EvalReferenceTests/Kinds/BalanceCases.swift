import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// Means, deviations, four denominators, variance ratio, KS, overlap and sample sizes of given
  /// weights.
  static let balance = ReferenceKind("balance") { comparison in
    let table = try comparison.table()
    let problem = try MatchingProblem(
      table: table, treatment: try comparison.requiredSetting("treat").string ?? "")
    let covariates = try CovariateColumns(
      table, names: try comparison.requiredSetting("covariates").strings ?? [])
    guard let weights = comparison.input("weights")?.numbers?.compactMap({ $0 }) else {
      throw ReferencePending("inputs.weights")
    }
    let relative = try comparison.requiredTolerance("relative")
    let balance = BalanceTable(
      treated: problem.treated, covariates: covariates, weights: weights, measuresOverlap: true)
    // The peer joins a level to its factor by a low line.
    let names = zip(covariates.columns, balance.rows).map { column, row in
      column.level == nil
        ? row.name : "\(column.covariate)_\(row.name.dropFirst(column.covariate.count))"
    }
    for section in comparison.keys() where section.hasPrefix("denominator_") {
      guard
        let denominator = BalanceTable.Denominator(rawValue: String(section.dropFirst(12)))
      else { throw ReferencePending("results.\(section)") }
      comparison.checkMatrix(ReferencePath([section]), relative: relative, absolute: 1e-12) {
        name, column in
        guard let index = names.firstIndex(of: name) else { return .unknown }
        return balance.rows[index].peerCell(column, denominator)
      }
    }
    let arms = ["Control": balance.sampleSizes.control, "Treated": balance.sampleSizes.treated]
    comparison.checkMatrix("effective_sample_sizes", relative: relative, absolute: 0) {
      row, column in
      guard let arm = arms[column] else { return .unknown }
      return switch row {
      case "All": .value(Double(arm.all))
      case "Matched (ESS)": .value(arm.matchedEffective)
      case "Matched (Unweighted)", "Matched": .value(Double(arm.matched))
      case "Unmatched": .value(Double(arm.unmatched))
      default: .unknown
      }
    }
  }
}

extension BalanceTable.Row {
  fileprivate func peerCell(
    _ column: String, _ denominator: BalanceTable.Denominator
  ) -> MatrixCell {
    let isAfter = column.hasSuffix(".Adj")
    guard isAfter || column.hasSuffix(".Un") else { return .unknown }
    let measures = isAfter ? after : before
    return switch column.prefix(while: { $0 != "." }) {
    case "M": .value(column.hasPrefix("M.1") ? measures?.meanTreated : measures?.meanControl)
    case "SD":
      .value(
        column.hasPrefix("SD.1")
          ? measures?.standardDeviationTreated : measures?.standardDeviationControl)
    case "Diff": .value(standardisedDifference(isAfter ? .after : .before, by: denominator))
    case "V": .value(measures?.varianceRatio)
    case "KS": .value(measures?.ecdfMaximumDifference)
    case "OVL": .value(measures?.nonOverlap)
    default: .unknown
    }
  }
}
