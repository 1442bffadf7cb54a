public import EvalStats

/// One evaluation in memory: match within risk sets, judge balance, measure the change, cost it.
///
/// The pipeline knows no files. What it is given is a plan, a register and a history; what it gives
/// back has been through the plan's disclosure policy. The same inputs give equal results, whatever
/// the order of the register's rows beyond the published tie rule.
public struct StudyPipeline: Sendable {
  /// The analysis plan.
  public let plan: StudyProtocol
  /// The people, with their index dates.
  public let register: PersonRegister
  /// What they used.
  public let history: ActivityHistory
  /// What activity costs; without it nothing is costed.
  public let unitCosts: UnitCostTable?

  /// Creates a pipeline.
  public init(
    plan: StudyProtocol, register: PersonRegister, history: ActivityHistory,
    unitCosts: UnitCostTable? = nil
  ) {
    self.plan = plan
    self.register = register
    self.history = history
    self.unitCosts = unitCosts
  }

  /// A step of a run, in the order in which they are taken.
  public enum Step: String, Sendable, CaseIterable {
    case match = "matching within risk sets"
    case balance = "judging balance"
    case change = "measuring the change"
    case costs = "costing"
    case sensitivity = "fitting again under other assumptions"
  }

  /// Results and the match they rest on.
  public struct Outcome: Sendable {
    /// What readers see.
    public let results: StudyResults
    /// Who was matched to whom; for the analyst alone.
    public let match: MatchTable
  }

  /// Runs the evaluation. A plan that asks for no outcome ends with the match, its balance and flow.
  ///
  /// - Parameters:
  ///   - provenance: what went in, as the results shall quote it; `nil` where nothing was read from
  ///     files.
  ///   - adequacy: what the data can carry, judged before any outcome was looked at.
  ///   - population: how use is spread and whom the programme has reached.
  ///   - progress: told of each step as it begins.
  /// - Throws: `RiskSetError` if nobody can be matched, `PipelineError` if no outcome can be
  ///   estimated, `CostError` if the unit costs do not fit the activity.
  public func run(
    provenance: StudyResults.Provenance? = nil,
    adequacy: StudyAdequacy = .none, population: StudyResults.PopulationResult? = nil,
    progress: (Step) -> Void = { _ in }
  ) throws -> Outcome {
    progress(.match)
    let design = plan.design()
    let study = MatchedStudy(
      plan: plan, register: register, history: history,
      match: try design.match(register, history: history))
    progress(.balance)
    let balance = study.balance(study.match.balance)
    progress(.change)
    let estimates = study.estimates()
    guard plan.outcomes.isEmpty || estimates.contains(where: { $0.counts != nil }) else {
      throw PipelineError.nothingToEstimate(
        estimates.first.map { "\($0.outcome.label), \($0.months) months" } ?? "outcomes",
        reason: estimates.first?.obstacle ?? "the protocol names no outcome")
    }
    let outcomes = study.outcomes(of: estimates)
    let eventStudies = study.eventStudies()
    let subgroups = study.subgroups(of: estimates)
    let mortality = study.mortality()
    progress(.costs)
    let costs = try study.costs(unitCosts)
    progress(.sensitivity)
    let sensitivity = study.sensitivity(beside: estimates)
    var results = StudyResults(
      study: plan.summary,
      provenance: provenance
        ?? StudyResults.Provenance(
          evalStatsVersion: EvalStatsVersion.current, protocolHash: "", seed: plan.seed,
          inputs: []),
      adequacy: adequacy.sources,
      outcomeAdequacy: study.outcomeAdequacy(adequacy.outcomes, estimates: outcomes),
      linkage: adequacy.linkage, population: population, flow: study.flow(),
      match: study.summary(), balance: balance,
      balanceJudgement: study.balanceJudgement(study.match.balance, shown: balance),
      monthlyRates: study.monthlyRates(),
      outcomes: outcomes, mortality: mortality.results, costs: costs.results,
      sensitivity: sensitivity.fits, eventStudies: eventStudies,
      subgroups: subgroups,
      multiplicity: plan.outcomes.isEmpty
        ? nil
        : study.multiplicity(
          outcomes, eventStudies: eventStudies, subgroups: subgroups, mortality: mortality.results,
          sensitivity: sensitivity.fits), caveats: [])
    results.caveats = study.caveats(
      results: results, estimates: estimates, mortality: mortality, costs: costs,
      sensitivity: sensitivity)
    return Outcome(results: results, match: study.table())
  }
}
