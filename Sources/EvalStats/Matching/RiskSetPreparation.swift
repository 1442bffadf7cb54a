/// A match made ready: everything that does not depend on who may serve as a control.
///
/// Who seeks controls, their covariates, the person-months and the score are the same whatever the
/// rule for people taken on later, so designs that differ in that rule alone share them.
package struct RiskSetPreparation: Sendable {
  let design: RiskSetDesign
  let register: PersonRegister
  let history: ActivityHistory
  let readers: CovariateReaders
  let strata: RiskSetStrata
  let constraints: RiskSetConstraints
  let eligibility: RiskSetEligibility
  let treated: [RiskSetTreated]
  /// The covariates of the treated.
  let treatedFrame: CovariateFrame
  /// `nil` without a score.
  let treatedScores: [Double]?
  let flow: RiskSetFlow
  let months: RiskSetMonths
  /// The covariates of the person-months.
  let monthFrame: CovariateFrame
  /// `nil` where the design asks for none.
  let score: RiskSetScore?

  /// Admits the treated and fits the score, if the design asks for one.
  ///
  /// - Throws: `RiskSetError`.
  package init(
    _ design: RiskSetDesign, _ register: PersonRegister, history: ActivityHistory
  ) throws(RiskSetError) {
    try design.check()
    self.design = design
    self.register = register
    self.history = history
    readers = try design.readers(of: design.covariates, register, history)
    strata = RiskSetStrata(
      register: register, readers: try design.readers(of: design.exact, register, history).readers,
      ageBandEdges: design.ageBandEdges,
      missing: design.missing)
    constraints = try RiskSetConstraints(design, register: register, history: history)
    let everybody = RiskSetEligibility(
      register: register, design: design,
      controlRules: try design.exclusionReaders(for: .control, register, history))
    let admitted = design.admittedIndexDates ?? history.coverage
    let admission = try design.admit(
      register, history, eligibility: everybody, strata: strata, admitted: admitted)
    treated = admission.treated
    treatedFrame = admission.frame
    eligibility = everybody.adding(
      try design.excludedControlReaders(treated.map(\.person), register, history), design)
    flow = try design.flow(admission, register, eligibility: eligibility, strata: strata)
    let everyone = RiskSetMonths(
      treated: treated, register: register, eligibility: eligibility,
      firstDate: admitted.lowerBound)
    (months, monthFrame) = try design.completeRows(of: everyone, register, history)
    if design.isScored {
      do {
        score = try RiskSetScore(frame: monthFrame, months: months)
      } catch {
        throw .score(error)
      }
    } else {
      score = nil
    }
    treatedScores = score?.values(of: treatedFrame)
  }

  /// The largest difference in score, included; `nil` for none.
  var caliperWidth: Double? {
    guard let caliper = design.caliper, let score else { return nil }
    return caliper * score.standardDeviation
  }

  /// The matched sets alone, under the design's rule for people taken on later or another.
  ///
  /// - Throws: `RiskSetError`.
  package func cohort(
    laterTreated: RiskSetDesign.LaterTreated? = nil
  ) throws(RiskSetError) -> Cohort {
    guard let laterTreated, laterTreated != design.laterTreated else {
      return RiskSetDesign.cohort(treated, try outcomes(design, eligibility))
    }
    var other = design
    other.laterTreated = laterTreated
    return RiskSetDesign.cohort(
      treated,
      try outcomes(other, eligibility.adding([], other)))
  }

  /// The controls of each of the treated.
  ///
  /// - Throws: `RiskSetError.nobodyMatched`, `.covariates`.
  func outcomes(
    _ design: RiskSetDesign, _ eligibility: RiskSetEligibility
  ) throws(RiskSetError) -> [RiskSetRounds.Outcome] {
    let rounds = RiskSetRounds(
      design: design, eligibility: eligibility, strata: strata, constraints: constraints,
      score: score, readers: readers,
      reach: caliperWidth.map { ScoreUnits.rounded($0) } ?? .infinity)
    let outcomes = try RiskSetError.reading { () throws(CohortError) in
      try rounds.run(
        treated: treated, scores: treatedScores, months: months.months.map(\.treated),
        registerCount: register.count)
    }
    let unmatched = design.unmatched(treated, outcomes)
    guard unmatched.count < treated.count else {
      throw .nobodyMatched(
        Dictionary(grouping: unmatched) { $0.reason }.mapValues { $0.count })
    }
    return outcomes
  }
}
