internal import EvalStats

extension MatchedStudy {
  /// What the data can carry by outcome, with how many missing records would explain each finding.
  func outcomeAdequacy(
    _ judged: [StudyResults.OutcomeAdequacy], estimates: [StudyResults.OutcomeResult]
  ) -> [StudyResults.OutcomeAdequacy] {
    judged.map { verdict in
      var verdict = verdict
      let estimate = estimates.first {
        $0.outcome == verdict.outcome && $0.windowMonths == verdict.windowMonths
      }
      verdict.tippingPoint = estimate?.rateOfChange.flatMap {
        tippingPoint(of: $0, label: verdict.label)
      }
      return verdict
    }
  }

  /// `nil` where the finding is no ratio that records could explain.
  private func tippingPoint(of finding: Finding, label: String) -> StudyResults.TippingPoint? {
    guard let tipping = try? MissingRecordsTippingPoint(of: finding) else { return nil }
    let subject = SentenceSubject(
      outcome: label, treated: "people taken on", controls: "their controls")
    return StudyResults.TippingPoint(
      estimateShare: tipping.estimate.share, intervalShare: tipping.interval.share,
      sentence: tipping.sentences(subject).prefix(2).joined(separator: " "))
  }
}
