private import Foundation

extension RateOfChange {
  /// The rate-of-change ratio, treated over control, with its interval and p-value.
  ///
  /// log RRR = Σ ± log rate; its variance is Σ over sets of (Σ over cells of ± r/Y)², with r the
  /// set's weighted residual and Y the cell's weighted events, times the correction. The interval is
  /// exp(log RRR ± t(0.975)·SE).
  ///
  /// - Parameter correction: `nil` takes CR1S with t(G − 1), and CR2 with Satterthwaite's degrees of
  ///   freedom below 40 sets. Where people serve in several sets the covariance is two-way, by set
  ///   and by person, with CR1S.
  /// - Throws: `ChangeError.noEvents` where an arm has none in a window, `.tooFewSets` with one.
  /// - Complexity: O(*sets*); O(*members*²) with CR2.
  public func ratio(
    correction: ClusterCorrection? = nil
  ) throws(ChangeError) -> Finding {
    try logFinding(
      .rateOfChange, estimand: "rate-of-change ratio", correction: correction)
  }

  /// The change within one arm: rate after over rate before, clustered by matched set.
  ///
  /// Without controls beside it this is the naive claim of a before/after report: people taken on at
  /// a crisis would have used less afterwards anyway.
  ///
  /// - Throws: `ChangeError.noEvents`, `.tooFewSets`.
  public func change(
    in arm: Arm, correction: ClusterCorrection? = nil
  ) throws(ChangeError) -> Finding {
    try logFinding(
      .change(in: arm), estimand: "\(arm.rawValue) rate after over before",
      correction: correction)
  }

  /// The ratio of the arms' rates within one period, treated over control.
  ///
  /// - Throws: `ChangeError.noEvents`, `.tooFewSets`.
  public func level(
    in period: Period, correction: ClusterCorrection? = nil
  ) throws(ChangeError) -> Finding {
    try logFinding(
      .level(in: period), estimand: "rate ratio \(period.rawValue) the index date",
      correction: correction)
  }

  /// Difference in differences per 1,000 person-months:
  /// (post₁ − pre₁) − (post₀ − pre₀), weighted and clustered as the ratio.
  ///
  /// Assumes that without the programme both arms would have changed by the same *number* of events
  /// per person-month. Windows without events are no obstacle.
  ///
  /// - Throws: `ChangeError.tooFewSets`.
  /// - Complexity: O(*sets*)
  public func difference(
    correction: ClusterCorrection? = nil
  ) throws(ChangeError) -> Finding {
    let estimate = 1000 * (CellContrast.rateOfChange.coefficients * rates).sum()
    let uncertainty = try uncertainty(
      of: .rateOfChange, divisors: time / 1000, correction: correction)
    return uncertainty.difference(
      of: estimate, estimand: "difference in differences per 1,000 person-months",
      model: "difference of rates\(weightedText)")
  }

  /// The estimate and interval of a sum of ± log rates, put back on the ratio scale.
  func logFinding(
    _ contrast: CellContrast, estimand: String, correction: ClusterCorrection?
  ) throws(ChangeError) -> Finding {
    let logRatio = try logEstimate(of: contrast)
    let uncertainty = try uncertainty(of: contrast, divisors: events, correction: correction)
    return uncertainty.ratio(
      of: logRatio, estimand: estimand, model: "Poisson\(weightedText)")
  }

  /// Σ ± log rate over the cells of a contrast.
  func logEstimate(of contrast: CellContrast) throws(ChangeError) -> Double {
    var sum = 0.0
    for cell in contrast.cells {
      guard events[cell] > 0 else { throw noEvents(inCell: cell) }
      sum += contrast.coefficients[cell] * log(rates[cell])
    }
    return sum
  }

  /// ", weighted" unless every member counts alike.
  var weightedText: String {
    let weights = counts.weights.filter { $0 > 0 }
    return weights.allSatisfy { $0 == weights[0] } ? "" : ", weighted"
  }

  private func noEvents(inCell cell: Int) -> ChangeError {
    let arm: Arm = cell >= 2 ? .treated : .control
    let period: Period = cell.isMultiple(of: 2) ? .before : .after
    let rate = Rate(of: arm, period, in: counts)
    return .noEvents(
      arm, period, personMonths: rate.personMonths, upperBound: rate.upper)
  }
}
