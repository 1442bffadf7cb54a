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
  /// Classes of people with similar scores.
  case subclassification(Subclassification = Subclassification())
  /// Strata of people alike in coarsened covariates.
  case coarsenedExact(Coarsening = Coarsening())
  /// Strata of people with identical covariates.
  case exact
  /// Groups of near people, at least so many of each arm.
  case generalisedFull(GeneralisedFull = GeneralisedFull())
  /// Weights instead of sets.
  case weighting(WeightingScheme)
  /// The largest sample in which the covariates balance; needs a solver of integer programmes.
  case selection(BalancedSelection)
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
    case .subclassification: "subclassification"
    case .coarsenedExact: "coarsened exact matching"
    case .exact: "exact matching"
    case .generalisedFull: "generalised full matching"
    case .weighting(let scheme): scheme.label
    case .selection(let settings):
      settings.goal == .otherArm ? "cardinality matching" : "profile matching"
    }
  }

  /// In how many sets one partner may stand.
  var reuseLimit: Int {
    switch self {
    case .nearest(_, let reuse): reuse.limit
    case .genetic(let search): search.reuse.limit
    case .optimal, .optimalFull: 1
    case .subclassification, .coarsenedExact, .exact, .generalisedFull, .weighting, .selection: 1
    }
  }

  /// Whether the method takes the design's distance into account.
  var usesDistance: Bool {
    switch self {
    case .coarsenedExact(let coarsening): coarsening.formsPairs
    case .exact: false
    case .weighting(let scheme): scheme.usesScore
    case .selection(let settings): settings.formsPairs
    default: true
    }
  }

  /// What its sets are called.
  var setNoun: String {
    switch self {
    case .subclassification: "classes"
    case .coarsenedExact, .exact: "strata"
    case .generalisedFull: "groups"
    case .selection: "strata"
    default: "sets"
    }
  }

  /// Whether the sets are whole strata, which know no pairs.
  var formsStrata: Bool {
    switch self {
    case .subclassification, .exact, .generalisedFull, .weighting: true
    case .selection(let settings): !settings.formsPairs
    case .coarsenedExact(let coarsening): !coarsening.formsPairs
    default: false
    }
  }

  /// Whether it weights people rather than choosing them.
  var isWeighting: Bool { if case .weighting = self { true } else { false } }

  /// Whether it yields sets, and not weights alone.
  var formsSets: Bool {
    switch self {
    case .weighting: false
    case .selection(let settings): settings.goal == .otherArm
    default: true
    }
  }

  /// Columns its settings name.
  var namedColumns: [String] {
    if case .weighting(.entropyBalance(let settings)) = self {
      return [settings.baseWeights].compactMap(\.self)
    }
    return []
  }

  /// Refuses what the method cannot honour.
  func check(_ design: MatchingDesign) throws(MatchingError) {
    switch self {
    case .nearest(let order, let reuse): try NearestMatching.check(design, order, reuse)
    case .genetic(let search): try search.check(design)
    case .optimal: try OptimalMatching.check(design)
    case .optimalFull(let limits): try OptimalFullMatching.check(design, limits)
    case .subclassification(let settings): try SubclassMatching.check(design, settings)
    case .coarsenedExact(let coarsening): try CoarsenedExactMatching.check(design, coarsening)
    case .exact: try CoarsenedExactMatching.check(design, nil)
    case .generalisedFull(let settings): try GeneralisedFullMatching.check(design, settings)
    case .weighting(let scheme): try WeightingMatching.check(design, scheme)
    case .selection(let settings): try SelectionMatching.check(design, settings)
    }
  }
}
