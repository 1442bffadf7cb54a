/// What can stand in the way of comparing or pooling the estimates of groups.
public enum HeterogeneityError: EvaluationError, Equatable {
  /// An estimate is infinite or not a number.
  case invalidEstimate(group: String, row: Int)
  /// A standard error is zero, negative, infinite or not a number, or so small or large that its
  /// square is.
  case invalidStandardError(group: String, row: Int)
  /// A ratio or an end of its interval is not positive, or the ends are not in order.
  case invalidInterval(group: String, row: Int)
  /// Fewer groups than the method needs.
  case tooFewGroups(method: String, found: Int, needed: Int)
  /// Fewer groups than a regression on this many covariates needs.
  case tooFewGroupsPerCovariate(groups: Int, covariates: Int, needed: Int)
  /// The method describes differences between groups, which the fixed-effect model rules out.
  case needsRandomEffects(method: String)
  /// A value of a covariate is infinite or not a number.
  case invalidCovariate(name: String, row: Int)
  /// A covariate is constant or a combination of those before it.
  case collinearCovariate(String)
  /// No covariate has this name.
  case unknownCovariate(String, nearest: [String])
  /// Every estimate, or every value the method goes by, is the same.
  case noVariation(method: String)
  /// The covariance of the groups' estimates has no inverse.
  case singularCovariance(method: String)
  /// Nothing could be estimated, for one reason.
  case change(ChangeError)
  /// The people, their time or their use could not be counted.
  case cohort(CohortError)
  /// Cut points of bands are not finite or not in ascending order.
  case invalidCutPoints

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .invalidEstimate: "invalid-group-estimate"
    case .invalidStandardError: "invalid-group-standard-error"
    case .invalidInterval: "invalid-group-interval"
    case .tooFewGroups: "too-few-groups"
    case .tooFewGroupsPerCovariate: "too-few-groups-per-covariate"
    case .needsRandomEffects: "needs-random-effects"
    case .invalidCovariate: "invalid-group-covariate"
    case .collinearCovariate: "collinear-group-covariate"
    case .unknownCovariate: "unknown-group-covariate"
    case .noVariation: "no-variation-between-groups"
    case .singularCovariance: "singular-group-covariance"
    case .change(let error): error.code
    case .cohort(let error): error.code
    case .invalidCutPoints: "invalid-cut-points"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .invalidEstimate(let group, let row), .invalidStandardError(let group, let row),
      .invalidInterval(let group, let row):
      "group '\(group)', row \(row + 1)"
    case .invalidCovariate(let name, let row): "covariate '\(name)', row \(row + 1)"
    case .collinearCovariate(let name), .unknownCovariate(let name, _): "covariate '\(name)'"
    case .change(let error): error.location
    case .cohort(let error): error.location
    case .tooFewGroups, .tooFewGroupsPerCovariate, .needsRandomEffects, .noVariation,
      .singularCovariance, .invalidCutPoints:
      nil
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .invalidEstimate:
      "the estimate is infinite or not a number; leave the group out and say why"
    case .invalidStandardError:
      "the standard error is zero, negative, infinite or missing, so the group has no weight; "
        + "leave the group out and say why"
    case .invalidInterval:
      "the ratio and the ends of its interval must be positive and in order; check the row"
    case .tooFewGroups(let method, let found, let needed):
      "\(method) needs at least \(needed) groups and \(found) can be used; report the groups one "
        + "by one"
    case .tooFewGroupsPerCovariate(let groups, let covariates, let needed):
      "\(groups) groups cannot carry \(covariates) \(covariates == 1 ? "covariate" : "covariates"): "
        + "at least \(needed) groups are needed for each; take fewer covariates, chosen beforehand"
    case .needsRandomEffects(let method):
      "\(method) describes how groups differ, which the fixed-effect model takes to be nil; choose "
        + "a random-effects estimator"
    case .invalidCovariate:
      "the value is infinite or not a number; supply it or leave the group out"
    case .collinearCovariate:
      "the covariate is constant or a combination of those before it; leave it out"
    case .unknownCovariate(_, let nearest):
      "the regression has no such covariate; "
        + (nearest.isEmpty
          ? "check the name"
          : "did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?")
    case .noVariation(let method):
      "\(method) has nothing to go by, since all values are the same; report the groups one by one"
    case .singularCovariance(let method):
      "\(method) cannot be made, because the groups' estimates depend on one another; people who "
        + "serve in several groups may be the cause: match within groups"
    case .change(let error): error.message
    case .cohort(let error): error.message
    case .invalidCutPoints:
      "cut points must be finite numbers in ascending order; correct them"
    }
  }
}
