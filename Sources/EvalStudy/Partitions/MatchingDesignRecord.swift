internal import EvalStats

/// A nearest-neighbour design as a manifest writes it, word for word what `MatchingDesign` says.
struct MatchingDesignRecord: Sendable, Codable, Equatable {
  enum Score: Sendable, Codable, Equatable {
    case given
    case column(name: String)
    case fitted(link: Link, scale: ScoreScale)
    case prognostic(outcome: String, family: Family, neverTreated: String?, scale: ScoreScale)
  }

  enum Distance: Sendable, Codable, Equatable {
    case score(score: Score)
    case covariates(metric: CovariateMetric)
    case covariatesWithinScore(metric: CovariateMetric, columns: [String], score: Score)
    case scores(first: Score, second: Score, metric: CovariateMetric)
  }

  struct Bound: Sendable, Codable, Equatable {
    /// `nil` for the score.
    var covariate: String?
    var width: Double
    var isStandardised: Bool
  }

  var covariates: [String]
  var distance: Distance
  var order: MatchingOrder
  /// In how many sets a partner may stand; `nil` for any number.
  var reuse: Int?
  var estimand: Estimand
  var ratio: Int
  var minimumRatio: Int
  var unit: String?
  var exact: [String]
  var antiExact: [String]
  var calipers: [Bound]
  var discard: Discard
  var fitsAgainAfterDiscard: Bool
  var missing: MissingRule
  var seed: UInt64

  /// Writes a design that can be divided.
  init(_ design: MatchingDesign) {
    guard case .nearest(let order, let reuse) = design.method, design.maximumRatio == nil,
      design.fineBalance == nil, let distance = Distance(design.distance)
    else { preconditionFailure("a design that cannot be divided: \(design)") }
    covariates = design.covariates
    self.distance = distance
    self.order = order
    self.reuse =
      switch reuse {
      case .none: 1
      case .atMost(let limit): limit
      case .unlimited: nil
      }
    estimand = design.estimand
    ratio = design.ratio
    minimumRatio = design.minimumRatio
    unit = design.unit
    exact = design.exact
    antiExact = design.antiExact
    calipers = design.calipers.map { caliper in
      let covariate: String? =
        if case .covariate(let name) = caliper.subject { name } else { nil }
      return Bound(
        covariate: covariate, width: caliper.width, isStandardised: caliper.isStandardised)
    }
    discard = design.discard
    fitsAgainAfterDiscard = design.fitsAgainAfterDiscard
    missing = design.missing
    seed = design.seed
  }

  /// The design.
  var design: MatchingDesign {
    MatchingDesign(
      covariates: covariates, distance: distance.distance,
      method: .nearest(
        order: order, reuse: reuse.map { $0 == 1 ? .none : .atMost($0) } ?? .unlimited),
      estimand: estimand, ratio: ratio, exact: exact, antiExact: antiExact,
      calipers: calipers.map { bound in
        Caliper(
          on: bound.covariate.map { .covariate($0) } ?? .score, width: bound.width,
          isStandardised: bound.isStandardised)
      }, discard: discard, fitsAgainAfterDiscard: fitsAgainAfterDiscard, missing: missing,
      minimumRatio: minimumRatio, unit: unit, seed: seed)
  }
}

extension MatchingDesignRecord.Distance {
  /// `nil` for distances given as a matrix.
  fileprivate init?(_ distance: MatchingDistance) {
    switch distance {
    case .score(let score): self = .score(score: .init(score))
    case .covariates(let metric): self = .covariates(metric: metric)
    case .covariatesWithinScore(let metric, let columns, let score):
      self = .covariatesWithinScore(metric: metric, columns: columns, score: .init(score))
    case .scores(let first, let second, let metric):
      self = .scores(first: .init(first), second: .init(second), metric: metric)
    case .given: return nil
    }
  }

  fileprivate var distance: MatchingDistance {
    switch self {
    case .score(let score): .score(score.score)
    case .covariates(let metric): .covariates(metric)
    case .covariatesWithinScore(let metric, let columns, let score):
      .covariatesWithinScore(metric, of: columns, score.score)
    case .scores(let first, let second, let metric): .scores(first.score, second.score, metric)
    }
  }
}

extension MatchingDesignRecord.Score {
  fileprivate init(_ score: MatchingScore) {
    self =
      switch score {
      case .given: .given
      case .column(let name): .column(name: name)
      case .fitted(let link, let scale): .fitted(link: link, scale: scale)
      case .prognostic(let model):
        .prognostic(
          outcome: model.outcome, family: model.family, neverTreated: model.neverTreated,
          scale: model.scale)
      }
  }

  fileprivate var score: MatchingScore {
    switch self {
    case .given: .given
    case .column(let name): .column(name)
    case .fitted(let link, let scale): .fitted(link: link, scale: scale)
    case .prognostic(let outcome, let family, let neverTreated, let scale):
      .prognostic(
        .init(of: outcome, family: family, neverTreated: neverTreated, scale: scale))
    }
  }
}
