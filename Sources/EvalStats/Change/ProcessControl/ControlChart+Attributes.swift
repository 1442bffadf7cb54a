extension ControlChart {
  /// A p chart: shares of a total, p̄ ± 3√(p̄(1 − p̄)/nₜ), or with Laney's correction p̄ ±
  /// 3σ_z√(p̄(1 − p̄)/nₜ).
  ///
  /// With totals in the thousands binomial limits are so narrow that ordinary months fall outside;
  /// σ_z, the mean moving range of the standardised shares over 1.128, widens (or narrows) them to
  /// how much the months do vary (Laney 2002, doi:10.1081/QEN-120006555).
  ///
  /// - Parameters:
  ///   - counts: Those with the event; `nil` where missing.
  ///   - totals: All of them; a period whose total is missing is missing.
  /// - Throws: As `individuals`, `unequalColumns`, `noEvents` where nobody or everybody has the
  ///   event.
  /// - Complexity: O(*periods*)
  public static func proportions(
    counts: [Double?], totals: [Double?], isAdjusted: Bool = true,
    design: ChartDesign = ChartDesign()
  ) throws(ProcessControlError) -> ControlChart {
    for (row, (count, total)) in zip(counts, totals).enumerated() {
      if let count, let total, count > total {
        throw .invalidValue(column: "counts", row: row, allowed: "at most its total")
      }
    }
    return try AttributeSeries(counts: counts, sizes: totals, isShare: true)
      .chart(isAdjusted ? .adjustedProportions : .proportions, design)
  }

  /// A u chart: events per person-time, ū ± 3√(ū/tₜ), or with Laney's correction ū ± 3σ_z√(ū/tₜ).
  ///
  /// - Parameters:
  ///   - counts: Events; `nil` where missing.
  ///   - exposure: Person-time, bed days or population of each period.
  /// - Throws: As `proportions`.
  /// - Complexity: O(*periods*)
  public static func rates(
    counts: [Double?], exposure: [Double?], isAdjusted: Bool = true,
    design: ChartDesign = ChartDesign()
  ) throws(ProcessControlError) -> ControlChart {
    try AttributeSeries(counts: counts, sizes: exposure, isShare: false)
      .chart(isAdjusted ? .adjustedRates : .rates, design)
  }

  /// A c chart: counts from a population that stays the same, c̄ ± 3√c̄.
  ///
  /// For populations that change take `rates`.
  ///
  /// - Throws: As `proportions`.
  /// - Complexity: O(*periods*)
  public static func counts(
    _ counts: [Double?], design: ChartDesign = ChartDesign()
  ) throws(ProcessControlError) -> ControlChart {
    try AttributeSeries(counts: counts, sizes: counts.map { $0.map { _ in 1 } }, isShare: false)
      .chart(.counts, design)
  }
}

/// Counts of something out of a size, one a period.
private struct AttributeSeries {
  let counts: [Double?]
  let sizes: [Double?]
  let isShare: Bool

  /// Months that vary this many times what chance allows want the adjusted chart.
  private static let excessiveSpread = 1.5

  private func value(_ period: Int) -> Double? {
    guard let count = counts[period], let size = sizes[period] else { return nil }
    return count / size
  }

  private func check() throws(ProcessControlError) {
    guard counts.count == sizes.count else {
      throw .unequalColumns(first: counts.count, second: sizes.count)
    }
    for (row, count) in counts.enumerated() {
      if let count, !(count >= 0 && count <= Double.ordinarySizes.upperBound) {
        throw .invalidValue(column: "counts", row: row, allowed: "a count of 0 or more")
      }
    }
    for (row, size) in sizes.enumerated() {
      if let size, !Double.ordinarySizes.contains(size) {
        throw .invalidValue(
          column: isShare ? "totals" : "exposure", row: row, allowed: "from 10⁻³⁰ to 10³⁰")
      }
    }
  }

  /// The standard deviation chance gives a value of one size.
  private func deviation(_ centre: Double, _ size: Double) -> Double {
    ((isShare ? centre * (1 - centre) : centre) / size).squareRoot()
  }

  func chart(
    _ kind: ControlChart.Kind, _ design: ChartDesign
  ) throws(ProcessControlError) -> ControlChart {
    try check()
    let isAdjusted = kind == .adjustedProportions || kind == .adjustedRates
    var stretches: [ControlChart.Stretch] = []
    var points: [ControlChart.Point] = []
    var caveats: [String] = []
    for periods in try design.stretches(of: counts.count) {
      let basis = design.limitPeriods(of: periods)
      let observed = basis.filter { value($0) != nil }
      guard observed.count >= design.fewestPoints else {
        throw .tooFewPoints(
          found: observed.count, needed: design.fewestPoints, from: basis.lowerBound)
      }
      let events = observed.reduce(0) { $0 + (counts[$1] ?? 0) }
      let size = observed.reduce(0) { $0 + (sizes[$1] ?? 0) }
      let centre = events / size
      guard centre > 0, !isShare || centre < 1 else { throw .noEvents }
      let standardised = counts.indices.map { period -> Double? in
        guard let value = value(period), let size = sizes[period] else { return nil }
        return (value - centre) / deviation(centre, size)
      }
      let ranges = MovingRanges(standardised, in: basis, spanGaps: design.rangesSpanGaps)
      let mean = ranges.mean(omittingLarge: isAdjusted && design.omitsLargeRanges)
      let spread = mean.map { $0.mean / 1.128 }
      if isAdjusted, !((spread ?? 0) > 0) { throw .noVariation(from: basis.lowerBound) }
      if !isAdjusted, let spread, spread > AttributeSeries.excessiveSpread {
        caveats.append(
          "From period \(periods.lowerBound + 1) the points vary "
            + "\(Decimals.text(spread, places: 1)) times as much as chance alone would make them; "
            + (kind == .counts ? "take an XmR chart." : "take the adjusted limits."))
      }
      let factor = isAdjusted ? spread ?? 1 : 1
      stretches.append(
        ControlChart.Stretch(
          periods: periods, centre: centre, spread: factor, limitPointCount: observed.count,
          omittedRangeCount: mean?.omitted ?? 0,
          isProvisional: observed.count < design.settledPoints))
      points += periods.map { period in
        let reach = sizes[period].map { 3 * factor * deviation(centre, $0) }
        return ControlChart.Point(
          period: period, value: value(period), centre: centre,
          lower: reach.map { max(0, centre - $0) },
          upper: reach.map { isShare ? min(1, centre + $0) : centre + $0 }, reach: reach)
      }
    }
    return ControlChart(
      kind: kind, design: design, points: points, stretches: stretches, rules: design.rules,
      caveats: caveats)
  }
}
