internal import Foundation

extension BalanceJudgement {
  /// The verdict in plain English, for whoever commissioned the study: how many characteristics are
  /// alike, and which are not.
  ///
  /// - Parameters:
  ///   - label: what readers call a column.
  ///   - hidesFigure: whether the figure of a column may not be shown, as that of a 0/1 column by
  ///     which few people could be counted.
  public func sentence(
    label: (String) -> String = { $0 },
    hidingFigureOf hidesFigure: (String) -> Bool = { _ in false }
  ) -> String {
    guard !rows.isEmpty else { return "The two groups could not be compared." }
    let alike = rows.count { $0.verdict == .balanced }
    if alike == rows.count {
      return rows.count == 1
        ? "The one characteristic compared is alike in the two groups."
        : "All \(rows.count) characteristics compared are alike in the two groups."
    }
    var parts = [
      "\(alike == 0 ? "None" : String(alike)) of the \(rows.count) characteristics "
        + "\(alike == 1 ? "is" : "are") alike in the two groups."
    ]
    let noise = rows(.withinNoise)
    if !noise.isEmpty {
      parts.append(
        "\(noise.count) \(noise.count == 1 ? "differs" : "differ") by no more than chance makes "
          + "groups of this size differ: \(list(noise, label, hidesFigure)).")
    }
    let flagged = rows(.flagged)
    if !flagged.isEmpty {
      parts.append(
        "\(flagged.count) \(flagged.count == 1 ? "differs" : "differ") by more than that: "
          + "\(list(flagged, label, hidesFigure)).")
    }
    let failed = rows(.failed)
    if !failed.isEmpty {
      parts.append(
        "\(failed.count) \(failed.count == 1 ? "differs" : "differ") so much that a comparison "
          + "of the groups should not be trusted without allowing for it: "
          + "\(list(failed, label, hidesFigure)).")
    }
    return parts.joined(separator: " ")
  }

  /// The verdict for a statistician: one line a column over a threshold, then the thresholds.
  ///
  /// It holds standard errors, which tell how many people there were.
  public func details(label: (String) -> String = { $0 }) -> [String] {
    rows.filter { !$0.exceedances.isEmpty }.map { row in
      "\(label(row.name)): \(row.verdict.label); "
        + row.exceedances.map(\.text).joined(separator: ", ")
    } + [
      "Flagged: |SMD| over \(thresholds.flaggedDifference) (SD of \(denominator.label)), variance "
        + "ratio outside \(thresholds.expectedVarianceRatio.text), KS over "
        + "\(thresholds.flaggedKolmogorovSmirnov). Failed: |SMD| over "
        + "\(thresholds.failedDifference), variance ratio outside "
        + "\(thresholds.toleratedVarianceRatio.text). Noise: 1.96 standard errors, or the 95% "
        + "point of KS, for samples of the effective sizes."
    ]
  }

  /// At most three names, each with what sets the groups apart.
  private func list(
    _ rows: [Row], _ label: (String) -> String, _ hidesFigure: (String) -> Bool
  ) -> String {
    let names = rows.prefix(3).map { row in
      guard let worst = row.worst, !hidesFigure(row.name) else { return label(row.name) }
      return "\(label(row.name)) (\(worst.plainText))"
    }
    let others = rows.count - names.count
    return names.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
  }

  /// Two decimals.
  static func fixed(_ number: Double) -> String {
    let text = String(format: "%.2f", abs(number))
    return number < 0 && text != "0.00" ? "−\(text)" : text
  }
}

extension BalanceJudgement.Row {
  /// The measure that made the verdict; of several, the mean before the spread before the shape.
  fileprivate var worst: BalanceJudgement.Exceedance? {
    exceedances.first { $0.verdict == verdict }
  }
}

extension BalanceJudgement.Exceedance {
  fileprivate var plainText: String {
    guard let value else { return "different where all of the others are alike" }
    return switch measure {
    case .standardisedDifference: "\(BalanceJudgement.fixed(value)) standard deviations"
    case .varianceRatio:
      value < 1 ? "less spread out among the treated" : "more spread out among the treated"
    case .ecdfMean, .ecdfMaximum: "differently distributed"
    }
  }

  fileprivate var text: String {
    let limit = noise.map { " (noise up to \(BalanceJudgement.fixed($0)))" } ?? ""
    guard let value else { return "the arms differ where the standard deviation is 0" }
    let name =
      switch measure {
      case .standardisedDifference: "SMD"
      case .varianceRatio: "variance ratio"
      case .ecdfMean: "mean eCDF difference"
      case .ecdfMaximum: "KS"
      }
    return "\(name) \(BalanceJudgement.fixed(value))\(limit)"
  }
}

extension BalanceVerdict {
  /// The verdict in a word or two.
  public var label: String {
    switch self {
    case .balanced: "balanced"
    case .withinNoise: "within noise"
    case .flagged: "flagged"
    case .failed: "failed"
    }
  }
}

extension BalanceTable.Denominator {
  /// Whose standard deviation it is.
  var label: String {
    switch self {
    case .treated: "the treated"
    case .control: "the controls"
    case .pooled: "both arms, pooled"
    case .all: "everyone"
    }
  }
}

extension ClosedRange<Double> {
  fileprivate var text: String { "\(lowerBound)–\(upperBound)" }
}
