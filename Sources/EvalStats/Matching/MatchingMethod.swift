/// How sets are formed.
public enum MatchingMethod: Sendable, Equatable {
  /// Each takes the nearest partner still free, in the order given.
  case nearest(order: MatchingOrder = .automatic, reuse: ControlReuse = .none)
  /// Each takes the nearest partner in the order of the rows, the covariates weighted as balances
  /// the arms best.
  case genetic(GeneticSearch = GeneticSearch())
  /// As many as the constraints allow, and among all ways to match so many the one of the least total
  /// distance; the design's ratio sets the number of partners, fixed or varying.
  case optimal
  /// Everyone in a set of one with several, at the least total distance.
  case optimalFull(FullMatchingLimits = .none)
}

/// Who chooses first.
///
/// With unlimited reuse nobody is in anyone's way, and the order does not matter.
public enum MatchingOrder: String, Sendable, Equatable, Codable, CaseIterable {
  /// With a score, `largest` for the effect on the treated and `smallest` for the effect on the
  /// controls; without one, `data`.
  case automatic
  /// From the highest score down; ties by row.
  case largest
  /// From the lowest score up; ties by row.
  case smallest
  /// By row.
  case data
  /// In an order drawn from the design's seed.
  case random
  /// Whoever's nearest free partner is nearest; who loses a partner searches again.
  case closest
  /// Whoever's nearest free partner is farthest; who loses a partner searches again.
  case farthest
}

extension MatchingMethod {
  /// The method's name in a sentence.
  var label: String {
    switch self {
    case .nearest: "nearest neighbour"
    case .genetic: "genetic matching"
    case .optimal: "optimal matching"
    case .optimalFull: "optimal full matching"
    }
  }

  /// In how many sets one partner may stand.
  var reuseLimit: Int {
    switch self {
    case .nearest(_, let reuse): reuse.limit
    case .genetic(let search): search.reuse.limit
    case .optimal, .optimalFull: 1
    }
  }

  /// Refuses what the method cannot honour.
  func check(_ design: MatchingDesign) throws(MatchingError) {
    switch self {
    case .nearest(let order, let reuse): try NearestMatching.check(design, order, reuse)
    case .genetic(let search): try search.check(design)
    case .optimal: try OptimalMatching.check(design)
    case .optimalFull(let limits): try OptimalFullMatching.check(design, limits)
    }
  }
}
