extension RiskSetDesign {
  /// Matches the treated of a register to people at risk on the same days.
  ///
  /// The steps: who may be treated and who may serve; a pooled logit of being taken on over
  /// person-months; the caliper from the spread of its linear predictor; greedy choice month by
  /// month. Every set is then checked again against the records. What is recorded on or after an
  /// index date changes no covariate and no set, but for who counts as taken on later
  /// (`laterTreated`).
  ///
  /// The match balances what was measured. It says nothing of what was not.
  ///
  /// - Throws: `RiskSetError`.
  /// - Complexity: the score model, O(*person-months* · *columns*²) an iteration, and
  ///   O(*treated* · *people of a stratum* · *covariates* · log *events of a person*).
  public func match(
    _ register: PersonRegister, history: ActivityHistory
  ) throws(RiskSetError) -> RiskSetMatch {
    try check()
    let scoreReaders = try readers(of: covariates, register, history)
    let exactReaders = try readers(of: exact, register, history)
    let strata = RiskSetStrata(
      register: register, readers: exactReaders, ageBandEdges: ageBandEdges, missing: missing)
    let eligibility = RiskSetEligibility(register: register, design: self)
    let admitted = admittedIndexDates ?? history.coverage

    let (treated, frame, losses, indexedCount) = try admit(
      register, history, eligibility: eligibility, strata: strata, admitted: admitted)
    let flow = try flow(
      treated, register, eligibility: eligibility, strata: strata, losses: losses,
      indexedCount: indexedCount)
    let months = RiskSetMonths(
      treated: treated, register: register, eligibility: eligibility,
      firstDate: admitted.lowerBound)
    let rows = try completeRows(of: months, register, history)
    let score = try fit(rows.frame, rows.months)
    let treatedScores = score.values(of: frame)
    let width = caliper.map { $0 * score.standardDeviation }

    let rounds = RiskSetRounds(
      design: self, eligibility: eligibility, strata: strata, score: score,
      readers: scoreReaders,
      reach: width.map { ScoreUnits.rounded($0) } ?? .infinity)
    let outcomes = try RiskSetError.reading { () throws(CohortError) in
      try rounds.run(
        treated: treated, scores: treatedScores, months: months.months.map(\.treated),
        registerCount: register.count)
    }
    let unmatched = self.unmatched(treated, outcomes)
    guard unmatched.count < treated.count else {
      throw .nobodyMatched(
        Dictionary(grouping: unmatched) { $0.reason }.mapValues { $0.count })
    }
    let cohort = RiskSetDesign.cohort(treated, outcomes)
    let members = try RiskSetError.reading { () throws(CohortError) in
      try CovariateFrame(
        of: covariates, persons: cohort.persons, dates: cohort.indexDates, register: register,
        history: history)
    }
    let pool = RiskSetDesign.pool(rows.frame, rows.months, eligibility: eligibility)
    let match = RiskSetMatch(
      design: self, cohort: cohort, scores: score.values(of: members), covariates: members,
      treated: frame, treatedScores: treatedScores, unmatched: unmatched,
      candidates: pool.frame, candidateScores: score.values(of: pool.frame),
      candidateWeights: pool.weights, score: score, caliperWidth: width, flow: flow)
    match.verify(register: register, history: history)
    return match
  }

  private func readers(
    of covariates: [Covariate], _ register: PersonRegister, _ history: ActivityHistory
  ) throws(RiskSetError) -> [CovariateReader] {
    var readers: [CovariateReader] = []
    for covariate in covariates {
      readers.append(
        try RiskSetError.reading { () throws(CohortError) in
          try CovariateReader(covariate, register: register, history: history)
        })
    }
    return readers
  }

  private func fit(
    _ frame: CovariateFrame, _ months: RiskSetMonths
  ) throws(RiskSetError) -> RiskSetScore {
    do {
      return try RiskSetScore(frame: frame, months: months)
    } catch {
      throw .score(error)
    }
  }
}
