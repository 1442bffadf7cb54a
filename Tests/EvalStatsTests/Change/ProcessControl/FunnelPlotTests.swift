import EvalStats
import EvalTestSupport
import Foundation
import Testing

/// Peers: numpy 2.4.6 and scipy 1.17.1 from the published formulas; metafor 3.8-1 `rma(method = "DL")`
/// for the log ratios.
@Suite("Funnel plots")
struct FunnelPlotTests {
  private static let observed: [Double] = [8, 38, 45, 4, 30, 61, 17, 90, 28, 37, 9, 66]
  private static let expected: [Double] = [
    15.2, 24.1, 40.3, 12.9, 20.5, 70.2, 16.1, 60.4, 38.8, 25.0, 21.7, 50.9,
  ]

  private func expect(
    _ limits: FunnelPlot.Limits, _ expected: [Double],
    _ location: SourceLocation = #_sourceLocation
  ) {
    let found = [limits.lower95, limits.upper95, limits.lower998, limits.upper998]
    for (found, expected) in zip(found, expected) {
      #expect(
        agree(found ?? .nan, expected, relative: 1e-11), "\(found ?? .nan), not \(expected)",
        sourceLocation: location)
    }
  }

  @Test("exact Poisson limits of 10 and of 1.5 expected events are scipy's")
  func poisson() throws {
    let funnel = try FunnelPlot(
      .ratios(observed: [10, 2], expected: [10, 1.5]), target: 1, widening: .none)
    expect(
      funnel.groups[0].limits,
      [0.3775187947688401, 1.615995067334478, 0.12205293158961342, 2.066200083599499])
    expect(funnel.groups[1].limits, [0, 2.5756739747701354, 0, 3.9860229801708655])
    // A rate of 10 in 1,000 is the same count.
    let rates = try FunnelPlot(
      .rates(events: [10], exposure: [1000]), target: 0.01, widening: .none)
    expect(
      rates.limits(atSize: 1000),
      [0.003775187947688401, 0.01615995067334478, 0.0012205293158961342, 0.02066200083599499])
  }

  @Test("exact binomial limits of 50 at a fifth are scipy's")
  func binomial() throws {
    let funnel = try FunnelPlot(
      .proportions(events: [10], totals: [50]), target: 0.2, widening: .none)
    expect(
      funnel.groups[0].limits,
      [0.08440482201226907, 0.3070938833520582, 0.03477614320750776, 0.3791440976750372])
  }

  @Test(
    "φ, τ and a z-score are numpy's, extremes winsorised, trimmed and kept",
    arguments: [
      (
        ExtremeGroups.winsorised(0.1),
        [4.449317248354155, 0.17325661505863216, 1.6261853484827122, 1.19406746855176]
      ),
      (
        .trimmed(0.1),
        [2.771230520972259, 0.1275759298298149, 2.0605369355082064, 1.5445318312511203]
      ),
      (.kept, [5.114344594525841, 0.18886176350962341, 1.516777009296707, 1.1060734476019]),
    ])
  func overdispersion(extremes: ExtremeGroups, figures: [Double]) throws {
    let measure = FunnelMeasure.ratios(observed: Self.observed, expected: Self.expected)
    let wide = try FunnelPlot(
      measure, target: 1, widening: .multiplicative, extremes: extremes)
    let additive = try FunnelPlot(measure, target: 1, widening: .additive, extremes: extremes)
    #expect(agree(try #require(wide.dispersion), figures[0], relative: 1e-12))
    #expect(agree(additive.betweenDeviation, figures[1], relative: 1e-12))
    #expect(agree(wide.groups[7].zScore, figures[2], relative: 1e-12))
    #expect(agree(additive.groups[7].zScore, figures[3], relative: 1e-12))
    #expect(wide.betweenDeviation == 0)
  }

  @Test("widened limits come back from the root scale")
  func widened() throws {
    let measure = FunnelMeasure.ratios(observed: Self.observed, expected: Self.expected)
    let additive = try FunnelPlot(measure, target: 1)
    #expect(
      agree(try #require(additive.groups[0].limits.upper998), 2.775969492383646, relative: 1e-12))
    #expect(agree(additive.groups[0].limits.lower998, 0.1114731214537063, relative: 1e-11))
    let wide = try FunnelPlot(measure, target: 1, widening: .multiplicative)
    #expect(agree(try #require(wide.groups[0].limits.upper998), 3.370752854378668, relative: 1e-12))
    // numpy's z of the fourth is −1.994, of the others within ±1.96.
    #expect(
      additive.groups.indices.filter { additive.groups[$0].flag != .inControl } == [3])
    #expect(additive.groups[3].flag == .low95)
  }

  @Test("the mortality indicator's way: logarithms, a tenth trimmed at either end")
  func logarithms() throws {
    let funnel = try FunnelPlot(
      .ratios(observed: Self.observed, expected: Self.expected), target: 1,
      extremes: .trimmed(0.1), scale: .logarithm)
    #expect(agree(try #require(funnel.dispersion), 2.820537832138865, relative: 1e-12))
    #expect(agree(funnel.betweenDeviation, 0.25844790251435223, relative: 1e-12))
    #expect(
      agree(try #require(funnel.groups[0].limits.upper95), 2.041461353843682, relative: 1e-12))
  }

  @Test("shares on the arc-sine scale are numpy's")
  func shares() throws {
    let funnel = try FunnelPlot(
      .proportions(
        events: [1, 16, 12, 3, 28, 14, 1, 6, 8, 35, 2, 17],
        totals: [40, 80, 90, 60, 110, 100, 50, 70, 75, 120, 55, 85]))
    #expect(agree(funnel.centre, 0.15294117647058825, relative: 1e-14))
    #expect(agree(try #require(funnel.dispersion), 4.692827089213175, relative: 1e-12))
    #expect(agree(funnel.betweenDeviation, 0.11544533347326076, relative: 1e-12))
    #expect(
      agree(try #require(funnel.groups[9].limits.upper95), 0.3615482312598897, relative: 1e-12))
    #expect(funnel.caveats.contains { $0.contains("own pooled value") })
  }

  @Test("log rate ratios about their pooled mean have DerSimonian and Laird's τ of metafor")
  func logRatios() throws {
    let funnel = try FunnelPlot(
      .logRatios(
        estimates: [-0.3, 0.1, 0.25, -0.6, 0.05, 0.4, -0.1, 0, 0.7, -0.2],
        standardErrors: [0.2, 0.1, 0.15, 0.3, 0.12, 0.2, 0.1, 0.25, 0.2, 0.18]),
      extremes: .kept)
    #expect(agree(funnel.centre, 1.049861962842883, relative: 1e-13))
    #expect(agree(funnel.betweenDeviation, 0.221488551283107, relative: 1e-12))
    #expect(agree(funnel.groups[3].limits.lower998, 0.33164160172428553, relative: 1e-12))
  }

  @Test("by chance alone about 5% and 0.2% of groups lie outside; real spread is taken in")
  func simulation() throws {
    var generator = SeededGenerator(seed: 1)
    let tau = 0.25
    var outside = (exact: 0, additive: 0, byChance: 0, far: 0)
    var sumOfTau = 0.0
    let (runs, groups) = (60, 60)
    for _ in 0..<runs {
      let expected = (0..<groups).map { _ in 20 + 180 * generator.uniform() }
      let even = expected.map { Double(generator.poisson(mean: $0)) }
      let uneven = expected.map { mean in
        // √(O/E) varies by τ about 1.
        let root = max(0, generator.normal(mean: 1, standardDeviation: tau))
        return Double(generator.poisson(mean: mean * root * root))
      }
      let chance = try FunnelPlot(
        .ratios(observed: even, expected: expected), target: 1, widening: .none)
      outside.byChance += chance.groups.count { $0.flag != .inControl }
      outside.far += chance.groups.count { $0.flag == .high998 || $0.flag == .low998 }
      let narrow = try FunnelPlot(
        .ratios(observed: uneven, expected: expected), target: 1, widening: .none)
      outside.exact += narrow.groups.count { $0.flag != .inControl }
      #expect(narrow.caveats.contains { $0.contains("flag too many") })
      let wide = try FunnelPlot(
        .ratios(observed: uneven, expected: expected), target: 1, extremes: .kept)
      outside.additive += wide.groups.count { $0.flag != .inControl }
      sumOfTau += wide.betweenDeviation
    }
    let total = Double(runs * groups)
    #expect(abs(Double(outside.byChance) / total - 0.05) < 0.012)
    #expect(abs(Double(outside.far) / total - 0.002) < 0.0025)
    #expect(Double(outside.exact) / total > 0.5)
    #expect(abs(Double(outside.additive) / total - 0.05) < 0.02)
    #expect(abs(sumOfTau / Double(runs) - tau) < 0.01)
  }

  @Test("winsorising keeps one wild group from hiding itself")
  func wildGroup() throws {
    var observed = (0..<20).map { $0.isMultiple(of: 2) ? 46.0 : 54 }
    observed[7] = 200
    let measure = FunnelMeasure.ratios(
      observed: observed, expected: Array(repeating: 50, count: 20))
    #expect(try FunnelPlot(measure, target: 1).groups[7].flag == .high998)
    let kept = try FunnelPlot(
      measure, target: 1, widening: .multiplicative, extremes: .kept)
    let winsorised = try FunnelPlot(measure, target: 1, widening: .multiplicative)
    #expect(winsorised.groups[7].zScore > 2 * kept.groups[7].zScore)
  }

  @Test("what no funnel can be drawn from is refused")
  func refusals() {
    #expect(throws: ProcessControlError.tooFewGroups(found: 2, needed: 10)) {
      try FunnelPlot(.ratios(observed: [1, 2], expected: [1, 2]))
    }
    #expect(throws: ProcessControlError.tooFewGroups(found: 0, needed: 1)) {
      try FunnelPlot(.ratios(observed: [], expected: []), widening: .none)
    }
    #expect(throws: ProcessControlError.noEvents) {
      try FunnelPlot(.rates(events: [0, 0], exposure: [5, 6]), widening: .none)
    }
    #expect(throws: ProcessControlError.noEvents) {
      try FunnelPlot(.proportions(events: [5, 6], totals: [5, 6]), widening: .none)
    }
    #expect(throws: ProcessControlError.unequalColumns(first: 1, second: 2)) {
      try FunnelPlot(.rates(events: [0], exposure: [5, 6]), widening: .none)
    }
    for bad in [-1, 0.5, .nan, .infinity] {
      #expect(throws: ProcessControlError.self) {
        try FunnelPlot(.rates(events: [bad], exposure: [5]), widening: .none)
      }
    }
    #expect(throws: ProcessControlError.self) {
      try FunnelPlot(.rates(events: [1], exposure: [0]), widening: .none)
    }
    #expect(throws: ProcessControlError.self) {
      try FunnelPlot(.rates(events: [1], exposure: [1]), target: -1, widening: .none)
    }
    let none = #expect(throws: ProcessControlError.self) {
      try FunnelPlot(
        .ratios(observed: [0] + Self.observed, expected: [4] + Self.expected),
        scale: .logarithm)
    }
    #expect(none?.location == "column 'events', row 1")
  }

  @Test("limits of a fraction of a person are those of one person")
  func fractionOfAPerson() throws {
    let funnel = try FunnelPlot(
      .proportions(events: [10], totals: [50]), target: 0.2, widening: .none)
    // P(0) = 0.8: 2.5% above reach a share (1 − 0.975)/0.2 into the one, 0.1% likewise.
    expect(funnel.limits(atSize: 1), [0, 1 - 0.025 / 0.2, 0, 1 - 0.001 / 0.2])
    expect(funnel.limits(atSize: 0.3), [0, 1 - 0.025 / 0.2, 0, 1 - 0.001 / 0.2])
  }

  @Test("a limit beyond what numbers hold is none, and sizes that lead there are refused")
  func beyondNumbers() throws {
    let funnel = try FunnelPlot(
      .logRatios(estimates: [0.5], standardErrors: [250]), target: 1, widening: .none)
    let limits = funnel.groups[0].limits
    // e^(1.96 · 250) is a number, e^(3.09 · 250) is none.
    #expect(agree(log(try #require(limits.upper95)), 1.959963984540054 * 250, relative: 1e-10))
    #expect(limits.upper998 == nil && limits.lower998 >= 0)
    #expect(funnel.groups[0].flag == .inControl)
    for measure in [
      FunnelMeasure.rates(events: [1, 3], exposure: [.leastNormalMagnitude / 100, 2]),
      .ratios(observed: [1, 3], expected: [1, .leastNonzeroMagnitude]),
      .logRatios(estimates: [0, 1], standardErrors: [1e-200, 1]),
      .logRatios(estimates: [0, 1], standardErrors: [1, 1e100]),
    ] {
      #expect(throws: ProcessControlError.self, "\(measure)") {
        try FunnelPlot(measure, widening: .none)
      }
    }
    #expect(throws: ProcessControlError.self) {
      try FunnelPlot(
        .rates(events: [1], exposure: [1]), target: .leastNormalMagnitude / 100, widening: .none)
    }
  }

  @Test("huge counts have limits too")
  func huge() throws {
    let funnel = try FunnelPlot(
      .rates(events: [1e12, 2e12], exposure: [1e12, 2e12]), target: 1, widening: .none)
    #expect(funnel.groups.allSatisfy { $0.limits.lower95 < 1 && $0.limits.upper95 ?? 0 > 1 })
    #expect(agree(try #require(funnel.groups[0].limits.upper95), 1 + 1.959964e-6, absolute: 1e-11))
  }
}
