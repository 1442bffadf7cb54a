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
  /// The number of partners for each; fewer where there are not enough. With `maximumRatio` their
  /// mean number.
  public var ratio: Int
  /// The fewest partners a set may have; those who find fewer are left out.
  public var minimumRatio: Int
  /// The most partners a set may have where their number varies (Ming and Rosenbaum 2000,
  /// doi:10.1111/j.0006-341X.2000.00118.x); `nil` for `ratio`.
  public var maximumRatio: Int?
  /// A column that names the unit behind each row, where one person has several candidate rows: a
  /// unit serves as often as one partner may, and is never matched with itself.
  public var unit: String?
  /// A column whose categories the matched controls have as often as the matched treated, `ratio`
  /// times over, without being matched on it (Rosenbaum, Ross and Silber 2007,
  /// doi:10.1198/016214506000001059). Optimal matching only.
  public var fineBalance: String?
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
  /// The seed of `MatchingOrder.random` and of a genetic search; used by nothing else.
  public var seed: UInt64

  /// Creates a design; by default 1:1 nearest-neighbour matching without replacement on the fitted
  /// probability of a logit model, from the highest score down, for the effect on the treated.
  public init(
    covariates: [String], distance: MatchingDistance = .score(.fitted()),
    method: MatchingMethod = .nearest(), estimand: Estimand = .att, ratio: Int = 1,
    exact: [String] = [], antiExact: [String] = [], calipers: [Caliper] = [],
    discard: Discard = .none, fitsAgainAfterDiscard: Bool = false, missing: MissingRule = .error,
    minimumRatio: Int = 1, maximumRatio: Int? = nil, unit: String? = nil,
    fineBalance: String? = nil, seed: UInt64 = 1
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
    self.minimumRatio = minimumRatio
    self.maximumRatio = maximumRatio
    self.unit = unit
    self.fineBalance = fineBalance
    self.seed = seed
  }
}

/// Whom the estimate is to speak of.
public enum Estimand: String, Sendable, Equatable, Codable {
  /// The effect on the treated: each treated person looks for controls.
  case att
  /// The effect on the controls: each control looks for treated people.
  case atc
  /// The effect on everyone: only where a method keeps both arms whole, as full matching, strata and
  /// weights do.
  case ate
  /// The effect on those who might well be in either arm, whom overlap weights pick out.
  case ato

  /// Whether the treated are the ones the estimate speaks of, or everyone is.
  var isFocalTreated: Bool { self != .atc }

  /// Whether the estimate speaks of people of both arms.
  var isOfBothArms: Bool { self == .ate || self == .ato }
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
