extension RiskSetDesign {
  /// Matches the treated of a register to people at risk on the same days.
  ///
  /// The steps: who may be treated and who may serve; a pooled logit of being taken on over
  /// person-months, unless the design asks for no score; the caliper from the spread of its linear
  /// predictor; greedy choice month by month. Every set is then checked again against the records. What is recorded on or after an
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
    let ready = try RiskSetPreparation(self, register, history: history)
    let outcomes = try ready.outcomes(self, ready.eligibility)
    let cohort = RiskSetDesign.cohort(ready.treated, outcomes)
    let members = try RiskSetError.reading { () throws(CohortError) in
      try CovariateFrame(
        of: covariates, persons: cohort.persons, dates: cohort.indexDates, register: register,
        history: history)
    }
    let pool = RiskSetDesign.pool(ready.monthFrame, ready.months, eligibility: ready.eligibility)
    let match = RiskSetMatch(
      design: self, cohort: cohort, scores: ready.score?.values(of: members), covariates: members,
      treated: ready.treatedFrame, treatedScores: ready.treatedScores,
      unmatched: unmatched(ready.treated, outcomes), candidates: pool.frame,
      candidateScores: ready.score?.values(of: pool.frame), candidateWeights: pool.weights,
      score: ready.score, caliperWidth: ready.caliperWidth, flow: ready.flow)
    match.verify(register: register, history: history)
    return match
  }

  func readers(
    of covariates: [Covariate], _ register: PersonRegister, _ history: ActivityHistory
  ) throws(RiskSetError) -> CovariateReaders {
    try RiskSetError.reading { () throws(CohortError) in
      try CovariateReaders(covariates, register: register, history: history)
    }
  }
}
