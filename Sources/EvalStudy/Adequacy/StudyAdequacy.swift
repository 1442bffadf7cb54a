internal import EvalStats

/// What the data of a study can carry: by source, by outcome, and whom the sources know.
public struct StudyAdequacy: Sendable, Codable, Equatable {
  /// One verdict a kind of extract.
  public let sources: [StudyResults.AdequacyVerdict]
  /// One verdict an outcome and window.
  public let outcomes: [StudyResults.OutcomeAdequacy]
  /// The share of people taken on with no record in a source, by month.
  public let linkage: [StudyResults.LinkageRow]

  /// Nothing judged.
  public static let none = StudyAdequacy(sources: [], outcomes: [], linkage: [])
}

extension StudyExtracts {
  /// Verdicts made before any outcome is looked at.
  public func adequacy(for plan: StudyProtocol) -> StudyAdequacy {
    let judge = AdequacyJudge(plan: plan, extracts: self)
    let found = judge.judgements()
    return StudyAdequacy(
      sources: found.map { kind, judgement in
        StudyResults.AdequacyVerdict(
          source: kind.label, verdict: judgement.verdict, findings: judgement.findings)
      }, outcomes: judge.outcomes(from: found), linkage: judge.linkageRows())
  }
}
