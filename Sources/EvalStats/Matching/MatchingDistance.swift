/// How far apart two people are.
public enum MatchingDistance: Sendable, Equatable {
  /// The difference of their scores.
  case score(MatchingScore)
  /// The distance of the design's covariates.
  case covariates(CovariateMetric)
  /// The distance of some covariates, while a score sets the order, the score caliper and the common
  /// support: nearest in what matters most among people equally likely to be treated.
  case covariatesWithinScore(CovariateMetric, of: [String], MatchingScore)

  /// The distance of two scores together, such as a propensity and a prognostic score (Leacy and
  /// Stuart 2014, doi:10.1002/sim.6030): alike in the chance of treatment and in the outcome to
  /// expect. The first sets the order, the score caliper and the common support.
  case scores(MatchingScore, MatchingScore, CovariateMetric)
  /// The distances given with the problem.
  case given

  /// What a covariate distance is measured by.
  var metric: CovariateMetric? {
    switch self {
    case .covariates(let metric), .covariatesWithinScore(let metric, _, _),
      .scores(_, _, let metric):
      metric
    case .score, .given: nil
    }
  }

  /// The score, if one is used.
  public var score: MatchingScore? {
    switch self {
    case .score(let score), .covariatesWithinScore(_, _, let score), .scores(let score, _, _): score
    case .covariates, .given: nil
    }
  }
}

/// One number a person, on which to match.
public enum MatchingScore: Sendable, Equatable {
  /// Given with the problem, such as a score fitted elsewhere.
  case given
  /// A column of the table, such as a risk score.
  case column(String)
  /// The probability of treatment, or its linear predictor, by a binomial model on the design's
  /// covariates (or on the design matrix given with the problem).
  case fitted(link: Link = .logit, scale: ScoreScale = .probability)
  /// The outcome to expect without treatment, by a model fitted on people who were never treated.
  case prognostic(PrognosticModel)
}

/// The scale on which scores are compared.
public enum ScoreScale: String, Sendable, Equatable, Codable {
  /// The fitted probability.
  case probability
  /// The linear predictor, which spreads out what lies near 0 and 1.
  case linearPredictor
}

/// How covariates make a distance. All are Euclidean after a change of coordinates.
public enum CovariateMetric: String, Sendable, Equatable, Codable {
  /// √(dᵀS⁻¹d) with S pooled within the arms, denominator n − 2. Where columns depend on one another
  /// (all levels of a factor do), the pseudo-inverse.
  case mahalanobis
  /// Mahalanobis on average ranks, with the ranks' covariance over everyone rescaled to the variance
  /// of untied ranks: outliers and rare 0/1 values count for less (Rosenbaum 2010, §8.3).
  case robustMahalanobis
  /// Each column divided by its SD pooled within the arms; a 0/1 column's by denominator n.
  case scaledEuclidean
  /// The columns as they are.
  case euclidean
}

/// How far apart the members of a pair may be, in the score or in one covariate.
public struct Caliper: Sendable, Equatable {
  /// What a caliper bounds.
  public enum Subject: Sendable, Equatable {
    case score
    case covariate(String)
  }

  /// What is bounded.
  public var subject: Subject
  /// The largest difference, included. Negative, for a covariate: the difference must exceed |width|.
  public var width: Double
  /// Whether the width is in standard deviations of the subject over everyone not discarded, both
  /// arms together, rather than in its own units.
  public var isStandardised: Bool

  /// Creates a caliper.
  public init(on subject: Subject, width: Double, isStandardised: Bool = true) {
    self.subject = subject
    self.width = width
    self.isStandardised = isStandardised
  }

  /// A caliper on the score, by default in standard deviations.
  public static func score(_ width: Double, isStandardised: Bool = true) -> Caliper {
    Caliper(on: .score, width: width, isStandardised: isStandardised)
  }

  /// A caliper on a covariate, by default in its own units.
  public static func covariate(
    _ name: String, _ width: Double, isStandardised: Bool = false
  ) -> Caliper {
    Caliper(on: .covariate(name), width: width, isStandardised: isStandardised)
  }
}
