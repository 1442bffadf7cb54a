extension RiskSetDesign {
  /// The treated who seek controls, in order of index date and row, their covariates, and who was
  /// left out.
  func admit(
    _ register: PersonRegister, _ history: ActivityHistory, eligibility: RiskSetEligibility,
    strata: RiskSetStrata, admitted: ClosedRange<Day>
  ) throws(RiskSetError) -> RiskSetAdmission {
    var counts: [RiskSetFlow.TreatedReason: Int] = [:]
    var indexedCount = 0
    let rules = try exclusionReaders(for: .treated, register, history)
    var ruleCounts = Array(repeating: 0, count: rules.count)
    var treated: [RiskSetTreated] = []
    for person in 0..<register.count {
      guard let date = register.indexDates[person] else { continue }
      indexedCount += 1
      if let reason = eligibility.treatedReason(person, on: date, admitted: admitted) {
        counts[reason, default: 0] += 1
      } else if let rule = rules.firstIndex(where: { $0.excludes(person, on: date) }) {
        counts[.excluded, default: 0] += 1
        ruleCounts[rule] += 1
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
    let constraints = try constraintFrame(of: treated, register, history)
    if isScored { try refuseMissing(in: frame) }
    try refuseMissing(in: constraints)
    try refuseMissing(in: strata, of: treated.map(\.person))
    if missing != .indicator {
      var known = Set(constraints.completeRows)
      if isScored { known.formIntersection(frame.completeRows) }
      let complete = treated.indices.filter {
        known.contains($0) && strata.strata[treated[$0].person] >= 0
      }
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
    return RiskSetAdmission(
      treated: treated, frame: frame, losses: losses,
      exclusions: zip(rules, ruleCounts).map { .init(label: $0.label, count: SensitiveCount($1)) },
      indexedCount: indexedCount)
  }

  /// The covariates of calipers and the attributes that must differ, of the treated.
  private func constraintFrame(
    of treated: [RiskSetTreated], _ register: PersonRegister, _ history: ActivityHistory
  ) throws(RiskSetError) -> CovariateFrame {
    try RiskSetError.reading { () throws(CohortError) in
      try CovariateFrame(
        of: within.map(\.covariate) + antiExact, persons: treated.map(\.person),
        dates: treated.map(\.date), register: register, history: history)
    }
  }

  /// Counts who was considered.
  func flow(
    _ admission: RiskSetAdmission, _ register: PersonRegister, eligibility: RiskSetEligibility,
    strata: RiskSetStrata
  ) throws(RiskSetError) -> RiskSetFlow {
    let losses = eligibility.candidateLosses(on: admission.treated.map(\.date))
    let candidateLosses = RiskSetFlow.CandidateReason.allCases.compactMap { reason in
      let count = losses.count { $0?.reason == reason }
      return count > 0
        ? RiskSetFlow.CandidateLoss(reason: reason, count: SensitiveCount(count)) : nil
    }
    var ruleCounts = Array(repeating: 0, count: eligibility.controlRules.count)
    for case let rule? in losses.map({ $0?.rule }) { ruleCounts[rule] += 1 }
    let candidateCount = losses.count { $0 == nil }
    guard candidateCount > 0 else { throw .noCandidates(candidateLosses) }
    try refuseMissing(in: strata, of: losses.indices.filter { losses[$0] == nil })
    return RiskSetFlow(
      indexedCount: SensitiveCount(admission.indexedCount), treatedLosses: admission.losses,
      treatedExclusions: admission.exclusions,
      admittedCount: SensitiveCount(admission.treated.count),
      registeredCount: SensitiveCount(register.count), candidateLosses: candidateLosses,
      controlExclusions: zip(eligibility.controlRules, ruleCounts).map {
        .init(label: $0.label, count: SensitiveCount($1))
      }, candidateCount: SensitiveCount(candidateCount))
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
    // Without a score nobody is matched on these, and the balance says where they are missing.
    guard isScored else { return (months, frame) }
    try refuseMissing(in: frame)
    guard missing == .exclude else { return (months, frame) }
    let complete = frame.completeRows
    guard complete.count < frame.count else { return (months, frame) }
    return (months.rows(at: complete), frame.rows(at: complete))
  }

  /// Refuses covariates nobody has and, unless the design says what to do, any missing value.
  private func refuseMissing(in frame: CovariateFrame) throws(RiskSetError) {
    for (covariate, count) in zip(frame.covariates, frame.missingCounts) where count > 0 {
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

/// The treated who seek controls, and who of those with an index date does not.
struct RiskSetAdmission: Sendable {
  /// In order of index date and row.
  let treated: [RiskSetTreated]
  /// Their covariates.
  let frame: CovariateFrame
  let losses: [RiskSetFlow.TreatedLoss]
  let exclusions: [RiskSetFlow.Excluded]
  /// People with an index date.
  let indexedCount: Int
}
