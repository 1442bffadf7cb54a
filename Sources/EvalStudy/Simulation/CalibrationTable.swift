public import EvalStats
private import Foundation

/// How estimates and intervals of many simulated studies stand to the truth.
public struct CalibrationTable: Sendable, Equatable {
  /// One outcome in one window.
  public struct Row: Sendable, Equatable {
    /// What is counted.
    public let outcome: Setting
    /// Months before and after.
    public let windowMonths: Int
    /// The ratio that was at work.
    public let truth: Double
    /// Studies with an estimate and an interval.
    public let estimateCount: Int
    /// Studies without.
    public let failedCount: Int
    /// Mean of log estimate − log truth, and its Monte Carlo standard error.
    public let bias: Double
    public let biasError: Double
    /// Standard deviation of the log estimates over the studies.
    public let deviation: Double
    /// Mean of the standard errors the studies state.
    public let meanStandardError: Double
    /// Share of the intervals that hold the truth, and its Monte Carlo standard error.
    public let coverage: Double
    public let coverageError: Double
    /// Share of the studies that find a ratio other than 1 at 5%, and its Monte Carlo standard error:
    /// false positives where the truth is 1, power elsewhere.
    public let rejection: Double
    public let rejectionError: Double
    /// Geometric mean of the estimates.
    public let meanEstimate: Double
    /// Geometric mean of the change among the treated alone.
    public let meanNaive: Double
  }

  /// The seeds, one study each.
  public let seeds: ClosedRange<UInt64>
  /// How people were taken on.
  public let mechanism: SelectionModel.Mechanism
  /// Mean number of people taken on, and of sets matched.
  public let meanTreated: Double
  public let meanSets: Double
  /// Outcomes × windows.
  public let rows: [Row]

  init(of calibration: Calibration, seeds: ClosedRange<UInt64>, replicates: [Calibration.Replicate])
  {
    self.seeds = seeds
    mechanism = calibration.configuration.selection.mechanism
    func mean(_ values: [Double]) -> Double {
      values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
    meanTreated = mean(replicates.map { Double($0.treatedCount) })
    meanSets = mean(replicates.map { Double($0.setCount) })
    rows = calibration.cells.enumerated().map { place, cell in
      let truth = calibration.configuration.effects.ratio(for: cell.outcome) ?? 1
      return Row(
        cell.outcome, months: cell.months, truth: truth,
        findings: replicates.map { $0.findings[place] },
        naive: replicates.compactMap { $0.naiveRatios[place] }.filter { $0 > 0 })
    }
  }
}

extension CalibrationTable.Row {
  init(
    _ outcome: Setting, months: Int, truth: Double, findings: [Finding?], naive: [Double]
  ) {
    var errors: [Double] = []
    var standardErrors: [Double] = []
    var coveredCount = 0
    var rejectedCount = 0
    for finding in findings {
      guard let finding, let standardError = finding.standardError, let lower = finding.lower,
        let upper = finding.upper
      else { continue }
      errors.append(log(finding.estimate / truth))
      standardErrors.append(standardError)
      if (lower...upper).contains(truth) { coveredCount += 1 }
      if !(lower...upper).contains(1) { rejectedCount += 1 }
    }
    let count = Double(max(1, errors.count))
    let bias = errors.reduce(0, +) / count
    let squares = errors.reduce(0) { $0 + ($1 - bias) * ($1 - bias) }
    let deviation = (squares / max(1, count - 1)).squareRoot()
    func share(_ part: Int) -> (Double, Double) {
      let share = Double(part) / count
      return (share, (share * (1 - share) / count).squareRoot())
    }
    self.outcome = outcome
    self.windowMonths = months
    self.truth = truth
    estimateCount = errors.count
    failedCount = findings.count - errors.count
    self.bias = bias
    biasError = deviation / count.squareRoot()
    self.deviation = deviation
    meanStandardError = standardErrors.reduce(0, +) / count
    (coverage, coverageError) = share(coveredCount)
    (rejection, rejectionError) = share(rejectedCount)
    meanEstimate = truth * exp(bias)
    meanNaive = exp(naive.reduce(0) { $0 + log($1) } / Double(max(1, naive.count)))
  }
}
