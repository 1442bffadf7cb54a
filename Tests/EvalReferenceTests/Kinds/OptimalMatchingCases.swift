import EvalTestSupport

@testable import EvalStats

extension ReferenceKind {
  /// Score, sizes, the total distance (not above the peer's) and its certificate; optima are not
  /// unique, so pairs, weights and balance are compared only where the file says so.
  static let optimalMatching = ReferenceKind("optimal-matching") { comparison in
    let asked = try MatchingCase(&comparison)
    let match = try asked.problem.matched(by: asked.design)
    asked.compareScores(match, &comparison)
    try asked.compareDistances(&comparison)
    asked.compareSizes(match, &comparison)
    asked.compareTotal(match, &comparison)
    asked.compareWeights(match, &comparison)
    asked.compareBalance(match, &comparison)
    try asked.compareOutcomes(match, &comparison)
  }
}

extension MatchingCase {
  /// The settings of optimal matching; false if the method is another.
  static func readOptimal(
    _ method: String, _ design: inout MatchingDesign, _ comparison: inout ReferenceComparison
  ) throws -> Bool {
    guard method == "optimal-pair" || method == "optimal-full" else { return false }
    design.distance = try distance(&comparison)
    if try comparison.requiredSetting("replace").boolean != false {
      throw ReferencePending("settings.replace with optimal matching")
    }
    let ratio = try whole(try comparison.requiredSetting("ratio").number, "ratio")
    let fewest = comparison.setting("min_controls")?.number
    let most = comparison.setting("max_controls")?.number
    if method == "optimal-full" {
      guard ratio == 1 else { throw ReferencePending("settings.ratio of full matching") }
      design.method = .optimalFull(
        FullMatchingLimits(minimumControls: fewest ?? 0, maximumControls: most ?? .infinity))
    } else {
      design.method = .optimal
      design.ratio = ratio
      design.minimumRatio = try whole(fewest ?? 1, "min_controls")
      design.maximumRatio = try most.map { try whole($0, "max_controls") }
    }
    return true
  }

  private static func whole(_ number: Double?, _ name: String) throws -> Int {
    guard let number, let whole = Int(exactly: number) else {
      throw ReferencePending("settings.\(name) is not a whole number")
    }
    return whole
  }

  /// How many were matched, where that does not depend on which optimum was found.
  func compareSizes(_ match: Match, _ comparison: inout ReferenceComparison) {
    comparison.check("n", problem.treated.count)
    comparison.check("n_treated", problem.treated.count { $0 })
    comparison.check("n_pairs", match.pairs.count)
    comparison.check("n_treated_matched", match.isATT ? match.treatedCount : match.controlCount)
    if case .optimal = design.method {
      comparison.check("n_subclasses", match.sets.count)
    } else {
      comparison.setAside("n_subclasses", because: "optima are not unique")
    }
    for path: ReferencePath in ["pairs", "pairs_columns", "subclass_of_row"] {
      comparison.setAside(path, because: "optima are not unique")
    }
    let sizes = match.balance.sampleSizes
    let arms = ["Control": sizes.control, "Treated": sizes.treated]
    comparison.checkMatrix("sample_sizes", relative: 1e-10, absolute: 0) { row, column in
      guard let arm = arms[column] else { return .unknown }
      return switch row {
      case "Matched": .value(Double(arm.matched))
      case "Unmatched": .value(Double(arm.unmatched))
      default: .aside
      }
    }
  }

  /// The total is not above the peer's, and proved to be the least there is.
  func compareTotal(_ match: Match, _ comparison: inout ReferenceComparison) {
    for path: ReferencePath in ["total_pair_distance", "total_within_set_distance"] {
      guard let expected = comparison.expected(path)?.number else { continue }
      comparison.record(
        path, found: "\(match.totalDistance)", expected: "\(expected)",
        allowed: "not above, but for \(totalTolerance) of it",
        isRight: match.totalDistance <= expected * (1 + totalTolerance))
    }
    let gap = match.certificate?.relativeGap
    let gapText = gap.map { "\($0)" } ?? "no certificate"
    comparison.record(
      "total_within_set_distance", found: gapText, expected: "a gap of 0",
      allowed: "1e-9 of the total", isRight: abs(gap ?? 1) <= 1e-9)
  }
}

extension Match {
  fileprivate var isATT: Bool { design.estimand.isFocalTreated }
}
