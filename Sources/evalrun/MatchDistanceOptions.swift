import ArgumentParser
import EvalStats
import EvalStudy

/// How far apart two people are.
struct MatchDistanceOptions: ParsableArguments {
  /// What a distance is made of.
  enum Distance: String, CaseIterable, ExpressibleByArgument {
    case logit, probit, cloglog, column, prognostic, mahalanobis
    case robustMahalanobis = "robust-mahalanobis"
    case scaledEuclidean = "scaled-euclidean"
    case euclidean, matrix

    var metric: CovariateMetric? {
      switch self {
      case .mahalanobis: .mahalanobis
      case .robustMahalanobis: .robustMahalanobis
      case .scaledEuclidean: .scaledEuclidean
      case .euclidean: .euclidean
      case .logit, .probit, .cloglog, .column, .prognostic, .matrix: nil
      }
    }
  }

  @Option(help: "\(Distance.allCases.map(\.rawValue).joined(separator: ", ")).")
  var distance: Distance = .logit

  @Flag(help: "Compare linear predictors instead of probabilities.")
  var linear = false

  @Option(help: "The column that holds the score, with --distance column.")
  var scoreColumn: String?

  @Option(help: "The outcome of a prognostic score, fitted on people who were not treated.")
  var outcome: String?

  @Option(help: "The family of the outcome: gaussian, binomial, poisson, gamma.")
  var outcomeFamily: OutcomeFamily = .gaussian

  @Option(help: "A column that is 1 for people never treated, for a prognostic score.")
  var neverTreated: String?

  @Flag(
    name: .customLong("with-propensity"),
    help: "Match on the propensity score and the prognostic score together.")
  var withPropensity = false

  @Option(
    name: .customLong("within-score"),
    help: "Columns whose distance chooses, while a logit score sets the order and the caliper.",
    transform: CommaSeparated<String>.init(reading:))
  var withinScore: CommaSeparated<String>?

  @Option(
    name: .customLong("distances"),
    help: ArgumentHelp(
      "A CSV of distances, with --distance matrix: first the treated row's name, then one column "
        + "for each control, headed by its name."))
  var matrix: String?

  /// The distributions an outcome may have.
  enum OutcomeFamily: String, CaseIterable, ExpressibleByArgument {
    case gaussian, binomial, poisson, gamma

    var family: Family {
      switch self {
      case .gaussian: .gaussian
      case .binomial: .binomial
      case .poisson: .poisson
      case .gamma: .gamma
      }
    }
  }

  /// The distance asked for.
  func chosen() throws -> MatchingDistance {
    try refuseLooseEnds()
    let propensity = MatchingScore.fitted(
      link: distance == .probit ? .probit : distance == .cloglog ? .complementaryLogLog : .logit,
      scale: linear ? .linearPredictor : .probability)
    switch distance {
    case .logit, .probit, .cloglog: return .score(propensity)
    case .column:
      guard let scoreColumn else {
        throw UsageError(
          option: "--distance", problem: "'column' needs the name of one; give --score-column")
      }
      return .score(.column(scoreColumn))
    case .prognostic:
      guard let outcome else {
        throw UsageError(
          option: "--distance", problem: "'prognostic' needs an outcome to expect; give --outcome")
      }
      let score = MatchingScore.prognostic(
        .init(
          of: outcome, family: outcomeFamily.family, neverTreated: neverTreated,
          scale: linear ? .linearPredictor : .probability))
      return withPropensity ? .scores(propensity, score, .mahalanobis) : .score(score)
    case .matrix:
      guard matrix != nil else {
        throw UsageError(
          option: "--distance", problem: "'matrix' needs a file of distances; give --distances")
      }
      return .given
    case .mahalanobis, .robustMahalanobis, .scaledEuclidean, .euclidean:
      let metric = distance.metric ?? .mahalanobis
      guard let withinScore else { return .covariates(metric) }
      return .covariatesWithinScore(metric, of: withinScore.values, propensity)
    }
  }

  /// Refuses options that the distance would pass over in silence.
  private func refuseLooseEnds() throws {
    let given: [(String, Bool, Bool)] = [
      ("--score-column", scoreColumn != nil, distance == .column),
      ("--outcome", outcome != nil, distance == .prognostic),
      ("--never-treated", neverTreated != nil, distance == .prognostic),
      ("--with-propensity", withPropensity, distance == .prognostic),
      ("--within-score", withinScore != nil, distance.metric != nil),
      ("--distances", matrix != nil, distance == .matrix),
    ]
    for (option, isGiven, isUsed) in given where isGiven && !isUsed {
      throw UsageError(
        option: option,
        problem: "has no part in the distance '\(distance.rawValue)'; leave it out or choose the "
          + "distance it belongs to")
    }
  }
}
