internal import EvalStats
private import Foundation

extension CalibrationTable {
  /// The table for other programs, every figure in full.
  public var csv: String {
    var writer = CSVWriter(header: [
      "selection", "fit", "is_main", "outcome", "window_months", "truth", "seeds", "mean_treated",
      "mean_sets", "estimates", "failed", "mean_naive", "mean_estimate", "bias_log",
      "bias_log_error", "deviation_log", "mean_standard_error", "coverage", "coverage_error",
      "rejection", "rejection_error", "keeps_promise",
    ])
    for row in rows {
      writer.append(row.mechanism.rawValue)
      writer.append(row.fit.rawValue)
      writer.append(row.isMain)
      writer.append(row.outcome.rawValue)
      writer.append(row.windowMonths)
      writer.append(row.truth)
      writer.append(seedCount)
      writer.append(row.meanTreated)
      writer.append(row.meanSets)
      writer.append(row.estimateCount)
      writer.append(row.failedCount)
      for figure in [
        row.meanNaive, row.meanEstimate, row.bias, row.biasError, row.deviation,
        row.meanStandardError, row.coverage.value, row.coverage.error, row.rejection.value,
        row.rejection.error,
      ] {
        writer.append(figure)
      }
      writer.append(row.keepsPromise)
      writer.endRow()
    }
    return writer.text
  }

  /// The rows of some fits under one mechanism for a page: without effect on the left, with effect
  /// on the right.
  func markdown(
    _ mechanism: SelectionModel.Mechanism, _ fits: [CalibrationFit]
  ) -> String {
    let head = [
      "fit", "outcome", "months", "estimate where truth is 1", "bias of log ± MC error",
      "SD / mean SE", "ratio ≠ 1 found, % ± MC error", "within 3.5–6.5",
      "estimate where truth is \(text(effectRatio, 2))", "bias of log ± MC error",
      "coverage, % ± MC error", "within 93.5–96.5", "failed",
    ]
    var lines = [head, head.indices.map { $0 < 2 ? "---" : "--:" }]
    for fit in fits {
      let own = rows.filter { $0.mechanism == mechanism && $0.fit == fit }
      for null in own where null.truth == 1 {
        let effect = own.first {
          $0.truth != 1 && $0.outcome == null.outcome && $0.windowMonths == null.windowMonths
        }
        lines.append(nullCells(null, fit) + effectCells(effect))
        let failed = null.failedCount + (effect?.failedCount ?? 0)
        lines[lines.count - 1].append("\(failed)")
      }
    }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private func nullCells(_ row: Row, _ fit: CalibrationFit) -> [String] {
    let spread = text(row.deviation, 3) + " / " + text(row.meanStandardError, 3)
    let name = row.isMain ? "**\(fit.label)**" : fit.label
    return [
      name, row.outcome.rawValue, "\(row.windowMonths)", text(row.meanEstimate, 3), bias(row),
      spread, percent(row.rejection), verdict(row),
    ]
  }

  private func effectCells(_ row: Row?) -> [String] {
    guard let row else { return ["", "", "", ""] }
    return [text(row.meanEstimate, 3), bias(row), percent(row.coverage), verdict(row)]
  }

  /// The ratio that was at work where one was.
  var effectRatio: Double { rows.first { $0.truth != 1 }?.truth ?? 1 }

  private func bias(_ row: Row) -> String {
    text(row.bias, 4) + " ± " + text(row.biasError, 4)
  }

  private func verdict(_ row: Row) -> String {
    row.keepsPromise.map { $0 ? "yes" : "**no**" } ?? ""
  }

  func percent(_ share: Share) -> String {
    text(100 * share.value, 2) + " ± " + text(100 * share.error, 2)
  }

  func text(_ value: Double, _ decimals: Int) -> String {
    // A minus sign before nothing but zeros says nothing.
    let text = String(format: "%.\(decimals)f", value)
    return text.contains { ("1"..."9").contains($0) } ? text : text.filter { $0 != "-" }
  }
}
