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
      table, names: try comparison.requiredSetting("covariates").strings ?? [],
      missing: .indicator)
    guard let weights = comparison.input("weights")?.numbers?.compactMap({ $0 }) else {
      throw ReferencePending("inputs.weights")
    }
    let relative = try comparison.requiredTolerance("relative")
    let balance = BalanceTable(
      treated: problem.treated, covariates: covariates, weights: weights, measuresOverlap: true)
    // The peer joins a level to its factor by a low line, and calls missing values `<NA>`.
    var rows: [String: BalanceTable.Row] = [:]
    for column in covariates.columns {
      let name =
        if column.marksMissing {
          "\(column.covariate):<NA>"
        } else if column.level == nil {
          column.name
        } else {
          "\(column.covariate)_\(column.name.dropFirst(column.covariate.count))"
        }
      rows[name] = balance.row(column.name)
    }
    for section in comparison.keys() where section.hasPrefix("denominator_") {
      guard
        let denominator = BalanceTable.Denominator(rawValue: String(section.dropFirst(12)))
      else { throw ReferencePending("results.\(section)") }
      comparison.checkMatrix(ReferencePath([section]), relative: relative, absolute: 1e-12) {
        name, column in
        rows[name]?.peerCell(column, denominator) ?? .unknown
      }
    }
    let arms = ["Control": balance.sampleSizes.control, "Treated": balance.sampleSizes.treated]
    comparison.checkMatrix("effective_sample_sizes", relative: relative, absolute: 0) {
      row, column in
      guard let arm = arms[column] else { return .unknown }
      return switch row {
      case "All", "All (Unweighted)": .value(Double(arm.all))
      case "All (ESS)", "Unadjusted": .value(arm.allEffective)
      case "Matched (ESS)", "Adjusted": .value(arm.matchedEffective)
      case "Matched (Unweighted)", "Matched": .value(Double(arm.matched))
      case "Unmatched": .value(Double(arm.unmatched))
      case "Discarded": .value(Double(arm.discarded))
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
