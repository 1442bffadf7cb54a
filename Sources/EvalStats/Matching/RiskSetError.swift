/// What can keep people from being matched within risk sets.
public enum RiskSetError: EvaluationError, Equatable {
  /// A setting of the design that matches nobody or means nothing.
  case invalidSetting(name: String, found: String, expected: String)
  /// A covariate that changes over time was asked to match exactly.
  case notConstant(covariate: String)
  /// A caliper was set on a category.
  case notNumeric(covariate: String)
  /// Nobody on the register has an index date.
  case noTreated
  /// Everybody with an index date was left out; the reasons, in the order they were asked.
  case noTreatedAdmitted([RiskSetFlow.TreatedLoss])
  /// Nobody was at risk on any index date.
  case noCandidates([RiskSetFlow.CandidateLoss])
  /// No treated person found a control.
  case nobodyMatched([RiskSetMatch.Unmatched.Reason: Int])
  /// A rule that keeps people out cannot be asked.
  case exclusion(ExclusionError)
  /// A covariate cannot be read.
  case covariates(CohortError)
  /// The score cannot be fitted.
  case score(ModelError)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .invalidSetting: "invalid-design-setting"
    case .notConstant: "exact-covariate-not-constant"
    case .notNumeric: "caliper-on-category"
    case .noTreated: "empty-treated-arm"
    case .noTreatedAdmitted: "no-treated-admitted"
    case .noCandidates: "empty-control-arm"
    case .nobodyMatched: "nobody-matched"
    case .exclusion(let error): error.code
    case .covariates(let error): error.code
    case .score(let error): error.code
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .invalidSetting(let name, _, _): "design setting '\(name)'"
    case .notConstant(let covariate), .notNumeric(let covariate): "covariate '\(covariate)'"
    case .noTreated, .noTreatedAdmitted: "treated arm"
    case .noCandidates: "control arm"
    case .nobodyMatched: nil
    case .exclusion(let error): error.location
    case .covariates(let error): error.location
    case .score(let error): error.location.map { "score model, \($0)" } ?? "score model"
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .invalidSetting(_, let found, let expected): "found \(found), expected \(expected)"
    case .notConstant:
      "exact matching takes sex and attributes; use age bands for age, and the score for the rest"
    case .notNumeric:
      "a caliper needs numbers and the covariate holds categories; match on it exactly instead"
    case .noTreated:
      "nobody on the register has an index date; check that the contacts name registered people"
    case .noTreatedAdmitted(let losses):
      "everybody with an index date was left out ("
        + losses.map { RiskSetError.shown($0.reason.label, $0.count) }.joined(separator: ", ")
        + "); widen the index dates or shorten the look-back"
    case .noCandidates(let losses):
      "nobody was at risk on any index date ("
        + losses.map { RiskSetError.shown($0.reason.label, $0.count) }.joined(separator: ", ")
        + "); supply people who were not taken on or shorten the look-back"
    case .nobodyMatched(let counts):
      "no treated person found a control ("
        + RiskSetMatch.Unmatched.Reason.allCases.compactMap { reason in
          counts[reason].map { RiskSetError.shown(reason.label, SensitiveCount($0)) }
        }.joined(separator: ", ")
        + "); widen the caliper or match exactly on less"
    case .exclusion(let error): error.message
    case .covariates(let error): error.message
    case .score(let error): error.message
    }
  }
}

extension RiskSetError {
  /// A reason and its count by the rule of Hospital Episode Statistics, since an error knows no policy
  /// of its own and messages are passed on.
  private static func shown(_ reason: String, _ count: SensitiveCount) -> String {
    let policy = DisclosurePolicy.hospitalEpisodeStatistics
    return switch policy.disclose(count) {
    case .exact(let shown): "\(reason): about \(shown)"
    case .suppressed: "\(reason): fewer than \(policy.smallestShown)"
    }
  }

  /// Runs a step that reads covariates.
  static func reading<Result>(
    _ step: () throws(CohortError) -> Result
  ) throws(RiskSetError) -> Result {
    do {
      return try step()
    } catch {
      throw .covariates(error)
    }
  }
}
