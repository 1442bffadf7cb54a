/// What to match on and how: the part of an analysis plan that decides who is compared with whom.
///
/// A design is a value that holds no data; `MatchingProblem.matched(by:)` applies it.
public struct MatchingDesign: Sendable, Equatable {
  /// How sets are formed.
  public var method: MatchingMethod
  /// Covariates: what a fitted score is fitted on, what a covariate distance is made of, and what
  /// the balance table shows. A factor enters with all its levels.
  public var covariates: [String]
  /// How far apart two people are.
  public var distance: MatchingDistance
  /// Whom the estimate is to speak of, and so who looks for partners.
  public var estimand: Estimand
  /// The number of partners for each; fewer where there are not enough.
  public var ratio: Int
  /// Columns that must be equal within a set.
  public var exact: [String]
  /// Columns that must differ between the members of a pair.
  public var antiExact: [String]
  /// How far apart the members of a pair may be.
  public var calipers: [Caliper]
  /// Who is left out for having no counterpart in the score.
  public var discard: Discard
  /// Whether a fitted score is fitted again without the discarded, who keep their first one.
  public var fitsAgainAfterDiscard: Bool
  /// What to do with rows that miss a column the design uses.
  public var missing: MissingRule
  /// The seed of `MatchingOrder.random`; used by nothing else.
  public var seed: UInt64

  /// Creates a design; by default 1:1 nearest-neighbour matching without replacement on the fitted
  /// probability of a logit model, from the highest score down, for the effect on the treated.
  public init(
    covariates: [String], distance: MatchingDistance = .score(.fitted()),
    method: MatchingMethod = .nearest(), estimand: Estimand = .att, ratio: Int = 1,
    exact: [String] = [], antiExact: [String] = [], calipers: [Caliper] = [],
    discard: Discard = .none, fitsAgainAfterDiscard: Bool = false, missing: MissingRule = .error,
    seed: UInt64 = 1
  ) {
    self.covariates = covariates
    self.distance = distance
    self.method = method
    self.estimand = estimand
    self.ratio = ratio
    self.exact = exact
    self.antiExact = antiExact
    self.calipers = calipers
    self.discard = discard
    self.fitsAgainAfterDiscard = fitsAgainAfterDiscard
    self.missing = missing
    self.seed = seed
  }
}

/// How sets are formed.
public enum MatchingMethod: Sendable, Equatable {
  /// Each takes the nearest partner still free, in the order given.
  case nearest(order: MatchingOrder = .automatic, reuse: ControlReuse = .none)
}

/// Whom the estimate is to speak of.
public enum Estimand: String, Sendable, Equatable, Codable {
  /// The effect on the treated: each treated person looks for controls.
  case att
  /// The effect on the controls: each control looks for treated people.
  case atc
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

/// Who is left out for having no counterpart in the other arm's range of scores, bounds included.
public enum Discard: String, Sendable, Equatable, Codable {
  /// Nobody.
  case none
  /// Treated people outside the range of the controls.
  case treated
  /// Controls outside the range of the treated.
  case control
  /// Everyone outside the overlap of the two ranges.
  case both
}
