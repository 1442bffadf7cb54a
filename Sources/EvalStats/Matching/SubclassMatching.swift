/// Subclassification of a resolved design.
struct SubclassMatching {
  let resolved: ResolvedDesign
  let settings: Subclassification

  /// Refuses what classes cannot honour.
  static func check(
    _ design: MatchingDesign, _ settings: Subclassification
  ) throws(MatchingError) {
    try design.checkPairless()
    guard case .score = design.distance else { throw .needsScore("subclassification") }
    guard settings.minimumPerArm >= 1 else {
      throw .invalidSetting("\(settings.minimumPerArm) people an arm", remedy: "ask for 1 or more")
    }
    switch settings.cuts {
    case .count(let count):
      guard count >= 1 else {
        throw .invalidSetting("\(count) classes", remedy: "ask for 1 or more")
      }
    case .probabilities(let values):
      guard values.isAscending, values.allSatisfy({ (0...1).contains($0) }) else {
        throw .invalidSetting(
          "quantiles at \(values)", remedy: "give ascending probabilities from 0 to 1")
      }
    case .points(let values):
      guard values.isAscending, values.allSatisfy(\.isFinite) else {
        throw .invalidSetting("cuts at \(values)", remedy: "give finite scores, ascending")
      }
    }
  }

  /// Forms the classes.
  ///
  /// - Complexity: O(*n* log *n* + *moved · classes*)
  func match() throws(MatchingError) -> Match {
    guard let scores = resolved.scores else { throw .scoresNotGiven }
    let rows = resolved.treated.indices.filter { resolved.isEligible[$0] }
    let units = ScoreUnits.rounded(scores)
    let cuts = cutPoints(scores)
    let bounds = cuts.dropFirst().dropLast().map(ScoreUnits.rounded)
    var classes = [Int](repeating: 0, count: scores.count)
    for row in rows { classes[row] = bounds.partitioningIndex { $0 > units[row] } }

    var strata: [StrataSets.Stratum] = []
    var moved = 0
    var merged = 0
    for exact in StrataSets.groups(of: rows, by: resolved.strata.strata) {
      var filling = SubclassFilling(
        rows: exact, treated: resolved.treated, units: units, classes: classes,
        classCount: bounds.count + 1)
      switch settings.repair {
      case .move:
        if filling.hasEnough(for: settings.minimumPerArm) {
          filling.move(toHave: settings.minimumPerArm)
        } else {
          filling.merge(toHave: settings.minimumPerArm)
        }
      case .merge: filling.merge(toHave: settings.minimumPerArm)
      case .leaveOut: break
      }
      moved += filling.movedCount
      merged += filling.mergedCount
      strata += filling.strata
    }
    let sets = StrataSets(strata, of: resolved, minimumPerArm: settings.minimumPerArm)
    return resolved.match(
      sets: sets.sets, pairDistances: [], reasons: sets.reasons, rules: .strata,
      detail: .subclasses(
        .init(cutPoints: Array(cuts), movedCount: moved, mergedCount: merged)))
  }

  /// The bounds of the classes, both ends included: quantiles of everyone with a score, the discarded
  /// too, as the published tool takes them.
  private func cutPoints(_ scores: [Double]) -> [Double] {
    let estimand = resolved.design.estimand
    let values = scores.indices.filter { row in
      resolved.isIncluded[row]
        && (estimand == .ate || resolved.treated[row] == estimand.isFocalTreated)
    }.map { scores[$0] }.sorted()
    switch settings.cuts {
    case .count(let count):
      return (0...count).map { Quantile.ofSorted(values, at: Double($0) / Double(count)) }
    case .probabilities(let inner):
      return ([0] + inner.filter { $0 > 0 && $0 < 1 } + [1])
        .map { Quantile.ofSorted(values, at: $0) }
    case .points(let inner):
      return [Quantile.ofSorted(values, at: 0)] + inner + [Quantile.ofSorted(values, at: 1)]
    }
  }
}

extension Array where Element == Double {
  /// Whether no element is below the one before it; false where one is not a number.
  var isAscending: Bool {
    allSatisfy { !$0.isNaN } && zip(self, dropFirst()).allSatisfy { $0 <= $1 }
  }
}

extension Array {
  /// The first index whose element satisfies a condition that holds from there on; O(log *n*).
  func partitioningIndex(_ isInUpperPart: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isInUpperPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
