private import EvalStats
private import Foundation

extension CalibrationTable {
  /// The table for a page of documentation.
  public var markdown: String {
    let head = [
      "outcome", "months", "truth", "before/after alone", "matched estimate",
      "bias of log ± MC error", "SD", "mean SE", "coverage % ± MC error",
      "ratio ≠ 1 found % ± MC error", "failed",
    ]
    let body = rows.map { row in
      [
        row.outcome.rawValue, "\(row.windowMonths)", text(row.truth, 2), text(row.meanNaive, 3),
        text(row.meanEstimate, 3),
        text(row.bias, 4) + " ± " + text(row.biasError, 4), text(row.deviation, 3),
        text(row.meanStandardError, 3),
        text(100 * row.coverage, 2) + " ± " + text(100 * row.coverageError, 2),
        text(100 * row.rejection, 1) + " ± " + text(100 * row.rejectionError, 1),
        "\(row.failedCount)",
      ]
    }
    let summary =
      "Selection on \(mechanismName), seeds \(seeds.lowerBound)…\(seeds.upperBound): on average "
      + "\(text(meanSets, 1)) of \(text(meanTreated, 1)) people taken on were matched."
    let lines = [head, head.indices.map { $0 == 0 ? "---" : "--:" }] + body
    return summary + "\n\n"
      + lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(
        separator: "\n") + "\n"
  }

  /// The table for other programs, every figure in full.
  public var csv: String {
    var writer = CSVWriter(header: [
      "selection", "first_seed", "last_seed", "outcome", "window_months", "truth", "mean_treated",
      "mean_sets", "estimates", "failed", "mean_naive", "mean_estimate", "bias_log",
      "bias_log_error", "deviation_log", "mean_standard_error", "coverage", "coverage_error",
      "rejection", "rejection_error",
    ])
    for row in rows {
      writer.append(mechanism.rawValue)
      writer.append(Int(seeds.lowerBound))
      writer.append(Int(seeds.upperBound))
      writer.append(row.outcome.rawValue)
      writer.append(row.windowMonths)
      writer.append(row.truth)
      writer.append(meanTreated)
      writer.append(meanSets)
      writer.append(row.estimateCount)
      writer.append(row.failedCount)
      for figure in [
        row.meanNaive, row.meanEstimate, row.bias, row.biasError, row.deviation,
        row.meanStandardError, row.coverage, row.coverageError, row.rejection, row.rejectionError,
      ] {
        writer.append(figure)
      }
      writer.endRow()
    }
    return writer.text
  }

  private var mechanismName: String {
    switch mechanism {
    case .recordedUse: "recorded use"
    case .latentNeed: "latent need"
    case .both: "both recorded use and latent need"
    }
  }

  private func text(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
