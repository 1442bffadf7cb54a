internal import EvalStats

extension MatchedStudy {
  /// How many were left at every step, by arm, and who was lost and why.
  func flow() -> [StudyResults.FlowStep] {
    let flow = match.flow
    var steps = [
      step(.treated, "With a first MDT contact", flow.indexedCount, []),
      step(.treated, "Admitted to the match", flow.admittedCount, losing: treatedLosses),
      step(.treated, "Matched", SensitiveCount(match.setCount), unmatchedByReason),
    ]
    for months in windowMonths {
      let observable = ObservableSets(
        of: cohort, windows: PrePostWindows(months: months), coverage: plan.calendar.coverage)
      steps.append(
        step(
          .treated, "With \(months) months of records before and after",
          SensitiveCount(observable.setCount),
          ObservableSets.Reason.allCases.compactMap { reason in
            observable.excludedSetCounts[reason].map { (reason.label, SensitiveCount($0)) }
          }))
    }
    steps += [
      step(.control, "On the register", flow.registeredCount, []),
      step(.control, "At risk on an index date", flow.candidateCount, losing: candidateLosses),
      step(
        .control, "Matched", SensitiveCount(match.controlCount),
        [
          (
            "not needed, or not alike enough",
            flow.candidateCount - SensitiveCount(match.controlCount)
          )
        ]),
    ]
    return steps
  }

  /// Why people with an index date were not admitted, in the order asked, with every rule of the study
  /// where the rules stand.
  private var treatedLosses: [Lost] {
    let flow = match.flow
    let counts = Dictionary(
      flow.treatedLosses.map { ($0.reason, $0.count) }, uniquingKeysWith: { first, _ in first })
    return RiskSetFlow.TreatedReason.allCases.flatMap { reason in
      reason == .excluded
        ? flow.treatedExclusions.map { Lost($0) }
        : [Lost(reason: reason.label, count: counts[reason] ?? 0)]
    }
  }

  /// Why people on the register were candidates on no index date.
  private var candidateLosses: [Lost] {
    let flow = match.flow
    let counts = Dictionary(
      flow.candidateLosses.map { ($0.reason, $0.count) }, uniquingKeysWith: { first, _ in first })
    return RiskSetFlow.CandidateReason.allCases.flatMap { reason in
      reason == .excluded
        ? flow.controlExclusions.map { Lost($0) }
        : [Lost(reason: reason.label, count: counts[reason] ?? 0)]
    }
  }

  /// How many people were lost for one reason.
  private struct Lost {
    let reason: String
    let count: SensitiveCount
    /// Whether nobody lost is worth a line: a rule that the protocol names is answered.
    var isNamed = false

    init(reason: String, count: SensitiveCount) {
      self.reason = reason
      self.count = count
    }

    init(_ excluded: RiskSetFlow.Excluded) {
      reason = excluded.label
      count = excluded.count
      isNamed = true
    }
  }

  /// The windows of the protocol, each once, ascending.
  var windowMonths: [Int] { Set(plan.outcomes.flatMap(\.windowMonths)).sorted() }

  /// The treated without controls by reason; reasons that never applied are absent.
  var unmatchedByReason: [(String, SensitiveCount)] {
    RiskSetMatch.Unmatched.Reason.allCases.compactMap { reason in
      let count = match.unmatched.count { $0.reason == reason }
      return count > 0 ? (reason.label, SensitiveCount(count)) : nil
    }
  }

  func losses(_ reasons: [(String, SensitiveCount)]) -> [StudyResults.FlowStep.Loss] {
    reasons.filter { $0.1 > 0 }.map {
      StudyResults.FlowStep.Loss(reason: $0.0, count: plan.disclosure.disclose($0.1))
    }
  }

  private func step(
    _ arm: Arm, _ label: String, _ remaining: SensitiveCount, losing lost: [Lost]
  ) -> StudyResults.FlowStep {
    StudyResults.FlowStep(
      arm: arm, label: label, remaining: plan.disclosure.disclose(remaining),
      lost: lost.filter { $0.count > 0 || $0.isNamed }.map {
        StudyResults.FlowStep.Loss(
          reason: $0.reason, count: plan.disclosure.disclose($0.count))
      })
  }

  private func step(
    _ arm: Arm, _ label: String, _ remaining: SensitiveCount, _ lost: [(String, SensitiveCount)]
  ) -> StudyResults.FlowStep {
    StudyResults.FlowStep(
      arm: arm, label: label, remaining: plan.disclosure.disclose(remaining), lost: losses(lost))
  }

  /// How the match was made and what came of it.
  func summary() -> StudyResults.MatchSummary {
    let weights = controlWeightsByPerson
    let sum = weights.reduce(0, +)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    return StudyResults.MatchSummary(
      method: method, population: population,
      treated: plan.disclosure.disclose(match.treated.count),
      treatedMatched: plan.disclosure.disclose(match.setCount),
      treatedUnmatched: losses(unmatchedByReason),
      candidates: plan.disclosure.disclose(match.flow.candidateCount),
      controlsMatched: plan.disclosure.disclose(match.controlCount),
      sets: plan.disclosure.disclose(match.setCount),
      controlsPerTreated: controlsPerTreated,
      effectiveSampleSizeControls: plan.disclosure.disclose(
        squares > 0 ? Int((sum * sum / squares).rounded()) : 0),
      maximumReuse: match.maximumReuse, caliperWidth: match.caliperWidth,
      populationDifference: shownRepresentation?.differenceSentence(
        label: Covariate.label(ofColumn:),
        share: { plan.disclosure.share($0, of: Double($1)).map(Wording.percent) ?? "*" }),
      representation: shownRepresentation.map(rows(of:)))
  }

  /// Who was matched and who was not, where there is somebody in both groups and both may be shown.
  private var shownRepresentation: Representation? {
    let unmatched = match.unmatched.count
    guard unmatched > 0, match.setCount > 0, !plan.disclosure.suppresses(unmatched),
      !plan.disclosure.suppresses(match.setCount)
    else { return nil }
    return match.representation
  }

  private func rows(of representation: Representation) -> [StudyResults.RepresentationRow] {
    let left = representation.askedCount - representation.representedCount
    return representation.rows.compactMap { row in
      guard let meanLeftOut = row.meanLeftOut else { return nil }
      func mean(_ value: Double, of people: Int) -> Double? {
        row.isBinary ? plan.disclosure.share(value, of: Double(people)) : value
      }
      return StudyResults.RepresentationRow(
        covariate: Covariate.label(ofColumn: row.name),
        meanMatched: mean(row.meanRepresented, of: representation.representedCount),
        meanUnmatched: mean(meanLeftOut, of: left),
        // Of a 0/1 column it would undo the rounding of the shares.
        standardisedDifference: row.isBinary && plan.disclosure != .none
          ? nil : row.standardisedDifference)
    }
  }

  /// Members in the control arm over sets, to one decimal.
  private var controlsPerTreated: Double {
    let uses = cohort.arms.count { $0 == .control }
    return (10 * Double(uses) / Double(max(1, match.setCount))).rounded() / 10
  }

  /// The weight of each control, summed over its sets, in order of the register.
  private var controlWeightsByPerson: [Double] {
    var weights: [Int: Double] = [:]
    for member in 0..<cohort.count where cohort.arms[member] == .control {
      weights[cohort.persons[member], default: 0] += cohort.weights[member]
    }
    return weights.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whom the estimate speaks of, in plain words.
  private var population: String {
    match.unmatched.isEmpty
      ? "\(opening) speak of everybody taken on whose index date was admitted, each compared with "
        + "people like them who were not taken on then."
      : "\(opening) speak of those people taken on for whom somebody like them could be found, not "
        + "of the others."
  }

  /// What speaks of people: estimates, or the balance where no outcome was asked for.
  private var opening: String { plan.outcomes.isEmpty ? "These comparisons" : "The estimates" }
}
