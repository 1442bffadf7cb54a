internal import EvalStats

extension MatchedStudy {
  /// One row for the score, each covariate and each level of a category, before and after.
  ///
  /// Before: everybody treated who sought controls against the candidates, weighted to the months
  /// of the treated. After: the matched sets with their weights. Every difference is standardised
  /// with standard deviations from before.
  func balance(_ table: BalanceTable) -> [StudyResults.BalanceRow] {
    let sizes = Sizes(
      treated: Double(match.treated.count), candidates: Double(match.flow.candidateCount),
      treatedMatched: Double(match.setCount), controlsMatched: Double(match.controlCount))
    let verdicts = Dictionary(
      judgement(of: table).rows.map { ($0.name, $0.verdict) },
      uniquingKeysWith: { first, _ in first })
    return table.rows.compactMap { row($0, sizes: sizes, verdict: verdicts[$0.name]) }
  }

  /// What the usual thresholds make of the balance after matching, with the pooled standard
  /// deviation that the report prints.
  func balanceJudgement(_ table: BalanceTable) -> StudyResults.BalanceJudgement? {
    let judgement = judgement(of: table)
    guard let verdict = judgement.verdict else { return nil }
    let (before, after) = (table.summary(.before, by: .pooled), table.summary(.after, by: .pooled))
    return StudyResults.BalanceJudgement(
      verdict: verdict, sentence: judgement.sentence(label: Covariate.label(ofColumn:)),
      denominator: .pooled, meanBefore: before?.mean, meanAfter: after?.mean,
      largestBefore: before?.largest, largestAfter: after?.largest,
      percentImprovement: table.percentImprovement(in: \.mean, by: .pooled),
      thresholds: judgement.thresholds)
  }

  private func judgement(of table: BalanceTable) -> BalanceJudgement {
    table.judged(by: .pooled)
  }

  private struct Sizes {
    let treated: Double
    let candidates: Double
    let treatedMatched: Double
    let controlsMatched: Double
  }

  private func row(
    _ row: BalanceTable.Row, sizes: Sizes, verdict: BalanceVerdict?
  ) -> StudyResults.BalanceRow? {
    guard let after = row.after else { return nil }
    let before = row.before
    func mean(_ value: Double, of people: Double) -> Double {
      row.isBinary ? plan.disclosure.share(value, of: people) : value
    }
    return StudyResults.BalanceRow(
      covariate: Covariate.label(ofColumn: row.name), isBinary: row.isBinary,
      meanTreated: mean(before.meanTreated, of: sizes.treated),
      meanCandidates: mean(before.meanControl, of: sizes.candidates),
      meanTreatedMatched: mean(after.meanTreated, of: sizes.treatedMatched),
      meanControlsMatched: mean(after.meanControl, of: sizes.controlsMatched),
      standardisedDifferenceBefore: row.standardisedDifference(.before),
      standardisedDifferenceAfter: row.standardisedDifference(.after),
      standardisedDifferencePooledBefore: row.standardisedDifference(.before, by: .pooled),
      standardisedDifferencePooledAfter: row.standardisedDifference(.after, by: .pooled),
      varianceRatioBefore: before.varianceRatio, varianceRatioAfter: after.varianceRatio,
      kolmogorovSmirnovBefore: before.ecdfMaximumDifference,
      kolmogorovSmirnovAfter: after.ecdfMaximumDifference,
      ecdfMeanDifferenceBefore: before.ecdfMeanDifference,
      ecdfMeanDifferenceAfter: after.ecdfMeanDifference, verdict: verdict)
  }
}

extension Covariate {
  /// What readers call a column of the covariates: settings by their labels, the rest with its first
  /// letter large and words apart.
  static func label(ofColumn name: String) -> String {
    for setting in Setting.allCases where name.hasPrefix(setting.rawValue + ",") {
      return setting.label + name.dropFirst(setting.rawValue.count)
    }
    if name == BalanceTable.Row.scoreName { return "Score" }
    if name.hasPrefix("imd_decile") { return "IMD decile" + name.dropFirst(10) }
    let words = name.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
