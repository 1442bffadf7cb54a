internal import EvalStats

extension MatchedStudy {
  /// One row for the score, each covariate and each level of a category, before and after.
  ///
  /// Before: everybody treated who sought controls against the candidates, weighted to the months
  /// of the treated. After: the matched sets with their weights. Every difference is standardised
  /// with standard deviations from before.
  func balance(_ table: BalanceTable) -> [StudyResults.BalanceRow] {
    let verdicts = Dictionary(
      judgement(of: table).rows.map { ($0.name, $0.verdict) },
      uniquingKeysWith: { first, _ in first })
    let guarded = guardedCovariates(table)
    return table.rows.compactMap { row in
      let verdict = verdicts[row.name]
      return row.isBinary && guarded.contains(row.covariate)
        ? sharesAlone(row, verdict: verdict) : self.row(row, verdict: verdict)
    }
  }

  /// What the usual thresholds make of the balance after matching, with the pooled standard
  /// deviation that the report prints.
  ///
  /// The verdicts are made from all there is; the figures beside them from the rows as they are
  /// shown, since a mean less the shown rows would be a hidden one.
  ///
  /// - Parameter shown: The rows as `balance` shows them.
  func balanceJudgement(
    _ table: BalanceTable, shown: [StudyResults.BalanceRow]
  ) -> StudyResults.BalanceJudgement? {
    let judgement = judgement(of: table)
    guard let verdict = judgement.verdict else { return nil }
    let guarded = guardedCovariates(table)
    let guardedNames = Set(
      table.rows.filter { $0.isBinary && guarded.contains($0.covariate) }.map(\.name))
    let characteristics = shown.filter {
      $0.covariate != Covariate.label(ofColumn: BalanceTable.Row.scoreName)
    }
    func summary(_ difference: (StudyResults.BalanceRow) -> Double?) -> BalanceSummary? {
      BalanceSummary(
        differences: characteristics.compactMap { row in
          difference(row).map { (row.covariate, $0) }
        })
    }
    let before = summary(\.standardisedDifferencePooledBefore)
    let after = summary(\.standardisedDifferencePooledAfter)
    return StudyResults.BalanceJudgement(
      verdict: verdict,
      sentence: judgement.sentence(
        label: Covariate.label(ofColumn:),
        hidingFigureOf: guardedNames.contains),
      denominator: .pooled, meanBefore: before?.mean, meanAfter: after?.mean,
      largestBefore: before?.largest, largestAfter: after?.largest,
      percentImprovement: BalanceSummary.percentImprovement(from: before?.mean, to: after?.mean),
      thresholds: judgement.thresholds)
  }

  private func judgement(of table: BalanceTable) -> BalanceJudgement {
    table.judged(by: .pooled)
  }

  /// The shares of a 0/1 characteristic, each as it may be shown.
  private struct Shares {
    let treated: Double?
    let candidates: Double?
    let treatedMatched: Double?
    let controls: Double?

    var isAnyHidden: Bool { [treated, candidates, treatedMatched, controls].contains(nil) }
  }

  private func shares(_ row: BalanceTable.Row, after: BalanceTable.Measures) -> Shares {
    func share(_ share: Double, _ people: SensitiveCount) -> Double? {
      plan.disclosure.share(share, of: people)
    }
    return Shares(
      treated: share(row.before.meanTreated, SensitiveCount(match.treated.count)),
      candidates: share(row.before.meanControl, match.flow.candidateCount),
      treatedMatched: share(after.meanTreated, SensitiveCount(match.setCount)),
      controls: share(after.meanControl, SensitiveCount(match.controlCount)))
  }

  /// Covariates with a 0/1 column of which a share must be hidden: of all of their columns, since
  /// the differences over the levels of a category add up to 0, nothing is shown but what the shares
  /// as they are shown say.
  private func guardedCovariates(_ table: BalanceTable) -> Set<String> {
    Set(
      table.rows.filter { row in
        row.isBinary && row.after.map { shares(row, after: $0).isAnyHidden } ?? false
      }.map(\.covariate))
  }

  private func row(
    _ row: BalanceTable.Row, verdict: BalanceVerdict?
  ) -> StudyResults.BalanceRow? {
    guard let after = row.after else { return nil }
    let before = row.before
    let means =
      row.isBinary
      ? shares(row, after: after)
      : Shares(
        treated: before.meanTreated, candidates: before.meanControl,
        treatedMatched: after.meanTreated, controls: after.meanControl)
    return StudyResults.BalanceRow(
      covariate: Covariate.label(ofColumn: row.name), isBinary: row.isBinary,
      meanTreated: means.treated, meanCandidates: means.candidates,
      meanTreatedMatched: means.treatedMatched, meanControlsMatched: means.controls,
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

  /// The row of a 0/1 column, every figure of it made from the shares as they are shown: a share, a
  /// difference of shares and a count of people are one and the same here.
  private func sharesAlone(
    _ row: BalanceTable.Row, verdict: BalanceVerdict?
  ) -> StudyResults.BalanceRow? {
    guard let after = row.after else { return nil }
    let shown = shares(row, after: after)
    func variance(_ share: Double) -> Double { share * (1 - share) }
    func difference(_ treated: Double?, _ control: Double?) -> Double? {
      treated.flatMap { treated in control.map { treated - $0 } }
    }
    func standardised(_ difference: Double?, by variance: Double?) -> Double? {
      guard let difference, let variance, variance > 0 else { return nil }
      return difference / variance.squareRoot()
    }
    let ofTreated = shown.treated.map(variance)
    let pooled = shown.treated.flatMap { treated in
      shown.candidates.map { (variance(treated) + variance($0)) / 2 }
    }
    let apartBefore = difference(shown.treated, shown.candidates)
    let apartAfter = difference(shown.treatedMatched, shown.controls)
    return StudyResults.BalanceRow(
      covariate: Covariate.label(ofColumn: row.name), isBinary: true,
      meanTreated: shown.treated, meanCandidates: shown.candidates,
      meanTreatedMatched: shown.treatedMatched, meanControlsMatched: shown.controls,
      standardisedDifferenceBefore: standardised(apartBefore, by: ofTreated),
      standardisedDifferenceAfter: standardised(apartAfter, by: ofTreated),
      standardisedDifferencePooledBefore: standardised(apartBefore, by: pooled),
      standardisedDifferencePooledAfter: standardised(apartAfter, by: pooled),
      varianceRatioBefore: nil, varianceRatioAfter: nil,
      kolmogorovSmirnovBefore: apartBefore.map(abs), kolmogorovSmirnovAfter: apartAfter.map(abs),
      ecdfMeanDifferenceBefore: apartBefore.map(abs), ecdfMeanDifferenceAfter: apartAfter.map(abs),
      verdict: verdict,
      note: shown.isAnyHidden
        ? "a share that rests on few people is hidden by the disclosure rule, with what is made "
          + "from it"
        : "made from rounded shares, since that of another level is hidden by the disclosure rule")
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
