internal import EvalStats

extension StudyProtocol {
  /// Which stretch of earlier use a fit matches on.
  enum UseMatched {
    /// What the protocol names.
    case asPlanned
    /// The last twelve months, whatever the protocol names.
    case recent
    /// Months −24…−13 in place of anything that reaches into the last twelve.
    case earlier
  }

  /// The design of the match.
  func design(_ use: UseMatched = .asPlanned) -> RiskSetDesign {
    var ageBands: [Double] = []
    var exact: [Covariate] = []
    for key in matching.exact {
      switch key {
      case .sex: exact.append(.sex)
      case .attribute(let name): exact.append(.attribute(name))
      case .ageBand(let edges): ageBands = edges.map(Double.init)
      }
    }
    return RiskSetDesign(
      covariates: covariates(use), exact: exact, ageBandEdges: ageBands,
      caliper: matching.caliper, ratio: matching.ratio,
      minimumControls: matching.minimumControls,
      reuse: matching.maximumReuse == 1 ? .none : .atMost(matching.maximumReuse),
      laterTreated: laterTreated, lookBackDays: Window.days(inMonths: calendar.lookBackMonths),
      admittedIndexDates: calendar.index, missing: matching.missing,
      within: matching.within.filter { use != .earlier || !$0.covariate.isRecentUse },
      antiExact: matching.antiExact.map { .attribute($0) },
      excludedControls: matching.excludedControls, exclusions: exclusions, choice: choice)
  }

  private var choice: RiskSetDesign.Choice {
    switch matching.order {
    case .score: .score
    case .nearest: .nearest
    case .random: .random(seed: seed)
    }
  }

  private var laterTreated: RiskSetDesign.LaterTreated {
    switch matching.laterTreated {
    case .exclude: .excludedWithin(days: Window.days(inMonths: calendar.followUpMonths))
    case .censor: .censored
    case .neverTreatedOnly: .neverTreated
    }
  }

  /// The covariates of a fit.
  private func covariates(_ use: UseMatched) -> [Covariate] {
    let planned = matching.covariates
    switch use {
    case .asPlanned: return planned
    case .recent:
      guard !planned.contains(where: \.isRecentUse) else { return planned }
      return planned
        + outcomes.map(\.setting).filter { calendar.canSee($0, Covariate.lastYear) }
        .map { .priorUse($0, Covariate.lastYear) }
    case .earlier: return planned.withoutRecentUse { calendar.canSee($0, $1) }
    }
  }

  /// Whether the main fit matches on use in the twelve months before the index date.
  var matchesOnRecentUse: Bool {
    (isScored && matching.covariates.contains(where: \.isRecentUse))
      || matching.within.contains { $0.covariate.isRecentUse }
  }

  /// Whether a fit with, or without, recent use stands beside the main one: without a score only where
  /// a caliper is on recent use.
  var hasCounterpart: Bool { isScored || matchesOnRecentUse }

  /// Whether the match is made on a score.
  var isScored: Bool { matching.order == .score }

  /// What the study is, for the results.
  var summary: StudyResults.StudySummary {
    StudyResults.StudySummary(
      title: title, description: description, isSynthetic: isSynthetic, question: question,
      coverageFrom: calendar.coverage.lowerBound.description,
      coverageTo: calendar.coverage.upperBound.description,
      indexFrom: calendar.index.lowerBound.description,
      indexTo: calendar.index.upperBound.description,
      primaryOutcome: primary?.setting.rawValue, primaryWindowMonths: primary?.windowMonths,
      selectionMechanism: selection.rawValue, disclosure: disclosure.words)
  }
}

extension [Covariate] {
  /// The same with use in months −24…−13 in place of anything that reaches into the last twelve.
  ///
  /// - Parameter isRecorded: Whether the records of a setting cover a window before every index date.
  func withoutRecentUse(
    where isRecorded: (Setting, Window) -> Bool = { _, _ in true }
  ) -> [Covariate] {
    var earlier: [Covariate] = []
    for covariate in self where covariate.isRecentUse {
      switch covariate {
      case .priorUse(let setting, _), .daysSinceLast(let setting, _), .useSlope(let setting, _):
        let use = Covariate.priorUse(setting, Covariate.earlierYear)
        if !earlier.contains(use), isRecorded(setting, Covariate.earlierYear) {
          earlier.append(use)
        }
      case .age, .sex, .attribute, .measurement, .diagnosisScore: break
      }
    }
    let kept = filter { !$0.isRecentUse }
    return kept + earlier.filter { !kept.contains($0) }
  }
}

extension RiskSetDesign {
  /// The design that matches on use in months −24…−13 in place of recent use.
  var withoutRecentUse: RiskSetDesign {
    var design = self
    design.covariates = covariates.withoutRecentUse()
    return design
  }
}

extension Covariate {
  /// Whether it tells of use in the twelve months before the index date. A risk score does: it is
  /// made from recent admissions.
  var isRecentUse: Bool {
    switch self {
    case .age, .sex, .attribute, .diagnosisScore: false
    case .priorUse(_, let window): window.lastDay > Covariate.earlierYear.lastDay
    case .daysSinceLast, .measurement, .useSlope: true
    }
  }
}

extension DisclosurePolicy {
  /// The rule in words.
  var words: String {
    switch self {
    case .hospitalEpisodeStatistics:
      "Counts from 1 to 7 are shown as *, other counts are rounded to the nearest 5, and rates are "
        + "made from the rounded counts."
    case .below(let threshold) where threshold > 1:
      "Counts from 1 to \(threshold - 1) are shown as *, other counts are rounded to the nearest "
        + "\(step), and rates are made from the rounded counts."
    case .below, .none: "Counts are shown as they are."
    }
  }
}
