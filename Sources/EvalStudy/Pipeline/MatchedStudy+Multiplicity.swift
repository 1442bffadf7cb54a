internal import EvalStats

extension MatchedStudy {
  /// How many tests stand in the results, and which of them were taken together.
  func multiplicity(
    _ outcomes: [StudyResults.OutcomeResult], eventStudies: [StudyResults.EventStudyResult],
    subgroups: [StudyResults.SubgroupResult],
    mortality: [StudyResults.MortalityResult],
    sensitivity: [StudyResults.SensitivityFit]
  ) -> StudyResults.Multiplicity {
    func tests(_ findings: [Finding?]) -> Int { findings.count { $0?.pValue != nil } }
    let main = tests(outcomes.map(\.rateOfChange))
    let adjusted = outcomes.count { $0.adjustedPValue != nil }
    // The main fit and the adjusted one stand in the sensitivity panel as well.
    let others = sensitivity.filter { fit in
      !outcomes.contains { outcome in
        outcome.outcome == fit.outcome && outcome.windowMonths == fit.windowMonths
          && ([outcome.rateOfChange] + outcome.alternatives).contains(fit.finding)
      }
    }
    let checks =
      tests(outcomes.flatMap(\.alternatives)) + tests(others.map(\.finding))
      + tests(subgroups.flatMap { [$0.interaction, $0.trend, $0.pooled] + $0.groups.map(\.ratio) })
      + tests(mortality.map(\.ratio))
      + tests(eventStudies.flatMap { [$0.preTrend?.test, $0.preTrend?.slope] })
    let primary = outcomes.contains { $0.isPrimary && $0.rateOfChange?.pValue != nil }
    let method = Self.adjustment.label
    var text =
      "\(main) \(main == 1 ? "outcome and window was" : "outcomes and windows were") tested"
    if primary { text += ", of which the declared primary is left alone" }
    if adjusted > 0 {
      text +=
        "; the \(primary ? "other " : "")\(adjusted) \(adjusted == 1 ? "is" : "are") adjusted "
        + "together (\(method))"
    }
    text +=
      ". \(checks) further p-values, of other estimators, other fits, subgroups, deaths and earlier trends, "
      + "stand beside them as checks and are not adjusted."
    return StudyResults.Multiplicity(
      testCount: main + checks, mainTestCount: main, adjustedTestCount: adjusted,
      adjustmentMethod: method, text: text)
  }
}
