internal import EvalStats

extension AdequacyJudge {
  /// Shares of missing records of which results say what they would do.
  static let missingShares = [0.05, 0.1, 0.2]

  /// One verdict an outcome and window of the protocol, from what was found of each kind of extract.
  func outcomes(
    from found: [(kind: ExtractKind, judgement: Judgement)]
  ) -> [StudyResults.OutcomeAdequacy] {
    plan.outcomes.flatMap { outcome in
      outcome.windowMonths.map { judged(outcome, months: $0, found) }
    }
  }

  private func judged(
    _ outcome: StudyProtocol.OutcomePlan, months: Int,
    _ found: [(kind: ExtractKind, judgement: Judgement)]
  ) -> StudyResults.OutcomeAdequacy {
    var judgement = Judgement()
    let sources = found.filter { $0.kind.settings.contains(outcome.setting) }
    for (_, source) in sources {
      // What concerns another setting or window of the source, or all of them, is said there.
      for finding in source.findings where finding.weight > .adequate {
        guard !Self.isOfWindows(finding), concerns(finding, outcome) else { continue }
        judgement.add(finding)
      }
    }
    judgeWindow(outcome, months: months, &judgement)
    if sources.isEmpty {
      judgement.refuse("not-supplied", "No source holds records of this outcome.")
    }
    let rows = Self.missingShares.map {
      StudyResults.MissingRecordsRow(missingShare: $0, apparentRatio: 1 - $0)
    }
    return StudyResults.OutcomeAdequacy(
      outcome: outcome.setting.rawValue, label: outcome.label, windowMonths: months,
      verdict: judgement.verdict, reasons: judgement.findings.map(\.text),
      ifRecordsAreMissing: rows, tippingPoint: nil,
      sentence: "If 10% of the records after the index date were missing for people taken on and "
        + "none for the others, no effect at all would look like a ratio of 0.90.")
  }

  /// Whether a finding of a source is about a window, which an outcome judges for itself.
  private static func isOfWindows(_ finding: StudyResults.AdequacyFinding) -> Bool {
    ["window-incomplete", "window-not-recorded", "follow-up-cut-short", "look-back-cut-short"]
      .contains(finding.code)
  }

  /// Whether a finding speaks of this outcome, or of all that its source records.
  private func concerns(
    _ finding: StudyResults.AdequacyFinding, _ outcome: StudyProtocol.OutcomePlan
  ) -> Bool {
    finding.setting.map { $0 == outcome.setting.rawValue } ?? true
  }

  private func judgeWindow(
    _ outcome: StudyProtocol.OutcomePlan, months: Int, _ judgement: inout Judgement
  ) {
    let dates = admittedIndexDates
    guard !dates.isEmpty else { return }
    let coverage = plan.calendar.coverage(of: outcome.setting)
    let completeness = WindowCompleteness(
      dates.map(\.day), windows: PrePostWindows(months: months), coverage: coverage)
    if completeness.complete == 0 {
      judgement.refuse(
        "window-not-recorded",
        "No index date has \(months) months recorded before and after (\(coverage.lowerBound) to "
          + "\(coverage.upperBound)).")
    } else if completeness.share < AdequacyLimits.completeShare {
      judgement.care(
        "window-incomplete",
        "\(opening(completeness.complete, of: dates.count, "index dates")) have \(months) months "
          + "recorded before and after; the others do not enter.")
    }
  }
}
