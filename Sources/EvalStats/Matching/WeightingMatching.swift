/// Weights of a resolved design, instead of sets.
struct WeightingMatching {
  let resolved: ResolvedDesign
  let scheme: WeightingScheme

  /// Refuses what weights cannot honour.
  static func check(_ design: MatchingDesign, _ scheme: WeightingScheme) throws(MatchingError) {
    try design.checkPairless()
    let wantsOverlap = scheme == .overlap || scheme == .matchingWeights
    guard wantsOverlap == (design.estimand == .ato) else {
      throw .unsupported("the effect on \(design.estimand.population)", method: scheme.label)
    }
    if scheme.usesScore {
      guard case .score(let score) = design.distance else { throw .needsScore(scheme.label) }
      if case .prognostic = score {
        throw .unsupported("a prognostic score", method: scheme.label)
      }
      if !design.exact.isEmpty { throw .unsupported("exact columns", method: scheme.label) }
    }
    switch scheme {
    case .inverseProbability(let trimming):
      if let margin = trimming.margin, !(margin >= 0 && margin < 0.5) {
        throw .invalidSetting("a margin of \(margin)", remedy: "give at least 0 and less than 0.5")
      }
      if let quantile = trimming.quantile, !(quantile > 0 && quantile <= 1) {
        throw .invalidSetting(
          "a cut at the quantile \(quantile)", remedy: "give 1 or less, above 0")
      }
    case .entropyBalance(let settings):
      guard (1...3).contains(settings.moments) else {
        throw .invalidSetting("\(settings.moments) moments", remedy: "give 1, 2 or 3")
      }
      guard !design.covariates.isEmpty else {
        throw .invalidSetting("the balance of no covariates", remedy: "name some")
      }
    case .overlap, .matchingWeights: break
    }
  }

  /// Works out the weights.
  func match() throws(MatchingError) -> Match {
    try resolved.checkNoGivenPairs()
    var reasons: [Int: Match.Reason] = [:]
    var raw: [Double]
    var cutCount = 0
    var iterations: Int?
    switch scheme {
    case .entropyBalance(let settings):
      let balanced = try EntropyBalancedArms(resolved: resolved, settings: settings).balanced()
      (raw, reasons, iterations) = (balanced.weights, balanced.reasons, balanced.iterations)
    case .inverseProbability(let trimming):
      let target: InverseProbabilityWeights.Target =
        switch resolved.design.estimand {
        case .att: .treated
        case .atc: .controls
        case .ate, .ato: .everyone
        }
      raw = try weights(target)
      if let margin = trimming.margin { try trim(&raw, margin: margin, reasons: &reasons) }
      if let quantile = trimming.quantile { cutCount = cut(&raw, at: quantile) }
    case .overlap: raw = try weights(.overlap)
    case .matchingWeights: raw = try weights(.matching)
    }
    var effective = [0.0, 0.0]
    var largest = [0.0, 0.0]
    for (arm, flag) in [true, false].enumerated() {
      let rows = raw.indices.filter { resolved.treated[$0] == flag && raw[$0] > 0 }
      let total = rows.reduce(0) { $0 + raw[$1] }
      for row in rows { raw[row] *= Double(rows.count) / total }
      effective[arm] = WeightedSummary.effectiveSampleSize(rows.lazy.map { raw[$0] })
      largest[arm] = rows.map { raw[$0] }.max() ?? 0
    }
    return resolved.match(
      sets: [], pairDistances: [], reasons: reasons, rules: .strata, weights: raw,
      detail: .weighting(
        .init(
          effectiveTreated: effective[0], effectiveControls: effective[1],
          largestTreated: largest[0], largestControl: largest[1], cutCount: cutCount,
          iterations: iterations)))
  }

  /// The probability of treatment of each row.
  private func probabilities() throws(MatchingError) -> [Double] {
    guard let scores = resolved.scores else { throw .scoresNotGiven }
    var probabilities = scores
    if case .score(.fitted(let link, .linearPredictor)) = resolved.design.distance {
      probabilities = scores.map { link.mean($0).mean }
    }
    let impossible = scores.indices.count {
      resolved.isEligible[$0] && !(probabilities[$0] > 0 && probabilities[$0] < 1)
    }
    guard impossible == 0 else { throw .scoreNotAProbability(rows: impossible) }
    return probabilities
  }

  /// The weights of eligible rows; 0 for others.
  private func weights(
    _ target: InverseProbabilityWeights.Target
  ) throws(MatchingError) -> [Double] {
    let probabilities = try probabilities()
    let eligible = probabilities.indices.filter { resolved.isEligible[$0] }
    var weights = [Double](repeating: 0, count: probabilities.count)
    do {
      let known = try InverseProbabilityWeights.weights(
        scores: eligible.map { probabilities[$0] },
        treated: eligible.map { resolved.treated[$0] }, target: target)
      for (row, weight) in zip(eligible, known) { weights[row] = weight }
    } catch {
      throw .scoreNotFitted(error)
    }
    return weights
  }

  /// Leaves out people nearly certain to be in one arm.
  private func trim(
    _ weights: inout [Double], margin: Double, reasons: inout [Int: Match.Reason]
  ) throws(MatchingError) {
    let probabilities = try probabilities()
    let estimand = resolved.design.estimand
    for row in weights.indices
    where resolved.isEligible[row]
      && !(probabilities[row] >= margin && probabilities[row] <= 1 - margin)
    {
      weights[row] = 0
      if estimand == .ate || resolved.isFocal(row) { reasons[row] = .trimmed }
    }
    for arm in Arm.allCases
    where !weights.indices.contains(where: {
      weights[$0] > 0 && resolved.treated[$0] == (arm == .treated)
    }) {
      throw .nobodyInCommonSupport(arm)
    }
  }

  /// Cuts weights above a quantile of their arm down to it; returns how many.
  private func cut(_ weights: inout [Double], at quantile: Double) -> Int {
    var count = 0
    for flag in [true, false] {
      let rows = weights.indices.filter { resolved.treated[$0] == flag && weights[$0] > 0 }
      guard !rows.isEmpty else { continue }
      let limit = Quantile.ofSorted(rows.map { weights[$0] }.sorted(), at: quantile)
      for row in rows where weights[row] > limit {
        weights[row] = limit
        count += 1
      }
    }
    return count
  }
}

extension ResolvedDesign {
  /// Whether a row is one of those the estimate speaks of.
  func isFocal(_ row: Int) -> Bool { treated[row] == design.estimand.isFocalTreated }
}
