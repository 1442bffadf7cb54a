import EvalStudy

/// What a run prints when it is done: where the outputs are and the main figures, as disclosed.
struct RunSummary {
  private let results: StudyResults
  private let folder: String

  init(_ results: StudyResults, folder: String) {
    self.results = results
    self.folder = folder
  }

  func text(as format: OutputFormat) throws -> String {
    switch format {
    case .text: plain
    case .json: String(decoding: try results.json(), as: UTF8.self)
    case .csv: results.outcomesAsCSV
    }
  }

  private var plain: String {
    let match = results.match
    var lines = [
      results.study.title,
      "\(match.treatedMatched) of \(match.treated) taken on matched to \(match.controlsMatched) of "
        + "\(match.candidates) candidates",
      "",
    ]
    var table = AlignedText(header: ["outcome", "months", "naive", "ratio", "95% interval", "p"])
    for outcome in results.outcomes {
      let ratio = outcome.rateOfChange
      table.append([
        outcome.label + (outcome.isPrimary ? " (primary)" : ""), "\(outcome.windowMonths)",
        AlignedText.hundredths(outcome.naiveChange?.estimate),
        AlignedText.hundredths(ratio?.estimate),
        ratio.map { "\(AlignedText.hundredths($0.lower)) to \(AlignedText.hundredths($0.upper))" }
          ?? "–",
        AlignedText.pValue(outcome.adjustedPValue ?? ratio?.pValue),
      ])
    }
    lines += results.outcomes.isEmpty ? ["no outcome was asked for"] : table.lines
    for outcome in results.outcomes {
      if let reason = outcome.notEstimated {
        lines.append("\(outcome.label), \(outcome.windowMonths) months: \(reason)")
      }
    }
    lines += [
      "", "report   \(folder)/report.html", "results  \(folder)/results.json",
      "tables   \(folder)/*.csv",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}
