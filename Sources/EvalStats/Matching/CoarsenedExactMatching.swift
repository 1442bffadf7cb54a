/// Matching on strata of coarsened covariates, or of the covariates as they are.
struct CoarsenedExactMatching {
  let resolved: ResolvedDesign
  /// `nil` for the values as they are.
  let coarsening: Coarsening?

  /// Refuses what strata cannot honour.
  static func check(
    _ design: MatchingDesign, _ coarsening: Coarsening?
  ) throws(MatchingError) {
    guard !design.covariates.isEmpty || !design.exact.isEmpty else {
      throw .invalidSetting("strata of no covariates", remedy: "name some")
    }
    if let coarsening {
      try coarsening.numbers.check("numbers")
      if case .groups = coarsening.numbers {
        throw .invalidSetting("groups of numbers", remedy: "give bins or cut points")
      }
      for (name, rule) in coarsening.columns.sorted(by: { $0.key < $1.key }) {
        guard design.covariates.contains(name) else {
          throw .invalidSetting(
            "a rule for '\(name)', which is no covariate,", remedy: "name it as one or drop it")
        }
        try rule.check(name)
      }
    }
    guard coarsening?.formsPairs == true else { return try design.checkPairless() }
    try NearestMatching.check(design, .automatic, .none)
  }

  /// Forms the strata, and pairs inside them where asked for.
  ///
  /// - Complexity: O(*n · covariates*), and what the pairs take.
  func match() throws(MatchingError) -> Match {
    let formsPairs = coarsening?.formsPairs == true
    if !formsPairs { try resolved.checkNoGivenPairs() }
    let rows = resolved.treated.indices.filter { resolved.isEligible[$0] }
    let (strata, cutPoints) = try resolved.covariates.strata(
      of: resolved.design.covariates, by: coarsening, rows: rows, splitting: resolved.strata)
    let sets = StrataSets(strata, of: resolved)
    var detail: MatchDetail?
    if coarsening != nil {
      let occupied = Set(rows.map { strata.strata[$0] }).count
      detail = .coarsened(
        .init(
          cutPoints: cutPoints, stratumCount: occupied, sharedStratumCount: sets.sets.count,
          imbalanceBefore: MultivariateImbalance.distance(
            cells: rows.map { strata.strata[$0] }, treated: rows.map { resolved.treated[$0] })))
    }
    if formsPairs {
      return try NearestMatching(
        resolved: resolved.replacing(strata: strata), order: .automatic, reuse: .none
      ).match(detail: detail)
    }
    return resolved.match(
      sets: sets.sets, pairDistances: [], reasons: sets.reasons, rules: .strata, detail: detail)
  }
}
