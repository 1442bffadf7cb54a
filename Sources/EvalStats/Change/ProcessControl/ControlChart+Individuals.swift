extension ControlChart {
  /// Three standard deviations of single values are 2.66 mean moving ranges: 3/1.128.
  public static let rangeFactor = 2.66
  /// The upper limit of moving ranges, in mean moving ranges.
  public static let rangeLimitFactor = 3.27

  /// An XmR chart: mean ± 2.66·mean moving range, one value a period.
  ///
  /// The moving range is |xₜ − xₜ₋₁| of neighbouring periods of one stretch. No season or trend is
  /// taken out of the values.
  /// Source: NHS England, *Making Data Count: Getting Started* (2019); Wheeler, *Understanding
  /// Variation* (1993).
  ///
  /// - Parameter values: One a period; `nil` where missing.
  /// - Throws: `tooFewPoints`, `invalidValue`, `stepOutOfRange`, `baselineOutOfRange`,
  ///   `noVariation`.
  /// - Complexity: O(*periods*)
  public static func individuals(
    _ values: [Double?], design: ChartDesign = ChartDesign()
  ) throws(ProcessControlError) -> ControlChart {
    let stretches = try MovingRanges.stretches(values, design)
    var points: [Point] = []
    for stretch in stretches {
      let reach = rangeFactor * stretch.spread
      points += stretch.periods.map {
        Point(
          period: $0, value: values[$0], centre: stretch.centre, lower: stretch.centre - reach,
          upper: stretch.centre + reach, reach: reach)
      }
    }
    return ControlChart(
      kind: .individuals, design: design, points: points, stretches: stretches,
      rules: design.rules, caveats: [])
  }

  /// The moving ranges of an XmR chart, up to 3.27·mean moving range: whether the process became
  /// more or less steady, or jumped. Only points above the limit count.
  ///
  /// - Parameter values: The values, not their ranges; the range stands at the later period.
  /// - Throws: As `individuals`.
  /// - Complexity: O(*periods*)
  public static func movingRanges(
    _ values: [Double?], design: ChartDesign = ChartDesign()
  ) throws(ProcessControlError) -> ControlChart {
    let stretches = try MovingRanges.stretches(values, design)
    var points: [Point] = []
    for stretch in stretches {
      let ranges = MovingRanges(values, in: stretch.periods, spanGaps: design.rangesSpanGaps)
      let upper = rangeLimitFactor * stretch.spread
      points += stretch.periods.map {
        Point(
          period: $0, value: ranges.value(at: $0), centre: stretch.spread, lower: 0, upper: upper,
          reach: upper - stretch.spread)
      }
    }
    let observed = stretches.map {
      Stretch(
        periods: $0.periods, centre: $0.spread, spread: $0.spread,
        limitPointCount: $0.limitPointCount, omittedRangeCount: $0.omittedRangeCount,
        isProvisional: $0.isProvisional)
    }
    return ControlChart(
      kind: .movingRanges, design: design, points: points, stretches: observed, rules: nil,
      caveats: [])
  }
}

/// |xₜ − xₜ₋₁| of neighbouring observed periods.
struct MovingRanges {
  private let periods: Range<Int>
  /// One a period; `nil` where there is none.
  private var rangeOfPeriod: [Double?]

  init(_ values: [Double?], in periods: Range<Int>, spanGaps: Bool) {
    self.periods = periods
    rangeOfPeriod = Array(repeating: nil, count: periods.count)
    var last: (period: Int, value: Double)?
    for period in periods {
      guard let value = values[period] else { continue }
      if let last, spanGaps || last.period == period - 1 {
        rangeOfPeriod[period - periods.lowerBound] = abs(value - last.value)
      }
      last = (period, value)
    }
  }

  func value(at period: Int) -> Double? { rangeOfPeriod[period - periods.lowerBound] }

  /// Their mean; without those above 3.27 times it where asked, and how many those are.
  func mean(omittingLarge omits: Bool) -> (mean: Double, omitted: Int)? {
    let ranges = rangeOfPeriod.compactMap { $0 }
    guard !ranges.isEmpty else { return nil }
    let mean = ranges.reduce(0, +) / Double(ranges.count)
    guard omits else { return (mean, 0) }
    let kept = ranges.filter { $0 <= ControlChart.rangeLimitFactor * mean }
    return (kept.reduce(0, +) / Double(kept.count), ranges.count - kept.count)
  }

  /// The stretches of an XmR chart with their mean and mean moving range.
  static func stretches(
    _ values: [Double?], _ design: ChartDesign
  ) throws(ProcessControlError) -> [ControlChart.Stretch] {
    for (row, value) in values.enumerated() {
      if let value, !(abs(value) < 1e150) {
        throw .invalidValue(column: "values", row: row, allowed: "a finite number")
      }
    }
    var stretches: [ControlChart.Stretch] = []
    for periods in try design.stretches(of: values.count) {
      let basis = design.limitPeriods(of: periods)
      let observed = basis.compactMap { values[$0] }
      guard observed.count >= design.fewestPoints else {
        throw .tooFewPoints(
          found: observed.count, needed: design.fewestPoints, from: basis.lowerBound)
      }
      let ranges = MovingRanges(values, in: basis, spanGaps: design.rangesSpanGaps)
      guard let (mean, omitted) = ranges.mean(omittingLarge: design.omitsLargeRanges), mean > 0
      else { throw .noVariation(from: basis.lowerBound) }
      stretches.append(
        ControlChart.Stretch(
          periods: periods, centre: observed.reduce(0, +) / Double(observed.count), spread: mean,
          limitPointCount: observed.count, omittedRangeCount: omitted,
          isProvisional: observed.count < design.settledPoints))
    }
    return stretches
  }
}
