internal import EvalLinearAlgebra

extension InterruptedTimeSeriesFit {
  /// The effect at one period or over several, counted from 0, as a ratio of the events fitted to
  /// those had the trend of before gone on.
  ///
  /// Over several periods both are added up, weighted by exposure. Both come from the fit: what
  /// single periods had beyond their trend is not part of the effect. The interval is by the delta
  /// method on the log scale, whatever the model's. Were there another change at the same time, it
  /// is in the estimate.
  ///
  /// - Precondition: The periods are in the series and one at least is interrupted.
  /// - Throws: `undefinedRatio` where the trend carried on falls to 0 or below.
  /// - Complexity: O(*periods · columns* + *columns²*)
  public func relativeEffect(over periods: ClosedRange<Int>) throws(ChangeError) -> Finding {
    try effect(over: periods).relative()
  }

  /// The effect on the rate at one period, or on the mean rate over several weighted by exposure: as
  /// fitted less as it would have been.
  ///
  /// - Parameter unit: What the rate is shown per: 1,000 for events per 1,000 of exposure.
  /// - Precondition: As `relativeEffect`.
  /// - Complexity: O(*periods · columns* + *columns²*)
  public func absoluteEffect(
    over periods: ClosedRange<Int>, per unit: Double = 1
  ) throws(ChangeError) -> Finding {
    try effect(over: periods).absolute(per: unit)
  }

  /// How many more events are fitted over periods than there would have been; negative for events
  /// averted.
  ///
  /// - Precondition: As `relativeEffect`.
  /// - Complexity: O(*periods · columns* + *columns²*)
  public func eventsAdded(over periods: ClosedRange<Int>) throws(ChangeError) -> Finding {
    try effect(over: periods).added()
  }

  private func effect(over periods: ClosedRange<Int>) -> SeriesEffect {
    SeriesWording.check(periods, series)
    let rows = Array(periods)
    return SeriesEffect(
      coefficients: table.rows.map(\.estimate), covariance: covariance,
      actual: series.design.matrix.rows(at: rows),
      without: series.uninterruptedDesign.matrix.rows(at: rows),
      sizes: rows.map { series.exposure?[$0] ?? 1 }, isLogLinear: isLogLinear,
      degreesOfFreedom: table.rows.first?.degreesOfFreedom
        ?? Double(series.periodCount - table.rows.count),
      comparison: "the trend carried on", periods: periods,
      method: "\(isLogLinear ? "log-linear" : "linear") segmented regression, \(table.method)",
      caveats: caveats(over: periods))
  }

  private func caveats(over periods: ClosedRange<Int>) -> [String] {
    var caveats = [
      "Without a control series whatever else changed at the same time is part of the effect."
    ]
    caveats += SeriesWording.caveats(series, over: periods)
    switch model {
    case .quasiPoisson:
      if let text = SeriesWording.autocorrelation([residuals]) { caveats.append(text) }
    case .leastSquares, .poisson: caveats += SeriesWording.shortForLags(series.periodCount)
    case .autoregressive: break
    }
    return caveats
  }
}

extension ControlledTimeSeriesFit {
  /// The effect on the treated series at one period or over several as a ratio of the events fitted
  /// to those had its level and slope changed as the control series' did: a ratio of ratios.
  ///
  /// - Precondition: The periods are in the series and one at least is interrupted.
  /// - Throws: `undefinedRatio` where the rates carried on fall to 0 or below.
  /// - Complexity: O(*periods · columns* + *columns²*)
  public func relativeEffect(over periods: ClosedRange<Int>) throws(ChangeError) -> Finding {
    try effect(over: periods).relative()
  }

  /// The same as a difference of rates; over several periods of their mean weighted by exposure.
  ///
  /// - Parameter unit: What the rate is shown per.
  /// - Precondition: As `relativeEffect`.
  /// - Complexity: O(*periods · columns* + *columns²*)
  public func absoluteEffect(
    over periods: ClosedRange<Int>, per unit: Double = 1
  ) throws(ChangeError) -> Finding {
    try effect(over: periods).absolute(per: unit)
  }

  /// How many more events are fitted to the treated series over periods than had it changed as the
  /// control series did; negative for events averted.
  ///
  /// - Precondition: As `relativeEffect`.
  /// - Complexity: O(*periods · columns* + *columns²*)
  public func eventsAdded(over periods: ClosedRange<Int>) throws(ChangeError) -> Finding {
    try effect(over: periods).added()
  }

  private func effect(over periods: ClosedRange<Int>) -> SeriesEffect {
    SeriesWording.check(periods, series.treated)
    let rows = Array(periods)
    var caveats = [
      "What changed for the treated alone at the same time is part of the effect."
    ]
    caveats += SeriesWording.caveats(series.treated, over: periods)
    switch model {
    case .quasiPoisson:
      if let text = SeriesWording.autocorrelation([residuals, controlResiduals]) {
        caveats.append(text)
      }
    case .leastSquares, .poisson: caveats += SeriesWording.shortForLags(series.periodCount)
    }
    return SeriesEffect(
      coefficients: table.rows.map(\.estimate), covariance: covariance,
      actual: series.design.matrix.rows(at: rows.map { series.periodCount + $0 }),
      without: series.uninterruptedTreated.rows(at: rows),
      sizes: rows.map { series.treated.exposure?[$0] ?? 1 }, isLogLinear: isLogLinear,
      degreesOfFreedom: table.rows.first?.degreesOfFreedom
        ?? Double(series.periodCount - table.rows.count / 2),
      comparison: "changing as the control series did", periods: periods,
      method: "\(isLogLinear ? "log-linear" : "linear") controlled segmented regression, "
        + table.method, caveats: caveats)
  }
}

/// Words and checks that effects on series share.
enum SeriesWording {
  /// Fewer periods than this on a side tell a trend badly.
  static let fewPeriods = 8

  static func check(_ periods: ClosedRange<Int>, _ series: InterruptedTimeSeries) {
    precondition(
      periods.lowerBound >= 0 && periods.upperBound < series.periodCount,
      "periods \(periods) of \(series.periodCount)")
    precondition(
      series.interruptions.contains { $0.firstPeriod <= periods.upperBound },
      "periods \(periods) lie before every interruption")
  }

  static func periods(_ periods: ClosedRange<Int>) -> String {
    periods.count == 1
      ? "period \(periods.lowerBound + 1)"
      : "periods \(periods.lowerBound + 1) to \(periods.upperBound + 1)"
  }

  static func caveats(
    _ series: InterruptedTimeSeries, over periods: ClosedRange<Int>
  ) -> [String] {
    var caveats: [String] = []
    let first = series.interruptions.map(\.firstPeriod).min() ?? 0
    let last = series.interruptions.map(\.firstPeriod).max() ?? 0
    let after = series.periodCount - last
    if min(first, after) < fewPeriods {
      caveats.append(
        "With \(first) periods before and \(after) after, a trend is told badly below "
          + "\(fewPeriods) on either side.")
    }
    let distance = periods.upperBound - first + 1
    if distance > first {
      caveats.append(
        "The trend of \(first) periods is carried on over \(distance), farther than it was seen.")
    }
    if let seasonality = series.seasonality,
      series.periodCount < 2 * seasonality.periodsPerYear
    {
      caveats.append("Seasons are told from less than two years.")
    }
    return caveats
  }

  /// Newey and West's covariance is right for long series; this many periods are not.
  ///
  /// In 600 simulated series of 48 independent counts with seasons the 95% interval of a known ratio
  /// held it 84% of the time (88% beside controls), quasi-Poisson's 93%.
  static func shortForLags(_ periodCount: Int) -> [String] {
    guard periodCount < 100 else { return [] }
    return [
      "Newey and West's errors are too small in series as short as \(periodCount) periods: take the "
        + "interval as the narrowest there can be, and see whether quasi-Poisson's says the same."
    ]
  }

  /// Ljung and Box's test on each series' residuals, where a model takes periods as independent.
  static func autocorrelation(_ series: [ResidualSeries]) -> String? {
    let pValues = series.compactMap { residuals -> Double? in
      let lags = min(12, residuals.residuals.count / 4)
      guard lags >= 1, let test = try? residuals.ljungBox(lagCount: lags) else { return nil }
      return test.pValue
    }
    guard let smallest = pValues.min(), smallest < 0.05 else { return nil }
    return
      "Neighbouring residuals hang together (Ljung–Box \(Finding.pText(smallest))), which this "
      + "model does not allow for; take the one with Newey and West's covariance."
  }
}
