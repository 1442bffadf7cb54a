private import Foundation

extension RateOfChange {
  /// The same ratio with a standard error that takes rows as independent and lets their variance be
  /// a multiple of the mean.
  ///
  /// φ = Σ w(y − μ)²/μ / (n − 4) over the rows with person-time; SE² = φ·Σ 1/Y over the cells'
  /// weighted events; t(n − 4), as R's `quasipoisson`. It ignores that before and after belong to
  /// one person and that sets belong together, so it stands beside the clustered interval, never
  /// for it. Match weights count as prior weights.
  ///
  /// - Throws: `ChangeError.noEvents`, `.tooFewPeople` with four rows or fewer.
  public func quasiPoisson() throws(ChangeError) -> Finding {
    let logRatio = try logEstimate(of: .rateOfChange)
    let rowCount = rows[0] + rows[1] + rows[2] + rows[3]
    guard rowCount > 4 else { throw .tooFewPeople(found: counts.count, needed: 3) }
    let dispersion = pearsonStatistic / Double(rowCount - 4)
    var information = 0.0
    for cell in 0..<4 { information += 1 / events[cell] }
    let degreesOfFreedom = Double(rowCount - 4)
    let uncertainty = uncertainty(
      variance: dispersion * information, degreesOfFreedom: degreesOfFreedom,
      label: "dispersion \(Decimals.text(dispersion, places: 2)), t(\(rowCount - 4))",
      contrast: .rateOfChange, divisors: events,
      caveats: ["Takes the rows as independent: people and matched sets are not clustered."])
    return uncertainty.ratio(
      of: logRatio, estimand: ChangeScale.ratio.estimand,
      model: "quasi-Poisson\(weightedText)")
  }

  /// Pearson's statistic over its degrees of freedom: 1 for Poisson counts, more where events come
  /// in bursts; `nil` where an arm has no events in a window or nothing is left over.
  public var dispersion: Double? {
    let rowCount = rows[0] + rows[1] + rows[2] + rows[3]
    guard rowCount > 4, (0..<4).allSatisfy({ events[$0] > 0 }) else { return nil }
    return pearsonStatistic / Double(rowCount - 4)
  }

  /// Σ w(y − μ)²/μ over the rows with person-time.
  private var pearsonStatistic: Double {
    var sum = 0.0
    for member in 0..<counts.count where counts.weights[member] > 0 {
      let arm = counts.arms[member]
      for period in Period.allCases {
        let isBefore = period == .before
        let months = isBefore ? counts.timeBefore[member] : counts.timeAfter[member]
        guard months > 0 else { continue }
        let expected = rates[ClusterTotals.cell(arm, period)] * months
        let residual = (isBefore ? counts.before[member] : counts.after[member]) - expected
        sum += counts.weights[member] * residual * residual / expected
      }
    }
    return sum
  }
}
