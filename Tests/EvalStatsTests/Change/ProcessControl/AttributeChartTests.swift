import EvalStats
import EvalTestSupport
import Testing

@Suite("Charts of shares, rates and counts")
struct AttributeChartTests {
  private static let counts: [Double?] = [
    812, 790, 861, 905, 770, 842, 880, 795, 910, 835, 802, 868,
  ]
  private static let totals: [Double?] = [
    10210, 9980, 10350, 10500, 9700, 10100, 10420, 9900, 10600, 10050, 9930, 10300,
  ]

  @Test("p and p′ limits are numpy's")
  func proportions() throws {
    let plain = try ControlChart.proportions(
      counts: Self.counts, totals: Self.totals, isAdjusted: false)
    #expect(plain.kind == .proportions)
    #expect(agree(plain.stretches[0].centre, 0.0825139298590626, relative: 1e-14))
    #expect(agree(try #require(plain.points[0].lower), 0.07434487600586374, relative: 1e-12))
    let laney = try ControlChart.proportions(counts: Self.counts, totals: Self.totals)
    #expect(agree(laney.stretches[0].spread, 1.1098080747976968, relative: 1e-12))
    #expect(agree(try #require(laney.points[0].lower), 0.07344784792932528, relative: 1e-12))
    #expect(agree(try #require(laney.points[0].upper), 0.09158001178879992, relative: 1e-12))
  }

  @Test("u′ limits are numpy's")
  func rates() throws {
    let chart = try ControlChart.rates(counts: Self.counts, exposure: Self.totals)
    #expect(agree(chart.stretches[0].spread, 1.0630351376616614, relative: 1e-12))
    #expect(agree(try #require(chart.points[3].upper), 0.0914539369022792, relative: 1e-12))
  }

  @Test("a c chart by hand: mean 9, limits 0 and 18")
  func counts() throws {
    let values: [Double?] = [9, 8, 10, 7, 11, 9, 9, 10, 8, 9]
    let chart = try ControlChart.counts(values)
    #expect(chart.stretches[0].centre == 9)
    #expect(chart.points.allSatisfy { $0.lower == 0 && $0.upper == 18 })
    #expect(chart.caveats.count == 1)
  }

  @Test("zeros are not near a limit that is cut off at zero")
  func cutOffLimit() throws {
    // Mean 2, three standard deviations 4.24: two thirds of the way down lies below zero.
    let values: [Double?] = [2, 0, 3, 0, 4, 2, 1, 3, 2, 3, 1, 3]
    let chart = try ControlChart.counts(values)
    #expect(chart.stretches[0].centre == 2)
    #expect(chart.points.allSatisfy { $0.lower == 0 })
    #expect(chart.signals.isEmpty, "\(chart.signals)")
    // The other way still counts: beyond 2 + 2/3 · 4.24 = 4.83.
    let high = try ControlChart.counts([2, 5, 1, 5, 1, 2, 1, 1, 2, 1, 1, 2])
    #expect(high.stretches[0].centre == 2)
    #expect(high.signals.map(\.rule) == [.twoOfThree])
    #expect(high.signals.first?.isUpward == true)
  }

  @Test("limits by chance alone are said to be too narrow where the months vary far more")
  func overdispersion() throws {
    let counts: [Double?] = (0..<12).map { $0.isMultiple(of: 2) ? 700 : 900 }
    let chart = try ControlChart.proportions(
      counts: counts, totals: Self.totals, isAdjusted: false)
    #expect(chart.caveats.contains { $0.contains("take the adjusted limits") })
    #expect(chart.signals.contains { $0.rule == .outsideLimits })
    let adjusted = try ControlChart.proportions(counts: counts, totals: Self.totals)
    #expect(adjusted.signals.isEmpty)
  }

  @Test("a month without its total is missing and has no limits")
  func missingTotal() throws {
    var totals = Self.totals
    totals[5] = nil
    let chart = try ControlChart.proportions(counts: Self.counts, totals: totals)
    #expect(chart.points[5].value == nil && chart.points[5].upper == nil)
    #expect(chart.caveats[0].hasPrefix("1 of 12 periods is missing"))
  }

  @Test("impossible counts are refused")
  func refusals() {
    #expect(
      throws: ProcessControlError.invalidValue(
        column: "counts", row: 0, allowed: "at most its total")
    ) { try ControlChart.proportions(counts: [5], totals: [4]) }
    #expect(throws: ProcessControlError.unequalColumns(first: 1, second: 2)) {
      try ControlChart.rates(counts: [5], exposure: [4, 4])
    }
    #expect(
      throws: ProcessControlError.invalidValue(
        column: "exposure", row: 1, allowed: "from 10⁻³⁰ to 10³⁰")
    ) { try ControlChart.rates(counts: [5, 4], exposure: [4, 0]) }
    #expect(throws: ProcessControlError.noEvents) {
      try ControlChart.counts(Array(repeating: 0, count: 12))
    }
    #expect(throws: ProcessControlError.noEvents) {
      try ControlChart.proportions(
        counts: Array(repeating: 4, count: 12), totals: Array(repeating: 4, count: 12))
    }
  }
}
