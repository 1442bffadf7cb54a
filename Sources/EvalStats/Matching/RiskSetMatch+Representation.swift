extension RiskSetMatch {
  /// What was estimated: of the treated who sought controls, those who found them against those who
  /// did not, on the day before their index dates.
  ///
  /// People whose index date was not admitted are in `flow`, not here: no covariate was read of them.
  public var representation: Representation {
    let rowOf = Dictionary(uniqueKeysWithValues: zip(treated.persons, 0..<treated.count))
    var reasons: [Int: Match.Reason] = [:]
    for person in unmatched {
      guard let row = rowOf[person.person] else { continue }
      reasons[row] = person.reason.asMatchReason
    }
    return Representation(
      estimand: .att, isAsked: Array(repeating: true, count: treated.count),
      shares: (0..<treated.count).map { reasons[$0] == nil ? 1 : 0 }, reasons: reasons,
      covariates: treated.columns(coding: .everyLevel))
  }
}

extension RiskSetMatch.Unmatched.Reason {
  fileprivate var asMatchReason: Match.Reason {
    switch self {
    case .tooFewInStratum: .noneInExactStratum
    case .tooFewWithinCaliper: .noneInsideCaliper
    case .exhausted: .allTaken
    }
  }
}
