internal import Foundation

/// A balance table held against thresholds, column by column.
///
/// What lies over a threshold but inside the range of chance (1.96 standard errors, two samples of the
/// effective sizes drawn from one population) is called noise, because no match of that size could
/// promise better. It biases an estimate all the same, as far as the column predicts the outcome:
/// adjust for it if it does. Chance excuses no column that fails.
public struct BalanceJudgement: Sendable, Equatable {
  /// One measure of one column that lies over a threshold.
  public struct Exceedance: Sendable, Equatable {
    /// Which measure.
    public let measure: BalanceTable.Distance
    /// The standardised difference with its sign, the variance ratio, or the KS statistic; `nil` if
    /// the arms differ in a column without a standard deviation.
    public let value: Double?
    /// What the measure reaches by chance: |d|, the larger of v₁/v₀ and v₀/v₁, or KS.
    public let noise: Double?
    /// What it makes of the column.
    public let verdict: BalanceVerdict
  }

  /// What is made of one column.
  public struct Row: Sendable, Equatable {
    /// The column.
    public let name: String
    /// The worst of its measures.
    public let verdict: BalanceVerdict
    /// The measures over a threshold.
    public let exceedances: [Exceedance]
    /// The standardised difference; `nil` if it is not defined.
    public let standardisedDifference: Double?
    /// Its standard error for samples of this size.
    public let standardError: Double?
    /// The variance ratio; `nil` for 0/1 columns.
    public let varianceRatio: Double?
    /// The KS statistic.
    public let kolmogorovSmirnov: Double
  }

  /// The columns of the table that can be judged, the score left out: it is made of them.
  public let rows: [Row]
  /// Columns without a value in one arm at this stage.
  public let notJudged: [String]
  /// The thresholds.
  public let thresholds: BalanceThresholds
  /// Whose standard deviation was divided by.
  public let denominator: BalanceTable.Denominator

  /// The worst verdict; `nil` if no column could be judged.
  public var verdict: BalanceVerdict? { rows.map(\.verdict).max() }

  /// The columns of one verdict, those with the largest difference first.
  public func rows(_ verdict: BalanceVerdict) -> [Row] {
    rows.filter { $0.verdict == verdict }.sorted {
      abs($0.standardisedDifference ?? .infinity) > abs($1.standardisedDifference ?? .infinity)
    }
  }
}

extension BalanceTable {
  /// Holds the table against thresholds.
  public func judged(
    against thresholds: BalanceThresholds = .usual, _ stage: Stage = .after,
    by denominator: Denominator = .treated
  ) -> BalanceJudgement {
    let candidates = rows.filter { $0.name != Row.scoreName }
    let judged = candidates.compactMap { row in
      (stage == .before ? row.before : row.after).map { measures in
        BalanceJudgement.Row(
          row, measures, stage: stage, denominator: denominator, thresholds: thresholds)
      }
    }
    let names = Set(judged.map(\.name))
    return BalanceJudgement(
      rows: judged, notJudged: candidates.map(\.name).filter { !names.contains($0) } + notCompared,
      thresholds: thresholds, denominator: denominator)
  }
}

extension BalanceJudgement.Row {
  /// Two-sided 95%.
  private static let normalQuantile = 1.959963984540054
  /// The value Kolmogorov's distribution exceeds once in twenty times.
  private static let kolmogorovQuantile = 1.3580986393225505

  init(
    _ row: BalanceTable.Row, _ measures: BalanceTable.Measures, stage: BalanceTable.Stage,
    denominator: BalanceTable.Denominator, thresholds: BalanceThresholds
  ) {
    let shares = 1 / measures.effectiveTreated + 1 / measures.effectiveControl
    let difference =
      row.standardisedDifference(stage, by: denominator) ?? (measures.difference == 0 ? 0 : nil)
    let found = [
      BalanceJudgement.Row.difference(difference, shares: shares, thresholds),
      BalanceJudgement.Row.varianceRatio(measures, thresholds),
      BalanceJudgement.Row.kolmogorovSmirnov(
        measures, isBinary: row.isBinary, shares: shares, thresholds),
    ]
    exceedances = found.compactMap(\.self)
    verdict = exceedances.map(\.verdict).max() ?? .balanced
    name = row.name
    standardisedDifference = difference
    standardError = row.standardErrorOfDifference(stage, by: denominator)
    varianceRatio = measures.varianceRatio
    kolmogorovSmirnov = measures.ecdfMaximumDifference
  }

  private static func difference(
    _ difference: Double?, shares: Double, _ thresholds: BalanceThresholds
  ) -> BalanceJudgement.Exceedance? {
    guard let difference else {
      return .init(measure: .standardisedDifference, value: nil, noise: nil, verdict: .failed)
    }
    guard abs(difference) > thresholds.flaggedDifference else { return nil }
    let noise = normalQuantile * shares.squareRoot()
    return .init(
      measure: .standardisedDifference, value: difference, noise: noise,
      verdict: abs(difference) > thresholds.failedDifference
        ? .failed : abs(difference) > noise ? .flagged : .withinNoise)
  }

  /// The log ratio of two variances of normal samples has variance 2/(n₁ − 1) + 2/(n₀ − 1); of
  /// long-tailed ones more, so that less is excused than could be.
  private static func varianceRatio(
    _ measures: BalanceTable.Measures, _ thresholds: BalanceThresholds
  ) -> BalanceJudgement.Exceedance? {
    guard let ratio = measures.varianceRatio, !thresholds.expectedVarianceRatio.contains(ratio)
    else { return nil }
    let (treated, control) = (measures.effectiveTreated - 1, measures.effectiveControl - 1)
    let noise =
      treated > 0 && control > 0
      ? exp(normalQuantile * (2 / treated + 2 / control).squareRoot()) : nil
    let verdict: BalanceVerdict =
      if !thresholds.toleratedVarianceRatio.contains(ratio) {
        .failed
      } else if let noise, max(ratio, 1 / ratio) <= noise {
        .withinNoise
      } else {
        .flagged
      }
    return .init(measure: .varianceRatio, value: ratio, noise: noise, verdict: verdict)
  }

  private static func kolmogorovSmirnov(
    _ measures: BalanceTable.Measures, isBinary: Bool, shares: Double,
    _ thresholds: BalanceThresholds
  ) -> BalanceJudgement.Exceedance? {
    let statistic = measures.ecdfMaximumDifference
    guard statistic > thresholds.flaggedKolmogorovSmirnov else { return nil }
    let noise: Double
    if isBinary {
      // Of a 0/1 column the statistic is a difference of proportions.
      let (treated, control) = (measures.effectiveTreated, measures.effectiveControl)
      let share =
        (treated * measures.meanTreated + control * measures.meanControl) / (treated + control)
      noise = normalQuantile * (max(0, share * (1 - share)) * shares).squareRoot()
    } else {
      noise = kolmogorovQuantile * shares.squareRoot()
    }
    return .init(
      measure: .ecdfMaximum, value: statistic, noise: noise,
      verdict: statistic > noise ? .flagged : .withinNoise)
  }
}
