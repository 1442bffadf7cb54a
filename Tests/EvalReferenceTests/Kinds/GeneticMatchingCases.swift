import EvalStats
import EvalTestSupport

extension ReferenceKind {
  /// A quality bar: after as large a search, balance is not worse than the peer's.
  static let geneticMatching = ReferenceKind("genetic-matching") { comparison in
    let problem = try MatchingProblem(
      table: try comparison.table(),
      treatment: try comparison.requiredSetting("treat").string ?? "")
    guard let covariates = try comparison.requiredSetting("covariates").strings else {
      throw ReferencePending("settings.covariates")
    }
    guard case .object(let bars)? = comparison.tolerance("bar"), !bars.keys.isEmpty else {
      throw ReferencePending("tolerance.bar")
    }
    var search = GeneticSearch(
      population: Int(try comparison.requiredSetting("population").number ?? 0),
      generations: Int(try comparison.requiredSetting("generations").number ?? 0))
    search.patience = Int(
      comparison.setting("wait_generations")?.number ?? Double(search.generations))
    search.reuse = try comparison.requiredSetting("replace").boolean == true ? .unlimited : .none
    var design = MatchingDesign(covariates: covariates, distance: .covariates(.mahalanobis))
    let estimand = try comparison.requiredSetting("estimand").string ?? ""
    switch estimand {
    case "ATT": design.estimand = .att
    case "ATC": design.estimand = .atc
    default: throw ReferencePending("settings.estimand \(estimand)")
    }
    design.ratio = Int(try comparison.requiredSetting("ratio").number ?? 0)
    design.seed = UInt64(try comparison.requiredSetting("seed").number ?? 1)
    if let exact = comparison.setting("exact") {
      guard let names = exact.strings else { throw ReferencePending("settings.exact") }
      design.exact = names
    }
    for field in bars.keys {
      let path = ReferencePath([field])
      guard let bar = comparison.expected(path)?.number else {
        throw ReferencePending("results.\(field)")
      }
      let rule = bars[field]?.string
      switch (field, rule) {
      case ("largest_absolute_smd_after", "not above"):
        search.objective = .largestStandardisedDifference
        design.method = .genetic(search)
        let found = try problem.matched(by: design).largestDifference(of: covariates)
        comparison.record(
          path, found: "\(found)", expected: "\(bar)", allowed: "not above, but for rounding",
          isRight: found <= bar + rounding)
      case ("smallest_balance_p_value", "not below"):
        search.objective = .balanceTests
        design.method = .genetic(search)
        let found = (try problem.matched(by: design).search?.best.last ?? nil) ?? 0
        comparison.record(
          path, found: "\(found)", expected: "\(bar)", allowed: "not below", isRight: found >= bar)
      default: throw ReferencePending("tolerance.bar.\(field) \(rule ?? "")")
      }
    }
    for field in comparison.keys() where bars[field] == nil {
      comparison.setAside(
        ReferencePath([field]), because: "another search finds other weights; the bar is compared")
    }
  }
}

/// What equal means leave of their difference.
private let rounding = 1e-12

extension Match {
  /// The largest |standardised difference|, a factor without its first level, the focal arm's SD with
  /// denominator n − 1 for every column.
  fileprivate func largestDifference(of names: [String]) -> Double {
    let isMatched = treated.indices.filter { weights[$0] > 0 }
    let columns = covariates.columns.filter {
      names.contains($0.covariate) && $0.level != 0
    }
    return columns.reduce(0) { largest, column in
      func mean(_ arm: Bool) -> Double {
        let rows = isMatched.filter { treated[$0] == arm }
        return rows.reduce(0) { $0 + weights[$1] * column.values[$1] }
          / rows.reduce(0) { $0 + weights[$1] }
      }
      let focal = Moments(
        treated.indices.filter { isFocal($0) }.map { column.values[$0] })
      let gap = abs(mean(true) - mean(false))
      return gap == 0 ? largest : max(largest, gap / focal.variance.squareRoot())
    }
  }
}
