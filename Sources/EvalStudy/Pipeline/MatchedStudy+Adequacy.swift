internal import EvalStats

extension MatchedStudy {
  /// What the data can carry by outcome, with how many missing records would explain each finding.
  func outcomeAdequacy(
    _ judged: [StudyResults.OutcomeAdequacy], estimates: [StudyResults.OutcomeResult]
  ) -> [StudyResults.OutcomeAdequacy] {
    judged
  }
}
