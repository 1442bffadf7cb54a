internal import EvalStats

extension MatchedStudy {
  private typealias Caveat = StudyResults.Caveat

  /// What the reader must know, the headlines first.
  func caveats(
    results: StudyResults, estimates: [OutcomeEstimate], mortality: MortalityEstimates,
    costs: CostEstimates, sensitivity: SensitivityEstimates
  ) -> [StudyResults.Caveat] {
    var caveats: [Caveat] = []
    if plan.isSynthetic {
      caveats.append(
        Caveat(
          code: "synthetic", severity: .headline,
          text: "These data are made by a simulator. They say nothing about real people."))
    }
    if plan.outcomes.isEmpty {
      caveats.append(
        Caveat(
          code: "no-outcome", severity: .headline,
          text:
            "No outcome was asked for: this is a match and its balance, and nothing in it says what "
            + "the programme changed."))
    }
    caveats += futureCaveats
    caveats += mortalityCaveats(mortality)
    caveats += disagreementCaveats(sensitivity)
    caveats += selectionCaveats(estimates)
    caveats += matchCaveats(results.balance)
    caveats += followUpCaveats(estimates)
    caveats += outcomeCaveats(estimates)
    if let multiplicity = results.multiplicity, multiplicity.mainTestCount > 1 {
      caveats.append(
        Caveat(code: "multiplicity", severity: .note, text: multiplicity.text))
    }
    caveats += adequacyCaveats(results.adequacy)
    caveats += costs.caveats.map { Caveat(code: "costs", severity: .note, text: $0) }
    if !costs.results.isEmpty {
      caveats.append(
        Caveat(
          code: "gross-cost", severity: .note,
          text:
            "Costs are gross, at average cost: the programme's own cost is not taken off, and a "
            + "bed that is not used is not cash."))
    }
    let order: [Caveat.Severity] = [.headline, .warning, .note]
    return order.flatMap { severity in caveats.filter { $0.severity == severity } }
  }

  /// Rules that chose people by what happened to them later.
  private var futureCaveats: [StudyResults.Caveat] {
    plan.exclusions.filter(\.readsFuture).map { exclusion in
      Caveat(
        code: "future-information", severity: .headline,
        text:
          "People were left out by what happened after the index date (\(exclusion.label)). Who is "
          + "left was chosen by their future, and every comparison may be wrong for it.")
    }
  }

  private func mortalityCaveats(_ mortality: MortalityEstimates) -> [Caveat] {
    guard let (months, ratio) = mortality.clear else { return [] }
    return [
      Caveat(
        code: "mortality", severity: .headline,
        text: "\(ratio.estimate > 1 ? "More" : "Fewer") people died in the programme than among "
          + "matched people within \(months) months (\(OutcomeSentence.figures(of: ratio))): people "
          + "who die use no more services, and the arms were not alike in how ill they were.")
    ]
  }

  private func disagreementCaveats(_ sensitivity: SensitivityEstimates) -> [Caveat] {
    guard !sensitivity.disagreements.isEmpty else { return [] }
    let parts = sensitivity.disagreements.map { "\($0.label) (\($0.figures))" }
    return [
      Caveat(
        code: "fits-disagree", severity: .headline,
        text: (plan.hasCounterpart
          ? "The three fits (matched on recent use, matched without it, adjusted for use before) "
          : "The two fits (matched, and adjusted for use before) ")
          + "give ratios further apart than one standard error for \(parts.joined(separator: "; ")): "
          + "the answer depends on why people were selected, which the protocol declares as "
          + "'\(plan.selection.rawValue)'.")
    ]
  }

  /// Regression to the mean, shown and not hidden.
  private func selectionCaveats(_ estimates: [OutcomeEstimate]) -> [Caveat] {
    var caveats: [Caveat] = []
    let main =
      estimates.first { $0.isPrimary && $0.ratio != nil }
      ?? estimates.first {
        $0.ratio != nil
      }
    if let main, let naive = main.naive, let change = main.change,
      let control = try? change.change(in: .control)
    {
      let share = RegressionToTheMean(
        treatedChange: naive.estimate, controlChange: control.estimate
      ).controlShareOfChange
      let isLarge = share.map { abs($0) >= 0.2 } ?? false
      caveats.append(
        Caveat(
          code: "regression-to-the-mean", severity: isLarge ? .headline : .note,
          text: "\(main.outcome.label) over \(main.months) months among everybody taken on "
            + "\(Self.moved(naive.estimate)), and among matched people who were not taken on "
            + "\(Self.moved(control.estimate)): \(Self.claim(naive.estimate, control.estimate))."))
    }
    let humps = plan.outcomes.compactMap { outcome -> String? in
      guard
        let monthly = try? MonthlyCounts(
          of: cohort, time: time, history: history, setting: outcome.setting),
        let hump = monthly.preIndexHump(of: .treated), hump > 1.5
      else { return nil }
      return "\(OutcomeSentence.lowered(outcome.label)) (\(Wording.fixed(hump, places: 1)) times)"
    }
    if !humps.isEmpty {
      caveats.append(
        Caveat(
          code: "pre-index-hump", severity: .note,
          text: "Use by the treated peaked in the three months before the index date, measured "
            + "against months −12…−7: \(humps.joined(separator: ", ")). They were taken on at a bad "
            + "time."))
    }
    return caveats
  }

  private func matchCaveats(_ balance: [StudyResults.BalanceRow]) -> [Caveat] {
    var caveats: [Caveat] = []
    let unmatched = Double(match.unmatched.count) / Double(match.treated.count)
    if unmatched > 0 {
      caveats.append(
        Caveat(
          code: "unmatched", severity: unmatched > 0.1 ? .headline : .warning,
          text:
            "\(unmatchedPortion) found no control like them; \(subject) not speak of them."))
    }
    let apart = balance.filter { abs($0.standardisedDifferenceAfter ?? 0) > 0.1 }
    if !apart.isEmpty {
      let worst = apart.sorted {
        abs($0.standardisedDifferenceAfter ?? 0) > abs($1.standardisedDifferenceAfter ?? 0)
      }
      let names = worst.prefix(3).map {
        "\($0.covariate) (\(Wording.fixed($0.standardisedDifferenceAfter ?? 0, places: 2)))"
      }
      caveats.append(
        Caveat(
          code: "imbalance", severity: .warning,
          text: "After matching \(apart.count) of \(balance.count) characteristics still differ by "
            + "more than a tenth of a standard deviation: \(names.joined(separator: ", "))."))
    }
    if match.setCount < 40, !plan.outcomes.isEmpty {
      caveats.append(
        Caveat(
          code: "few-sets", severity: .warning,
          text: "With so few matched sets, intervals rest on a small-sample correction."))
    }
    if match.maximumReuse > 1 {
      caveats.append(
        Caveat(
          code: "reuse", severity: .note,
          text: "One control serves in up to \(match.maximumReuse) sets; intervals take account of "
            + "it."))
    }
    if plan.matching.covariates.contains(where: {
      if case .measurement = $0 { true } else { false }
    }
    ) {
      caveats.append(
        Caveat(
          code: "risk-score", severity: .note,
          text: "The risk score is made from past admissions and moves with them."))
    }
    return caveats
  }

  private var subject: String {
    plan.outcomes.isEmpty ? "these comparisons do" : "the estimates do"
  }

  /// The share of the treated without controls, from counts as a reader may see them.
  private var unmatchedPortion: String {
    let portion = plan.disclosure.portion(
      match.unmatched.count, of: match.treated.count, "people taken on")
    return Wording.opening(portion)
  }

  private func followUpCaveats(_ estimates: [OutcomeEstimate]) -> [Caveat] {
    let incomplete = estimates.filter { $0.counts != nil && $0.uncoveredSetCount > 0 }
    guard !incomplete.isEmpty else { return [] }
    func share(_ estimate: OutcomeEstimate) -> Double {
      Double(estimate.uncoveredSetCount)
        / Double(estimate.uncoveredSetCount + estimate.setCount)
    }
    let parts = incomplete.map { estimate in
      let portion = plan.disclosure.portion(
        estimate.uncoveredSetCount, of: estimate.uncoveredSetCount + estimate.setCount, "sets")
      return "\(OutcomeSentence.lowered(estimate.outcome.label)) over \(estimate.months) months "
        + "(\(portion))"
    }
    return [
      Caveat(
        code: "incomplete-follow-up",
        severity: incomplete.contains { share($0) > 0.2 } ? .warning : .note,
        text: "Matched sets with windows that the records do not cover are left out, with both "
          + "their arms: \(parts.joined(separator: ", ")).")
    ]
  }

  private func outcomeCaveats(_ estimates: [OutcomeEstimate]) -> [Caveat] {
    var caveats: [Caveat] = []
    caveats += nullCaveats(estimates)
    let dispersed = estimates.compactMap { estimate -> Double? in
      guard estimate.outcome.setting.isCounted, let dispersion = estimate.change?.dispersion,
        dispersion > 1.5
      else { return nil }
      return dispersion
    }
    if let least = dispersed.min(), let most = dispersed.max() {
      caveats.append(
        Caveat(
          code: "over-dispersion", severity: .note,
          text: "Counts vary \(Wording.fixed(least, places: 1)) to "
            + "\(Wording.fixed(most, places: 1)) times as much as single chance events would; the "
            + "intervals allow for it, a plain Poisson interval would not."))
    }
    let settings = plan.outcomes.map(\.setting)
    if settings.contains(.nonElective), settings.contains(.emergency) {
      caveats.append(
        Caveat(
          code: "nel-emergency", severity: .warning,
          text: "Non-elective admissions as paid (every method but 11, 12 and 13) contain the "
            + "emergency admissions (methods 2x): they are not two independent outcomes."))
    } else if settings.contains(.nonElective) {
      caveats.append(
        Caveat(
          code: "nel-emergency", severity: .note,
          text: "Non-elective admissions are counted as paid: with maternity and transfers, not "
            + "emergencies alone."))
    }
    guard !estimates.isEmpty else { return caveats }
    caveats.append(
      Caveat(
        code: "parallel-trends", severity: .note,
        text:
          "The ratio is the programme's effect only if, without it, both arms would have changed "
          + "by the same factor."))
    return caveats
  }

  /// What a study of this size could not have seen: the primary outcome by itself, the others
  /// together.
  private func nullCaveats(_ estimates: [OutcomeEstimate]) -> [Caveat] {
    func detectable(_ estimate: OutcomeEstimate) -> MinimumDetectableChange? {
      guard let ratio = estimate.ratio, (ratio.pValue ?? 0) >= 0.05 else { return nil }
      return MinimumDetectableChange(of: ratio)
    }
    var caveats: [Caveat] = []
    if let primary = estimates.first(where: \.isPrimary), let change = detectable(primary) {
      caveats.append(
        Caveat(
          code: "null", severity: .warning,
          text:
            "\(primary.outcome.label) over \(primary.months) months: no clear difference is not "
            + "proof of none. A study like this one sees a fall of "
            + "\(Wording.percent(1 - change.fall)) or a rise of \(Wording.percent(change.rise - 1)) "
            + "four times in five, and misses smaller ones more often."))
    }
    let others = estimates.filter { !$0.isPrimary }.compactMap { estimate in
      detectable(estimate).map { change in
        "\(OutcomeSentence.lowered(estimate.outcome.label)) over \(estimate.months) months "
          + "−\(Wording.percent(1 - change.fall)) or +\(Wording.percent(change.rise - 1))"
      }
    }
    if !others.isEmpty {
      caveats.append(
        Caveat(
          code: "null", severity: .note,
          text: "No clear difference is not proof of none. Changes that a study like this one sees "
            + "four times in five: \(others.joined(separator: "; "))."))
    }
    return caveats
  }

  private func adequacyCaveats(_ verdicts: [StudyResults.AdequacyVerdict]) -> [Caveat] {
    verdicts.filter { $0.verdict != .adequate }.map { verdict in
      // What is merely noted stands with the source.
      let weighty = (verdict.findings ?? []).filter { $0.weight > .adequate }.map(\.text)
      return Caveat(
        code: "adequacy", severity: verdict.verdict == .notUsable ? .warning : .note,
        text: "\(verdict.source): \(weighty.joined(separator: " "))")
    }
  }

  /// "fell by 30%".
  /// What a claim without controls makes of a change that the controls had as well, or had not.
  private static func claim(_ treated: Double, _ control: Double) -> String {
    if moved(control) == unmoved {
      return "controls take nothing from a before/after claim here"
    }
    return (treated < 1) == (control < 1)
      ? "a before/after claim without controls would have counted that as the programme's doing"
      : "a before/after claim without controls would have missed how far apart they moved"
  }

  private static let unmoved = "stayed as it was"

  private static func moved(_ ratio: Double) -> String {
    let size = Wording.percent(abs(ratio - 1))
    return size == "0%" ? unmoved : "\(ratio < 1 ? "fell" : "rose") by \(size)"
  }
}
