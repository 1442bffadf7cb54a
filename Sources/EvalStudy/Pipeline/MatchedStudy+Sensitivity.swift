internal import EvalLinearAlgebra
internal import EvalStats
internal import Foundation

/// Fits beside the main one, with what caveats need of them.
struct SensitivityEstimates {
  var fits: [StudyResults.SensitivityFit] = []
  /// Outcomes whose three fits differ by more than one standard error, with the fits in words.
  var disagreements: [(label: String, figures: String)] = []
}

/// One way to look at the same question, and how it is read.
private struct OtherDesign {
  let label: String
  let note: String
  let design: RiskSetDesign
}

extension MatchedStudy {
  /// How many times a control may serve where reuse is looked at.
  private static let reuseLimit = 5

  /// For each outcome, in its main window: the three fits, then the other rules for controls.
  func sensitivity(beside estimates: [OutcomeEstimate]) -> SensitivityEstimates {
    let shown = mainWindows(of: estimates)
    guard !shown.isEmpty else { return SensitivityEstimates() }
    let counterpart = plan.hasCounterpart ? self.counterpart : nil
    let others = [counterpart].compactMap { $0 } + otherRules
    let matches = matched(others.map(\.design))
    var result = SensitivityEstimates()
    for estimate in shown {
      var three = [
        fit(estimate, label: mainLabel, note: "The main fit.", finding: estimate.ratio)
      ]
      if let counterpart { three.append(fit(estimate, counterpart, in: matches[0])) }
      three.append(
        fit(
          estimate, label: "Ratio after, adjusted for use before",
          note:
            "Assumes that people alike in past use would have gone on alike, where the main fit "
            + "assumes parallel trends.",
          finding: try? estimate.change?.adjustedForBaseline()))
      result.fits += three
      if let disagreement = disagreement(of: three, estimate) {
        result.disagreements.append(disagreement)
      }
      result.fits.append(nearestMonthLeftOut(estimate))
      for (other, match) in zip(others, matches).dropFirst(counterpart == nil ? 0 : 1) {
        result.fits.append(fit(estimate, other, in: match))
      }
    }
    return result
  }

  /// The fit with or without recent use, whichever the main one is not.
  private var counterpart: OtherDesign {
    guard plan.matchesOnRecentUse else {
      return OtherDesign(
        label: Self.recentLabel,
        note: "Right where people were selected on the recorded use itself.",
        design: plan.design(.recent))
    }
    return OtherDesign(
      label: plan.isScored ? Self.earlierLabel : "Matched without recent use",
      note: "Right where people were selected on need that the record of the last year distorts.",
      design: plan.design(.earlier))
  }

  private var mainLabel: String {
    if plan.matchesOnRecentUse { return Self.recentLabel }
    return plan.isScored ? Self.earlierLabel : "Matched without a score"
  }

  /// The study matched by each design; `nil` where nobody can be.
  private func matched(_ designs: [RiskSetDesign]) -> [MatchedStudy?] {
    Workers.map(count: designs.count) { place in
      guard let match = try? designs[place].match(register, history: history) else { return nil }
      return MatchedStudy(plan: plan, register: register, history: history, match: match)
    }
  }

  static let recentLabel = "Matched on recent use"
  static let earlierLabel = "Matched without recent use, on use in months −24…−13"

  /// One estimate an outcome: the primary window, or else the longest that was estimated.
  func mainWindows(of estimates: [OutcomeEstimate]) -> [OutcomeEstimate] {
    plan.outcomes.compactMap { outcome in
      let own = estimates.filter {
        $0.outcome.setting == outcome.setting && $0.ratio != nil
      }
      return own.first(where: \.isPrimary) ?? own.max { $0.months < $1.months }
    }
  }

  /// Other rules about who may be a control, the protocol's own left out.
  private var otherRules: [OtherDesign] {
    var rules: [OtherDesign] = []
    if match.design.laterTreated != .censored {
      var design = match.design
      design.laterTreated = .censored
      rules.append(
        OtherDesign(
          label: "Later-treated controls kept until their own index date",
          note: "Being censored at one's own crisis is informative: controls look better for it.",
          design: design))
    }
    if !excludesAllLaterTreated {
      var design = match.design
      design.laterTreated = .neverTreated
      rules.append(
        OtherDesign(
          label: "Never-treated controls only",
          note: "Chooses controls by their future.", design: design))
    }
    if match.design.reuse == .none {
      var design = match.design
      design.reuse = .atMost(Self.reuseLimit)
      rules.append(
        OtherDesign(
          label: "Controls may serve up to \(Self.reuseLimit) times",
          note: "Closer matches, fewer different people.", design: design))
    }
    return rules
  }

  /// Whether the main match used never-treated controls only, by its rule or because everybody who
  /// was taken on was so within the stretch it excludes.
  private var excludesAllLaterTreated: Bool {
    switch match.design.laterTreated {
    case .neverTreated: true
    case .censored: false
    case .excludedWithin(let days):
      register.indexDates.allSatisfy {
        $0.map { $0 <= plan.calendar.index.lowerBound.advanced(by: days) } ?? true
      }
    }
  }

  private func fit(
    _ estimate: OutcomeEstimate, label: String, note: String, finding: Finding?
  ) -> StudyResults.SensitivityFit {
    StudyResults.SensitivityFit(
      outcome: estimate.outcome.setting.rawValue, windowMonths: estimate.months, label: label,
      finding: finding.map(plan.disclosure.shown),
      note: finding == nil ? note + " Could not be estimated." : note)
  }

  private func fit(
    _ estimate: OutcomeEstimate, _ other: OtherDesign, in study: MatchedStudy?
  ) -> StudyResults.SensitivityFit {
    let counts = study.flatMap { study in
      try? study.counts(
        of: study.cohort, in: estimate.outcome.setting, PrePostWindows(months: estimate.months))
    }
    return fit(
      estimate, label: other.label, note: other.note,
      finding: counts.flatMap { shownRatio(of: $0, estimate.outcome.setting) })
  }

  private func nearestMonthLeftOut(_ estimate: OutcomeEstimate) -> StudyResults.SensitivityFit {
    var finding: Finding?
    if estimate.months > 1,
      let counts = try? counts(
        of: cohort, in: estimate.outcome.setting,
        PrePostWindows(months: estimate.months, leavingOutNearestMonth: true))
    {
      finding = shownRatio(of: counts, estimate.outcome.setting)
    }
    return fit(
      estimate, label: "Months −1 and +1 left out",
      note: "Without the crisis that led to the referral and the first weeks of the programme.",
      finding: finding)
  }

  /// The ratio, unless a count it is made from may not be shown.
  private func shownRatio(of counts: PrePostCounts, _ setting: Setting) -> Finding? {
    if plan.disclosure.suppresses(aCellOf: counts, isMoney: !setting.isCounted) { return nil }
    return try? RateOfChange(counts).ratio()
  }

  /// Whether the fits differ from the first by more than its standard error.
  private func disagreement(
    of fits: [StudyResults.SensitivityFit], _ estimate: OutcomeEstimate
  ) -> (label: String, figures: String)? {
    guard let main = fits.first?.finding, let standardError = main.standardError else {
      return nil
    }
    let findings = fits.compactMap(\.finding)
    let isApart = findings.contains {
      abs(log($0.estimate) - log(main.estimate)) > standardError
    }
    guard isApart else { return nil }
    let figures = findings.map { Wording.fixed($0.estimate, places: 2) }
    return (
      "\(OutcomeSentence.lowered(estimate.outcome.label)) over \(estimate.months) months",
      figures.joined(separator: ", ")
    )
  }
}
