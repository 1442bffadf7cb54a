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
  /// The outcome of an estimate is a column of categories.
  case outcomeNotNumeric(String)
  /// Nobody has as many matches as an estimate wants.
  case nobodyHasMatches(Int)
  /// A genetic search starts from too few weightings to cross.
  case searchPopulation(Int)
  /// A genetic search has no generation to run, or none to wait for.
  case searchGenerations(Int)
  /// The weights of a genetic search have no range.
  case searchBounds(lowest: Double, highest: Double)
  /// One person has no balance to improve.
  case tooFewToBalance(Arm)
  /// No set can have so many controls for a treated person.
  case controlLimits(fewest: Double, most: Double)
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
  /// The design wants given distances, but the problem has none.
  case distancesNotGiven
  /// Given distances do not make a line for each treated person and a column for each control.
  case distancesOfWrongSize(found: Int, treated: Int, controls: Int)
  /// Given distances are negative or not a number.
  case distancesInvalid(count: Int)
  /// A pair given with the problem is not a treated person and a control, by rows counted from 0.
  case pairOfOneArm(MatchedPair)
  /// A forced pair breaks a constraint of the design, or is forbidden.
  case forcedPairInadmissible(MatchedPair)
  /// Forced pairs ask more of someone than the design allows.
  case forcedTooOften(row: Int, limit: Int)
  /// The fewest and most partners of a set do not go together with their mean.
  case ratioBounds(fewest: Int, mean: Int, most: Int)
  /// The design's method cannot honour one of its settings.
  case unsupported(String, method: String)
  /// No weights of an arm bring these columns to the means wanted.
  case cannotBalance([String], arm: Arm, people: Int)
  /// The method needs a solver of integer programmes, and none was given.
  case noSolver
  /// The solver of integer programmes gave up, in its own words.
  case solverFailed(String)
  /// A setting of a method is not one it can have.
  case invalidSetting(String, remedy: String)
  /// The number of partners is to follow the score, which is not a probability in so many rows.
  case scoreNotAProbability(rows: Int)
  /// A prognostic score has nobody to be fitted on.
  case nobodyNeverTreated(outcome: String)
  /// The model of the score could not be fitted.
  case scoreNotFitted(ModelError)
  /// Discarding leaves an arm without people.
  case nobodyInCommonSupport(Arm)
  /// A match cannot be divided into so many parts.
  case partCount(Int)
  /// A setting of the design needs everyone at once, so its match cannot be divided into parts.
  case indivisible(String, remedy: String)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .noTreated: "no-treated"
    case .noControls: "no-controls"
    case .treatmentNotBinary: "treatment-not-binary"
    case .treatmentMissing: "treatment-missing"
    case .covariates(let error): error.code
    case .noVaryingCovariate: "no-varying-covariate"
    case .outcomeNotNumeric: "outcome-not-numeric"
    case .nobodyHasMatches: "nobody-has-matches"
    case .searchPopulation: "invalid-population"
    case .searchGenerations: "invalid-generations"
    case .searchBounds: "invalid-weight-bounds"
    case .tooFewToBalance: "too-few-to-balance"
    case .controlLimits: "invalid-control-limits"
    case .ratio: "invalid-ratio"
    case .reuse: "invalid-reuse"
    case .caliperWidth: "invalid-caliper"
    case .caliperOnFactor: "caliper-on-factor"
    case .needsScore: "needs-score"
    case .scoresNotGiven: "scores-not-given"
    case .scoresNotFinite: "scores-not-finite"
    case .distancesNotGiven: "distances-not-given"
    case .distancesOfWrongSize: "distances-wrong-size"
    case .distancesInvalid: "invalid-distances"
    case .pairOfOneArm: "pair-of-one-arm"
    case .forcedPairInadmissible: "inadmissible-forced-pair"
    case .forcedTooOften: "forced-too-often"
    case .ratioBounds: "invalid-ratio-bounds"
    case .unsupported: "unsupported-setting"
    case .cannotBalance: "cannot-balance"
    case .noSolver: "no-solver"
    case .solverFailed: "solver-failed"
    case .invalidSetting: "invalid-setting"
    case .scoreNotAProbability: "score-not-a-probability"
    case .nobodyNeverTreated: "nobody-never-treated"
    case .scoreNotFitted(let error): error.code
    case .nobodyInCommonSupport: "no-common-support"
    case .partCount: "invalid-part-count"
    case .indivisible: "indivisible-match"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .treatmentNotBinary(let column, _), .treatmentMissing(let column, _),
      .caliperOnFactor(let column), .nobodyNeverTreated(let column),
      .outcomeNotNumeric(let column):
      "column '\(column)'"
    case .covariates(let error): error.location
    case .scoreNotFitted(let error): error.location
    case .pairOfOneArm(let pair), .forcedPairInadmissible(let pair):
      "rows \(pair.treated + 1) and \(pair.control + 1)"
    case .forcedTooOften(let row, _): "row \(row + 1)"
    case .noVaryingCovariate(let columns), .cannotBalance(let columns, _, _):
      columns.map { "column '\($0)'" }.joined(separator: ", ")
    default: nil
    }
  }

  /// What was found, and what to do about it.
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
    case .outcomeNotNumeric:
      "the outcome holds categories, which have no mean; name a column of numbers or truth values"
    case .nobodyHasMatches(let count):
      "nobody has \(count) matches inside the caliper and the exact columns; ask for fewer, widen "
        + "the caliper or drop an exact column"
    case .searchPopulation(let population):
      "a population of \(population) cannot be crossed; use \(GeneticSearch.smallestPopulation) or "
        + "more (1000 is usual)"
    case .searchGenerations(let count):
      "a search over \(count) generations finds nothing; use 1 or more, to run and to wait for"
    case .searchBounds(let lowest, let highest):
      "weights cannot lie between \(lowest) and \(highest); give a smallest of 0 or more and a "
        + "larger, finite largest"
    case .tooFewToBalance(let arm):
      "genetic matching needs two or more \(arm == .treated ? "treated people" : "controls") to "
        + "balance; match by a distance instead"
    case .controlLimits(let fewest, let most):
      "\(fewest) to \(most) controls for a treated person cannot be; give 0 ≤ fewest ≤ most, with a "
        + "whole number or 1 over one between them"
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
    case .distancesNotGiven: "the design matches on given distances; give a matrix of them"
    case .distancesOfWrongSize(let found, let treated, let controls):
      "\(found) distances were given for \(treated) treated people and \(controls) controls; give "
        + "one for each pair, line by line"
    case .distancesInvalid(let count):
      "\(count) given distances are negative or not a number; correct them, or make them infinite to "
        + "forbid the pair"
    case .pairOfOneArm: "a pair must be a treated person and a control; correct the rows"
    case .forcedPairInadmissible:
      "the pair is forced, but breaks a caliper, an exact column or a prohibition; drop one of them"
    case .forcedTooOften(_, let limit):
      "forced into more than \(limit) pairs, which the design allows; raise the limit or drop a pair"
    case .ratioBounds(let fewest, let mean, let most):
      "\(fewest) to \(most) partners, \(mean) on average, cannot be; "
        + "give 1 ≤ fewest ≤ mean ≤ most"
    case .unsupported(let setting, let method):
      "\(method) cannot honour \(setting); leave it out or choose another method"
    case .cannotBalance(let columns, let arm, let people):
      "no weights of the \(people) \(arm == .treated ? "treated people" : "controls") of a stratum "
        + "bring \(MatchingDesign.list(columns)) to the means wanted at once; ask for less (fewer "
        + "moments or columns) or leave out those without a counterpart"
    case .noSolver:
      "the method needs a solver of integer programmes; build with the package trait CBC (install "
        + "coinor-libcbc-dev) and give the solver of the product EvalSolver"
    case .solverFailed(let reason):
      "the solver gave up (\(reason)); raise its time limit, or ask for less"
    case .invalidSetting(let found, let remedy): "\(found) cannot be; \(remedy)"
    case .scoreNotAProbability(let rows):
      "the design needs the probability of treatment, but the score of \(rows) rows is not between 0 "
        + "and 1; match on a fitted score"
    case .nobodyNeverTreated:
      "nobody was never treated, so nothing says what to expect without treatment; check the column "
        + "of the never treated"
    case .scoreNotFitted(let error): "the score could not be fitted: \(error.message)"
    case .nobodyInCommonSupport(let arm):
      "no \(arm == .treated ? "treated person" : "control") is left after discarding; "
        + "the arms' scores do not overlap"
    case .partCount(let count): "a match cannot be divided into \(count) parts; use 1 or more"
    case .indivisible(let setting, let remedy):
      "\(setting) needs everyone at once, so the match cannot be divided into parts; \(remedy)"
    }
  }
}
