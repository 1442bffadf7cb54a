internal import EvalStats

extension MatchedStudy {
  /// How many were left at every step, by arm, and who was lost and why.
  func flow() -> [StudyResults.FlowStep] {
    let flow = match.flow
    var steps = [
      step(.treated, "With a first MDT contact", flow.indexedCount, []),
      step(
        .treated, "Admitted to the match", flow.admittedCount,
        flow.treatedLosses.map { ($0.reason.label, $0.count) }),
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
      step(
        .control, "At risk on an index date", flow.candidateCount,
        flow.candidateLosses.map { ($0.reason.label, $0.count) }),
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

  /// The design in words, for a statistician.
  private var method: String {
    let design = match.design
    var parts = [
      "nearest neighbour on the linear predictor of a pooled discrete-time logit, within risk sets "
        + "at each exact index date",
      "covariates of the day before: "
        + design.covariates.map { Covariate.label(ofColumn: $0.name) }.joined(separator: "; "),
    ]
    var exact = design.exact.map { Covariate.label(ofColumn: $0.name).lowercased() }
    if !design.ageBandEdges.isEmpty {
      let edges = design.ageBandEdges.map { Wording.fixed($0, places: 0) }
      exact.append("age band (new bands at \(edges.joined(separator: ", ")))")
    }
    if !exact.isEmpty { parts.append("exact on \(exact.joined(separator: " and "))") }
    parts.append(
      design.caliper.map { "caliper \($0) SD of the score" } ?? "no caliper")
    parts.append(
      "up to \(design.ratio) controls a treated person, at least \(design.minimumControls)")
    switch design.reuse {
    case .none: parts.append("without replacement over the whole study")
    case .atMost(let limit): parts.append("a control serves at most \(limit) times")
    case .unlimited: parts.append("with replacement")
    }
    switch design.laterTreated {
    case .excludedWithin(let days):
      parts.append("controls not taken on within \(days) days after the index date")
    case .censored: parts.append("controls taken on later censored at their own index date")
    case .neverTreated: parts.append("never-treated controls only")
    }
    return parts.joined(separator: "; ") + "."
  }

  /// Whom the estimate speaks of, in plain words.
  private var population: String {
    match.unmatched.isEmpty
      ? "The estimates speak of everybody taken on whose index date was admitted, each compared with "
        + "people like them who were not taken on then."
      : "The estimates speak of those people taken on for whom somebody like them could be found, not "
        + "of the others."
  }
}
