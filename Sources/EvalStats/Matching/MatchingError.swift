/// Why people could not be matched.
public enum MatchingError: EvaluationError, Equatable {
  /// Nobody is treated.
  case noTreated(rows: Int)
  /// Everybody is treated.
  case noControls(rows: Int)
  /// The treatment column holds something other than 0 and 1.
  case treatmentNotBinary(column: String, rows: Int)
  /// The treatment column has gaps.
  case treatmentMissing(column: String, rows: Int)
  /// A column is unknown, or its values are missing or not finite.
  case covariates(CovariateError)
  /// No covariate varies, so there is no distance.
  case noVaryingCovariate([String])
  /// The ratio is below 1.
  case ratio(Int)
  /// A control may serve fewer than one time.
  case reuse(Int)
  /// A caliper's width is not a number it can have.
  case caliperWidth(Caliper)
  /// A caliper is on a column without an order.
  case caliperOnFactor(String)
  /// The design asks for something of a score, but has none.
  case needsScore(String)
  /// The design wants given scores, but the problem has none.
  case scoresNotGiven
  /// Given scores are infinite or not a number.
  case scoresNotFinite(rows: Int)
  /// The model of the score could not be fitted.
  case scoreNotFitted(ModelError)
  /// Discarding leaves an arm without people.
  case nobodyInCommonSupport(Arm)

  public var code: String {
    switch self {
    case .noTreated: "no-treated"
    case .noControls: "no-controls"
    case .treatmentNotBinary: "treatment-not-binary"
    case .treatmentMissing: "treatment-missing"
    case .covariates(let error): error.code
    case .noVaryingCovariate: "no-varying-covariate"
    case .ratio: "invalid-ratio"
    case .reuse: "invalid-reuse"
    case .caliperWidth: "invalid-caliper"
    case .caliperOnFactor: "caliper-on-factor"
    case .needsScore: "needs-score"
    case .scoresNotGiven: "scores-not-given"
    case .scoresNotFinite: "scores-not-finite"
    case .scoreNotFitted(let error): error.code
    case .nobodyInCommonSupport: "no-common-support"
    }
  }

  public var location: String? {
    switch self {
    case .treatmentNotBinary(let column, _), .treatmentMissing(let column, _),
      .caliperOnFactor(let column):
      "column '\(column)'"
    case .covariates(let error): error.location
    case .scoreNotFitted(let error): error.location
    case .noVaryingCovariate(let columns):
      columns.map { "column '\($0)'" }.joined(separator: ", ")
    default: nil
    }
  }

  public var message: String {
    switch self {
    case .noTreated(let rows):
      "none of the \(rows) rows is treated; check the treatment column and any filter before it"
    case .noControls(let rows):
      "all of the \(rows) rows are treated; add people who were not"
    case .treatmentNotBinary(_, let rows):
      "the treatment must be 0 or 1, but \(rows) rows hold something else; recode it"
    case .treatmentMissing(_, let rows):
      "the treatment is missing in \(rows) rows; decide their arm or leave them out"
    case .covariates(let error): error.message
    case .noVaryingCovariate:
      "none of these covariates varies within the arms, so there is no distance; name others"
    case .ratio(let ratio): "a ratio of \(ratio) matches nobody; use 1 or more"
    case .reuse(let limit): "a control that may serve \(limit) times matches nobody; use 1 or more"
    case .caliperWidth(let caliper):
      switch caliper.subject {
      case .score:
        "a caliper on the score cannot be \(caliper.width); give the largest difference allowed, "
          + "0 or more"
      case .covariate(let name):
        "a caliper on '\(name)' cannot be \(caliper.width); give a finite width (negative to demand "
          + "a distance)"
      }
    case .caliperOnFactor:
      "categories have no distance, so no caliper; use it as an exact column"
    case .needsScore(let what):
      "\(what) needs a score, but the distance has none; match on a score or leave it out"
    case .scoresNotGiven: "the design matches on given scores; give one for each row"
    case .scoresNotFinite(let rows):
      "\(rows) given scores are infinite or not a number; correct them or leave the rows out"
    case .scoreNotFitted(let error): "the score could not be fitted: \(error.message)"
    case .nobodyInCommonSupport(let arm):
      "no \(arm == .treated ? "treated person" : "control") is left after discarding; "
        + "the arms' scores do not overlap"
    }
  }
}
