import EvalTestSupport

@testable import EvalStats

extension ReferenceKind {
  /// Score, pairs (or, with ties, greediness and totals), weights, balance and the outcome.
  static let nearestMatching = ReferenceKind("nearest-matching") { comparison in
    let asked = try MatchingCase(&comparison)
    let match = try asked.problem.matched(by: asked.design)
    asked.compareScores(match, &comparison)
    try asked.compareDistances(&comparison)
    asked.comparePairs(match, &comparison)
    asked.compareWeights(match, &comparison)
    asked.compareBalance(match, &comparison)
    try asked.compareOutcomes(match, &comparison)
  }
}

/// What a matching case asks, in the library's words.
struct MatchingCase {
  let table: Table
  let problem: MatchingProblem
  let design: MatchingDesign
  let scoreTolerance: Double
  let totalTolerance: Double
  let weightsTolerance: Double
  let balanceTolerance: Double
  let comparesPairs: Bool
  let comparesWeights: Bool

  init(_ comparison: inout ReferenceComparison) throws {
    let covariates = try MatchingCase.names("covariates", &comparison) ?? []
    table = try MatchingCase.table(try comparison.table(), with: covariates)
    let treatment = try MatchingCase.required("treat", &comparison)
    let asked = try MatchingProblem(table: table, treatment: treatment)
    let method = try MatchingCase.required("method", &comparison)
    var design = MatchingDesign(covariates: covariates)
    design.estimand = try MatchingCase.choice(
      "estimand", ["ATT": .att, "ATC": .atc, "ATE": .ate], &comparison)
    let isOptimal = try MatchingCase.readOptimal(method, &design, &comparison)
    let strata = try MatchingCase.strataMethod(method, &comparison)
    if let strata {
      design.method = strata
      if strata.usesDistance { design.distance = try MatchingCase.distance(&comparison) }
    } else if !isOptimal {
      try MatchingCase.readNearest(method, &design, &comparison)
    }
    design.exact = try MatchingCase.names("exact", &comparison) ?? []
    design.antiExact = try MatchingCase.names("anti_exact", &comparison) ?? []
    design.calipers = try MatchingCase.calipers(&comparison)
    if comparison.setting("discard") != nil {
      design.discard = try MatchingCase.choice(
        "discard",
        ["none": .none, "treated": .treated, "control": .control, "both": .both], &comparison)
    }
    design.fitsAgainAfterDiscard = comparison.setting("re_estimate")?.boolean ?? false
    // Read again where the outcome is compared, which ties rule out.
    _ = comparison.setting("outcome")
    (problem, self.design) = try MatchingCase.withPeerScores(asked, design)
    scoreTolerance = try comparison.requiredTolerance("score_absolute")
    totalTolerance = try comparison.requiredTolerance("total_distance_relative")
    weightsTolerance = try comparison.requiredTolerance("weights_absolute")
    balanceTolerance = try comparison.requiredTolerance("balance_absolute")
    let pairsCompare = comparison.tolerance("compare_pairs")?.boolean ?? false
    // Strata have no ties.
    comparesPairs = pairsCompare || strata != nil
    comparesWeights = comparison.tolerance("compare_weights")?.boolean ?? false
    _ = comparison.tolerance("tie_steps")
    // Every case is checked for greediness, whether or not it says so.
    _ = comparison.tolerance("greedy_at_every_step")
    if let rule = comparison.tolerance("total_distance")?.string,
      rule != (isOptimal ? "not above" : "equal")
    {
      throw ReferencePending("tolerance.total_distance \(rule)")
    }
  }

  /// The settings of nearest-neighbour matching.
  private static func readNearest(
    _ method: String, _ design: inout MatchingDesign, _ comparison: inout ReferenceComparison
  ) throws {
    guard method == "nearest" else { throw ReferencePending("settings.method \(method)") }
    design.distance = try MatchingCase.distance(&comparison)
    design.ratio = Int(try comparison.requiredSetting("ratio").number ?? 0)
    let replaces = try comparison.requiredSetting("replace").boolean ?? false
    let order: MatchingOrder = try MatchingCase.choice(
      "order",
      [
        "largest": .largest, "smallest": .smallest, "data": .data, "closest": .closest,
        "farthest": .farthest,
      ], &comparison)
    design.method = .nearest(order: order, reuse: replaces ? .unlimited : .none)
  }

  /// The table with a column for each covariate that is an expression, such as `I(age^2)`.
  private static func table(_ table: Table, with covariates: [String]) throws -> Table {
    var columns = zip(table.names, table.columns).map { (name: $0, column: $1) }
    for term in covariates where !table.hasColumn(term) {
      let design = try Formula("~ \(term)").frame(for: table).design
      guard design.columnCount == 2, design.rowCount == table.rowCount else {
        throw ReferencePending("covariate \(term)")
      }
      columns.append((name: term, column: .real(Values(design.matrix.column(1)))))
    }
    return try Table(columns)
  }

  private static func required(
    _ path: ReferencePath, _ comparison: inout ReferenceComparison
  ) throws -> String {
    guard let text = try comparison.requiredSetting(path).string else {
      throw ReferencePending("settings.\(path) is not a text")
    }
    return text
  }

  private static func names(
    _ path: ReferencePath, _ comparison: inout ReferenceComparison
  ) throws -> [String]? {
    guard let value = comparison.setting(path) else { return nil }
    guard let names = value.strings else { throw ReferencePending("settings.\(path)") }
    return names
  }

  private static func choice<Value>(
    _ path: ReferencePath, _ choices: [String: Value], _ comparison: inout ReferenceComparison
  ) throws -> Value {
    let text = try required(path, &comparison)
    guard let value = choices[text] else { throw ReferencePending("settings.\(path) \(text)") }
    return value
  }

  static func distance(
    _ comparison: inout ReferenceComparison
  ) throws -> MatchingDistance {
    var score: MatchingScore?
    if comparison.setting("score") != nil {
      _ = try choice("score/family", ["binomial": true], &comparison)
      score = .fitted(
        link: try choice(
          "score/link",
          [
            "logit": .logit, "probit": .probit, "cloglog": .complementaryLogLog,
            "cauchit": .cauchit,
          ], &comparison),
        scale: try choice(
          "score/scale", ["probability": .probability, "linear predictor": .linearPredictor],
          &comparison))
    }
    let kind = try required("distance", &comparison)
    if kind == "score" {
      guard let score else { throw ReferencePending("settings.score is absent") }
      return .score(score)
    }
    let metric: CovariateMetric = try choice(
      "distance",
      [
        "mahalanobis": .mahalanobis, "robust_mahalanobis": .robustMahalanobis,
        "scaled_euclidean": .scaledEuclidean, "euclidean": .euclidean,
      ], &comparison)
    guard let names = try names("distance_covariates", &comparison) else {
      return .covariates(metric)
    }
    guard let score else { throw ReferencePending("settings.score is absent") }
    return .covariatesWithinScore(metric, of: names, score)
  }

  private static func calipers(_ comparison: inout ReferenceComparison) throws -> [Caliper] {
    try (comparison.setting("calipers")?.array ?? []).map { entry in
      guard let subject = entry["on"]?.string, let width = entry["width"]?.number,
        let standardised = entry["standardised"]?.boolean, entry.object?.keys.count == 3
      else { throw ReferencePending("settings.calipers") }
      return Caliper(
        on: subject == "score" ? .score : .covariate(subject), width: width,
        isStandardised: standardised)
    }
  }
}
