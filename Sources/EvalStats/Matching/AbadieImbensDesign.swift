/// How the matching estimator of Abadie and Imbens (2006, doi:10.1111/j.1468-0262.2006.00655.x)
/// compares people: everyone asked about is compared with the mean of their M nearest of the other
/// arm, who may serve any number of times.
///
/// Unlike `MatchingDesign` it forms no sets to keep: it gives an effect with a standard error that
/// allows for the reuse of controls. Ties count whole: everyone whose squared distance is within
/// `tieTolerance` of the M-th smallest is a match, and each of the m matches weighs 1/m, so that the
/// order of the rows never matters.
///
/// A design is a value that holds no data; `MatchingProblem.effect(on:by:)` applies it.
public struct AbadieImbensDesign: Sendable, Equatable {
  /// How far apart two people are. Columns are standardised over everyone, both arms together.
  public enum Distance: Sendable, Equatable {
    /// Euclidean, each column over its SD.
    case standardised
    /// Mahalanobis with the covariance of everyone; where columns depend on one another, the
    /// pseudo-inverse.
    case mahalanobis
    /// The difference of a score, over its SD: given with the problem, or the fitted probability of
    /// treatment (or its linear predictor) given the covariates.
    case score(MatchingScore)
  }

  /// Squared standardised distances within this of the M-th smallest tie with it.
  public static let tieTolerance = 1e-5

  /// What the distance is made of, or what a fitted score is fitted on. A factor counts with every
  /// level but its first.
  public var covariates: [String]
  /// How far apart two people are.
  public var distance: Distance
  /// Whose effect: that on the treated, on the controls, or on everyone.
  public var estimand: Estimand
  /// M, the number of matches for each, ties apart. Someone with fewer inside the caliper and the
  /// exact keys is left out.
  public var matchCount: Int
  /// The largest difference allowed in every column of the distance, included, in standard
  /// deviations (denominator n) of that column over everyone; `nil` for no bound.
  public var caliper: Double?
  /// Columns that must be equal.
  public var exact: [String]
  /// Whether the difference a regression of the outcome expects between a person and their match
  /// is taken off (Abadie and Imbens 2011, doi:10.1198/jbes.2009.07333). The regression is linear in
  /// the columns of the distance, fitted on the matched people of the other arm, each weighing what
  /// they weigh in the estimate.
  public var adjustsBias: Bool
  /// What to do with rows that miss a column the design uses.
  public var missing: MissingRule

  /// Creates a design; by default the effect on the treated, one match each on columns over their
  /// SD.
  public init(
    covariates: [String], distance: Distance = .standardised, estimand: Estimand = .att,
    matchCount: Int = 1, caliper: Double? = nil, exact: [String] = [], adjustsBias: Bool = false,
    missing: MissingRule = .error
  ) {
    self.covariates = covariates
    self.distance = distance
    self.estimand = estimand
    self.matchCount = matchCount
    self.caliper = caliper
    self.exact = exact
    self.adjustsBias = adjustsBias
    self.missing = missing
  }

  /// Refuses what no data could support.
  func check() throws(MatchingError) {
    guard matchCount >= 1 else { throw .ratio(matchCount) }
    if let caliper, !(caliper.isFinite && caliper >= 0) {
      throw .caliperWidth(.score(caliper))
    }
  }
}
