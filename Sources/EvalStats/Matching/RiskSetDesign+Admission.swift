extension RiskSetDesign {
  /// The treated who seek controls, in order of index date and row, their covariates, and who was
  /// left out.
  func admit(
    _ register: PersonRegister, _ history: ActivityHistory, eligibility: RiskSetEligibility,
    strata: RiskSetStrata, admitted: ClosedRange<Day>
  ) throws(RiskSetError) -> (
    treated: [RiskSetTreated], frame: CovariateFrame, losses: [RiskSetFlow.TreatedLoss],
    indexedCount: Int
  ) {
    var counts: [RiskSetFlow.TreatedReason: Int] = [:]
    var indexedCount = 0
    var treated: [RiskSetTreated] = []
    for person in 0..<register.count {
      guard let date = register.indexDates[person] else { continue }
      indexedCount += 1
      if let reason = eligibility.treatedReason(person, on: date, admitted: admitted) {
        counts[reason, default: 0] += 1
      } else {
        treated.append(RiskSetTreated(person: person, date: date))
      }
    }
    guard indexedCount > 0 else { throw .noTreated }
    treated.sort { ($0.date, $0.person) < ($1.date, $1.person) }
    var frame = try RiskSetError.reading { () throws(CohortError) in
      try CovariateFrame(
        of: covariates, persons: treated.map { $0.person }, dates: treated.map { $0.date },
        register: register, history: history)
    }
    try refuseMissing(in: frame)
    try refuseMissing(in: strata, of: treated.map(\.person))
    if missing != .indicator {
      let complete = frame.completeRows.filter { strata.strata[treated[$0].person] >= 0 }
      if complete.count < treated.count {
        counts[.covariateMissing] = treated.count - complete.count
        treated = complete.map { treated[$0] }
        frame = frame.rows(at: complete)
      }
    }
    let losses = RiskSetFlow.TreatedReason.allCases.compactMap { reason in
      counts[reason].map { RiskSetFlow.TreatedLoss(reason: reason, count: SensitiveCount($0)) }
    }
    guard !treated.isEmpty else { throw .noTreatedAdmitted(losses) }
    return (treated, frame, losses, indexedCount)
  }

  /// Counts who was considered.
  func flow(
    _ treated: [RiskSetTreated], _ register: PersonRegister, eligibility: RiskSetEligibility,
    strata: RiskSetStrata, losses: [RiskSetFlow.TreatedLoss], indexedCount: Int
  ) throws(RiskSetError) -> RiskSetFlow {
    let reasons = eligibility.candidateReasons(on: treated.map(\.date))
    let candidateLosses = RiskSetFlow.CandidateReason.allCases.compactMap { reason in
      let count = reasons.count { $0 == reason }
      return count > 0
        ? RiskSetFlow.CandidateLoss(reason: reason, count: SensitiveCount(count)) : nil
    }
    let candidateCount = reasons.count { $0 == nil }
    guard candidateCount > 0 else { throw .noCandidates(candidateLosses) }
    try refuseMissing(in: strata, of: reasons.indices.filter { reasons[$0] == nil })
    return RiskSetFlow(
      indexedCount: SensitiveCount(indexedCount), treatedLosses: losses,
      admittedCount: SensitiveCount(treated.count),
      registeredCount: SensitiveCount(register.count), candidateLosses: candidateLosses,
      candidateCount: SensitiveCount(candidateCount))
  }

  /// The person-months in which no covariate is missing, or in which that may be, with them.
  func completeRows(
    of months: RiskSetMonths, _ register: PersonRegister, _ history: ActivityHistory
  ) throws(RiskSetError) -> (months: RiskSetMonths, frame: CovariateFrame) {
    let frame = try RiskSetError.reading { () throws(CohortError) in
      try CovariateFrame(
        of: covariates, persons: months.persons, dates: months.dates, register: register,
        history: history)
    }
    try refuseMissing(in: frame)
    guard missing == .exclude else { return (months, frame) }
    let complete = frame.completeRows
    guard complete.count < frame.count else { return (months, frame) }
    return (months.rows(at: complete), frame.rows(at: complete))
  }

  /// Refuses covariates nobody has and, unless the design says what to do, any missing value.
  private func refuseMissing(in frame: CovariateFrame) throws(RiskSetError) {
    for (covariate, count) in zip(covariates, frame.missingCounts) where count > 0 {
      if count == frame.count { throw .covariates(.allMissing(covariate: covariate.name)) }
      if missing == .error {
        throw .covariates(
          .missingValues(covariate: covariate.name, rows: count, of: frame.count))
      }
    }
  }

  /// Refuses missing exact covariates unless the design says what to do.
  private func refuseMissing(
    in strata: RiskSetStrata, of people: [Int]
  ) throws(RiskSetError) {
    guard missing == .error else { return }
    let places = people.compactMap { strata.missingCovariate[$0] }
    guard let place = places.min() else { return }
    throw .covariates(
      .missingValues(
        covariate: exact[place].name, rows: places.count { $0 == place }, of: people.count))
  }
}
