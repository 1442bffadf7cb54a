import EvalStats
import EvalTestSupport
import Testing

/// Limits worked out apart by numpy 2.4.6 from the formulas of *Making Data Count* and Laney (2002).
@Suite("Control charts")
struct ControlChartTests {
  static let values: [Double?] = [
    52, 48, 55, 50, 47, 53, 49, 51, 54, 50, 46, 52, 44, 41, 43, 40, 42, 39, 43, 41, 40, 42, 38, 41,
  ]

  @Test("four values by hand: mean 5, moving ranges 2, 4, 6, limits 5 ± 2.66 · 4")
  func byHand() throws {
    let design = ChartDesign(fewestPoints: 4)
    let chart = try ControlChart.individuals([4, 6, 2, 8].map { $0 }, design: design)
    // |6 − 4| = 2, |2 − 6| = 4, |8 − 2| = 6: mean 4.
    #expect(chart.stretches[0].centre == 5)
    #expect(chart.stretches[0].spread == 4)
    #expect(agree(try #require(chart.points[0].upper), 15.64, relative: 1e-14))
    #expect(agree(try #require(chart.points[3].lower), -5.64, relative: 1e-14))
    let ranges = try ControlChart.movingRanges([4, 6, 2, 8], design: design)
    #expect(ranges.points.map(\.value) == [nil, 2, 4, 6])
    #expect(agree(try #require(ranges.points[1].upper), 13.08, relative: 1e-14))
    #expect(ranges.caveats.count == 1 && ranges.caveats[0].contains("provisional"))
  }

  @Test("moving ranges stand at their own periods, over gaps only where asked, in long series too")
  func movingRanges() throws {
    var values: [Double?] = (0..<50_000).map { Double($0 * $0 % 17) }
    values[3] = nil
    let chart = try ControlChart.movingRanges(values)
    for period in 1..<values.count {
      let wanted: Double? =
        if let value = values[period], let before = values[period - 1] {
          abs(value - before)
        } else { nil }
      if chart.points[period].value != wanted { Issue.record("period \(period)") }
    }
    let spanning = try ControlChart.movingRanges(
      values, design: ChartDesign(rangesSpanGaps: true))
    // 4² mod 17 = 16 after 2² = 4.
    #expect(spanning.points[4].value == 12 && chart.points[4].value == nil)
  }

  @Test("XmR limits are the peer's, over the whole series and either side of a step")
  func limits() throws {
    let whole = try ControlChart.individuals(Self.values)
    #expect(agree(try #require(whole.points[5].lower), 36.0445652173913, relative: 1e-13))
    #expect(agree(try #require(whole.points[5].upper), 55.7054347826087, relative: 1e-13))
    let rebased = try ControlChart.individuals(
      Self.values, design: ChartDesign(steps: [12]))
    #expect(agree(rebased.stretches[0].spread, 4.363636363636363, relative: 1e-14))
    #expect(agree(try #require(rebased.points[11].lower), 38.97606060606061, relative: 1e-13))
    #expect(agree(try #require(rebased.points[12].lower), 34.15393939393939, relative: 1e-13))
    #expect(agree(try #require(rebased.points[23].upper), 48.17939393939394, relative: 1e-13))
    #expect(rebased.stretches.allSatisfy { $0.isProvisional })
  }

  @Test("a baseline sets the limits of its stretch alone")
  func baseline() throws {
    let chart = try ControlChart.individuals(
      Self.values, design: ChartDesign(baseline: 0...11))
    #expect(agree(chart.stretches[0].centre, 50.583333333333336, relative: 1e-14))
    #expect(agree(try #require(chart.points[23].lower), 38.97606060606061, relative: 1e-13))
    // 38 alone lies below 38.98.
    let outside = chart.signals.filter { $0.rule == .outsideLimits }
    #expect(outside.map(\.periods) == [[22]])
  }

  @Test("a shift names every point of its run and reads by which way is good")
  func shift() throws {
    for (good, first, second) in [
      (GoodDirection.lower, SpecialCause.Reading.concern, SpecialCause.Reading.improvement),
      (.higher, .improvement, .concern), (.neither, .change, .change),
    ] {
      let chart = try ControlChart.individuals(Self.values, design: ChartDesign(good: good))
      let shifts = chart.signals.filter { $0.rule == .shift }
      #expect(shifts.map(\.periods) == [Array(0...11), Array(12...23)])
      #expect(shifts.map(\.isUpward) == [true, false])
      #expect(shifts.map(\.reading) == [first, second])
    }
  }

  @Test("six points on one side are no shift, seven are; a point on the centre ends a run")
  func shiftLength() throws {
    // Mean 10 in each.
    let six: [Double?] = [11, 12, 11, 12, 11, 9, 9, 8, 9, 8, 11, 9]
    let chart = try ControlChart.individuals(six)
    #expect(chart.stretches[0].centre == 10)
    #expect(chart.signals.allSatisfy { $0.rule != .shift })
    let seven: [Double?] = [11, 12, 11, 12, 11, 12, 11, 6, 9, 8, 7, 10]
    #expect(
      try ControlChart.individuals(seven).signals.filter { $0.rule == .shift }.map(\.periods)
        == [Array(0...6)])
    let touching: [Double?] = [11, 12, 11, 10, 12, 11, 12, 9, 9, 8, 5, 10]
    let touched = try ControlChart.individuals(touching)
    #expect(touched.stretches[0].centre == 10)
    #expect(touched.signals.allSatisfy { $0.rule != .shift })
    let shorter = ChartDesign(rules: SpecialCauseRules(shiftLength: 5))
    #expect(
      try ControlChart.individuals(six, design: shorter).signals
        .filter { $0.rule == .shift }.map(\.periods) == [Array(0...4), Array(5...9)])
  }

  @Test("seven rising points are a trend, six or an equal neighbour are not")
  func trend() throws {
    let rising: [Double?] = [5, 9, 3, 4, 5, 6, 7, 8, 9, 2, 8, 4]
    let trends = try ControlChart.individuals(rising).signals.filter { $0.rule == .trend }
    #expect(trends.map(\.periods) == [Array(2...8)])
    #expect(trends.map(\.isUpward) == [true])
    let six: [Double?] = [5, 9, 4, 5, 6, 7, 8, 9, 2, 8, 4, 7]
    #expect(try ControlChart.individuals(six).signals.allSatisfy { $0.rule != .trend })
    let level: [Double?] = [5, 9, 3, 4, 5, 5, 6, 7, 8, 9, 2, 8]
    #expect(try ControlChart.individuals(level).signals.allSatisfy { $0.rule != .trend })
  }

  @Test("two of three beyond two thirds of a limit rest on those two; windows that share are one")
  func twoOfThree() throws {
    // Limits from a baseline of 0, 1, …: mean ½, mR̄ 1, limits −2.16 … 3.16, two thirds 2.2733.
    let quiet: [Double?] = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
    func signals(_ tail: [Double?]) throws -> [SpecialCause] {
      try ControlChart.individuals(quiet + tail, design: ChartDesign(baseline: 0...9)).signals
        .filter { $0.rule == .twoOfThree }
    }
    #expect(try signals([2.3, 0.4, 2.3]).map(\.periods) == [[10, 12]])
    #expect(try signals([2.3, 0.4, 0.6, 2.3]).isEmpty)
    #expect(try signals([2.27, 0.4, 2.27]).isEmpty)
    #expect(try signals([2.3, -1.3, 2.3]).map(\.periods) == [[10, 12]])
    #expect(try signals([2.3, 2.3, 0.4, 2.3]).map(\.periods) == [[10, 11, 13]])
    #expect(try signals([2.3, 9, 0.4]).map(\.periods) == [[10, 11]])
    #expect(try signals([-1.3, 0.4, -1.3]).map(\.isUpward) == [false])
    #expect(try signals([2.3, 2.3, 0.4, 0.4, 2.3, 2.3]).map(\.periods) == [[10, 11], [14, 15]])
  }

  @Test("large moving ranges can be left out of the limits, once, and it is said")
  func largeRanges() throws {
    let values: [Double?] = [10, 11, 10, 11, 10, 11, 40, 11, 10, 11, 10, 11]
    let plain = try ControlChart.individuals(values)
    // Nine ranges of 1 and two of 29.
    #expect(agree(plain.stretches[0].spread, 67.0 / 11, relative: 1e-14))
    let screened = try ControlChart.individuals(
      values, design: ChartDesign(omitsLargeRanges: true))
    #expect(screened.stretches[0].spread == 1)
    #expect(screened.stretches[0].omittedRangeCount == 2)
    #expect(screened.caveats.contains { $0.contains("leave out 2 moving ranges") })
  }

  @Test("missing months are said, runs pass over them, and no range spans them unless asked")
  func missing() throws {
    var values: [Double?] = [10, 12, 11, 12, 10, 11, 12, 10, 11, 10, 12, 11]
    values[4] = nil
    let chart = try ControlChart.individuals(values)
    #expect(agree(chart.stretches[0].spread, 12.0 / 9, relative: 1e-14))
    #expect(chart.caveats.contains { $0.hasPrefix("1 of 12 periods is missing") })
    let spanning = try ControlChart.individuals(
      values, design: ChartDesign(rangesSpanGaps: true))
    #expect(agree(spanning.stretches[0].spread, 13.0 / 10, relative: 1e-14))
    var shifted = Self.values
    shifted[3] = nil
    let shift = try #require(
      try ControlChart.individuals(shifted).signals.first { $0.rule == .shift })
    #expect(shift.periods == [0, 1, 2] + Array(4...11))
  }

  @Test("a step is suggested at the start of a lasting shift, and nowhere else")
  func suggestedStep() throws {
    #expect(try ControlChart.individuals(Self.values).suggestedSteps == [12])
    let design = ChartDesign(baseline: 0...11)
    let chart = try ControlChart.individuals(Self.values, design: design)
    #expect(chart.suggestedSteps == [12])
    let rebased = try ControlChart.individuals(
      Self.values, design: design.rebased(at: chart.suggestedSteps))
    #expect(rebased.suggestedSteps == [])
    let early = try ControlChart.individuals(
      Self.values, design: ChartDesign(baseline: 0...11, fewestPoints: 12).rebased(at: []))
    #expect(early.suggestedSteps == [12])
    let demanding = ChartDesign(baseline: 0...12, fewestPoints: 13)
    #expect(try ControlChart.individuals(Self.values, design: demanding).suggestedSteps == [])
    let passing: [Double?] = Self.values + Self.values.prefix(10)
    #expect(try ControlChart.individuals(passing, design: design).suggestedSteps == [])
  }

  @Test("variation and assurance read the last point and the last limits")
  func icons() throws {
    func chart(_ good: GoodDirection, target: Double) throws -> ControlChart {
      try ControlChart.individuals(
        Self.values, design: ChartDesign(good: good, steps: [12], target: target))
    }
    // Limits 34.15 … 48.18 from the step on.
    #expect(try chart(.lower, target: 50).assurance == .consistentlyPasses)
    #expect(try chart(.lower, target: 40).assurance == .hitAndMiss)
    #expect(try chart(.lower, target: 30).assurance == .consistentlyFails)
    #expect(try chart(.higher, target: 50).assurance == .consistentlyFails)
    #expect(try chart(.higher, target: 30).assurance == .consistentlyPasses)
    #expect(try chart(.neither, target: 30).assurance == nil)
    #expect(try chart(.lower, target: 50).variation == .commonCause)
    #expect(
      try ControlChart.individuals(Self.values, design: ChartDesign(good: .lower)).variation
        == .improvement)
  }

  @Test("what cannot be charted is refused with its place and a remedy")
  func refusals() {
    #expect(throws: ProcessControlError.tooFewPoints(found: 3, needed: 10, from: 0)) {
      try ControlChart.individuals([1, 2, 3])
    }
    #expect(throws: ProcessControlError.tooFewPoints(found: 0, needed: 10, from: 0)) {
      try ControlChart.individuals([])
    }
    #expect(throws: ProcessControlError.tooFewPoints(found: 4, needed: 10, from: 20)) {
      try ControlChart.individuals(Self.values, design: ChartDesign(steps: [20]))
    }
    #expect(throws: ProcessControlError.stepOutOfRange(period: 24, count: 24)) {
      try ControlChart.individuals(Self.values, design: ChartDesign(steps: [24]))
    }
    #expect(throws: ProcessControlError.stepOutOfRange(period: 12, count: 24)) {
      try ControlChart.individuals(Self.values, design: ChartDesign(steps: [12, 12]))
    }
    #expect(throws: ProcessControlError.baselineOutOfRange(first: 10, last: 13)) {
      try ControlChart.individuals(
        Self.values, design: ChartDesign(steps: [12], baseline: 10...13))
    }
    #expect(throws: ProcessControlError.noVariation(from: 0)) {
      try ControlChart.individuals(Array(repeating: 0, count: 24))
    }
    let error = #expect(throws: ProcessControlError.self) {
      try ControlChart.individuals([1, .nan, 3])
    }
    #expect(
      error?.description
        == "column 'values', row 2: the value is not a finite number; correct it, or leave the "
        + "period out as missing")
  }
}
