import EvalStats
import EvalTestSupport
import Testing

/// Peers: R 4.2.2 `lm`, `glm(epsilon = 1e-15)`, clubSandwich 0.5.8 CR2 with Satterthwaite's degrees
/// of freedom, sandwich 3.0-2 `vcovCL(type = "HC1")`.
@Suite("Randomised arms, by intention to treat")
struct RandomisedComparisonTests {
  private static let units = (0..<40).map { $0 / 5 + 1 }
  private static let arms = units.map { $0 % 2 == 1 ? Arm.treated : .control }
  private static let outcomes: [Double] = [
    3.1, 2.8, 4.0, 3.6, 2.2, 4.4, 5.1, 3.9, 4.8, 4.1, 2.9, 3.3, 2.1, 3.8, 3.0, 4.9, 3.7, 4.2, 5.3,
    4.0, 3.4, 2.6, 3.9, 2.7, 3.2, 4.1, 4.6, 5.0, 3.3, 4.7, 2.4, 3.0, 3.6, 2.9, 3.5, 4.3, 3.8, 4.9,
    4.4, 5.2,
  ]
  private static let baselines: [Double] = [
    3.9, 3.1, 4.6, 4.2, 2.9, 4.0, 5.0, 3.5, 4.6, 4.3, 3.7, 3.6, 2.8, 4.4, 3.3, 4.6, 3.9, 4.0, 5.1,
    3.8, 4.1, 3.0, 4.5, 3.4, 3.6, 4.2, 4.4, 4.7, 3.5, 4.5, 3.1, 3.4, 4.0, 3.3, 3.9, 4.1, 3.6, 4.8,
    4.2, 5.0,
  ]

  @Test("a continuous outcome with gaps is the peer's, and the flow accounts for everyone")
  func continuous() throws {
    var outcomes: [Double?] = Self.outcomes
    outcomes[7] = nil
    var baselines: [Double?] = Self.baselines
    baselines[2] = nil
    baselines[16] = nil
    let trial = try RandomisedComparison(
      .continuous, arms: Self.arms, units: Self.units, outcomes: outcomes, baselines: baselines)
    #expect(trial.flow.map(\.arm) == [.treated, .control])
    #expect(trial.flow.map(\.unitCount) == [4, 4])
    #expect(trial.flow.map(\.randomisedCount) == [20, 20])
    #expect(trial.flow.map(\.analysedCount) == [20, 19])
    #expect(trial.flow.map(\.missingBaselineCount) == [1, 1])
    let effect = try trial.effect()
    #expect(agree(effect.estimate, -0.60042555347282, relative: 1e-10))
    #expect(agree(try #require(effect.standardError), 0.0815330776279685, relative: 1e-8))
    #expect(agree(try #require(effect.degreesOfFreedom), 6.04396742755349, relative: 1e-7))
    #expect(agree(try #require(effect.pValue), 0.000310501348022845, relative: 1e-6))
    #expect(
      effect.caveats == [
        "1 of 20 randomised to the control arm has no outcome and is not analysed."
      ])
  }

  @Test("counts with person-time and earlier counts are the peer's")
  func counts() throws {
    let after: [Double] = [
      2, 0, 1, 3, 1, 4, 2, 5, 3, 2, 1, 0, 2, 1, 0, 3, 4, 2, 6, 3, 0, 1, 2, 1, 1, 5, 3, 2, 4, 2, 1,
      1, 0, 2, 1, 3, 2, 4, 5, 2,
    ]
    let before: [Double] = [
      3, 1, 2, 4, 1, 3, 2, 4, 3, 2, 2, 1, 2, 2, 1, 3, 3, 2, 5, 3, 1, 1, 3, 2, 1, 4, 3, 2, 3, 2, 2,
      1, 1, 2, 2, 3, 2, 3, 4, 2,
    ]
    let trial = try RandomisedComparison(
      .count, arms: Self.arms, units: Self.units, outcomes: after, baselines: before,
      times: (0..<40).map { [12, 11, 12, 6, 10][$0 % 5] },
      baselineTimes: Array(repeating: 12, count: 40))
    #expect(trial.flow.map(\.missingBaselineCount) == [0, 0])
    let effect = try trial.effect()
    #expect(agree(effect.estimate, 0.673169314169785, relative: 1e-9))
    #expect(agree(try #require(effect.standardError), 0.0621212215015308, relative: 1e-7))
    #expect(agree(try #require(effect.degreesOfFreedom), 4.35794307123227, relative: 1e-6))
    #expect(agree(try #require(effect.pValue), 0.00231451670472399, relative: 1e-6))
    #expect(effect.method.hasPrefix("log-linear model adjusted for baseline, CR2 by unit of"))
  }

  @Test("an earlier count without person-time is missing, in the flow as in the model")
  func baselineWithoutTime() throws {
    func trial(_ baselines: [Double?], _ times: [Double]) throws -> RandomisedComparison {
      try RandomisedComparison(
        .count, arms: Self.arms, units: Self.units, outcomes: Self.outcomes.map { $0.rounded() },
        baselines: baselines, baselineTimes: times)
    }
    var baselines: [Double?] = Self.baselines.map { $0.rounded() }
    var times = [Double](repeating: 12, count: 40)
    (baselines[0], times[0], times[7]) = (0, 0, 0)
    let timeless = try trial(baselines, times)
    #expect(timeless.flow.map(\.missingBaselineCount) == [1, 1])
    (baselines[0], baselines[7]) = (nil, nil)
    #expect(try timeless.effect() == trial(baselines, times).effect())
  }

  @Test("a risk difference by unit and a risk ratio by person are the peer's")
  func binary() throws {
    let trial = try RandomisedComparison(
      .binary, arms: Self.arms, units: Self.units, outcomes: Self.outcomes.map { $0 > 4 ? 1 : 0 })
    let difference = try trial.effect()
    #expect(agree(difference.estimate, -0.75, relative: 1e-12))
    #expect(agree(try #require(difference.standardError), 0.05, relative: 1e-9))
    #expect(agree(try #require(difference.degreesOfFreedom), 6, relative: 1e-8))
    #expect(throws: OutcomeError.noEvents(outcome: "events in the treated arm")) {
      try trial.riskRatio()
    }
    let alone: [Double] = [
      4.1, 4.38, 6.59, 3.07, 4.92, 4.33, 5.71, 3.96, 6.98, 4.06, 5.42, 5.18, 4.61, 3.16, 6.78,
      1.89, 5.88, 4.24, 6.01, 4.63, 7.09, 3, 6.59, 6.15, 5, 1.75, 5.48, 3.6, 5.79, 4.49, 5.74,
      4.52, 6.08, 3.92, 4.22, 3.6, 3.27, 3.3, 4.44, 3.95, 4.62, 2.24, 4.16, 6.1, 5.62, 6.19, 4.69,
      4.11, 4.82, 3, 4.16, 6.27, 4.44, 5.48, 3.95, 2.23, 4.68, 5.14, 6.14, 5.87,
    ]
    let arms = alone.indices.map { $0 % 2 == 1 ? Arm.treated : .control }
    let means = try RandomisedComparison(.continuous, arms: arms, outcomes: alone).effect()
    #expect(agree(means.estimate, -1.139, relative: 1e-12))
    #expect(agree(try #require(means.standardError), 0.298369034016216, relative: 1e-10))
    #expect(agree(try #require(means.pValue), 0.000325856890305619, relative: 1e-9))
    #expect(means.method == "linear model, CR1S with every person apart, t(59)")
    let ratio = try RandomisedComparison(
      .binary, arms: arms, outcomes: alone.map { $0 > 4.5 ? 1 : 0 }
    ).riskRatio()
    #expect(agree(ratio.estimate, 0.454545454545454, relative: 1e-11))
    #expect(agree(try #require(ratio.standardError), 0.285490283887836, relative: 1e-9))
  }

  @Test("a unit in both arms, too few units and impossible values are refused")
  func refusals() {
    #expect(throws: OutcomeError.dividedUnit(unit: 4)) {
      try RandomisedComparison(
        .continuous, arms: [.treated, .control], units: [4, 4], outcomes: [1, 2])
    }
    #expect(
      throws: OutcomeError.tooFew("units of randomisation in an arm", found: 1, needed: 2)
    ) {
      try RandomisedComparison(
        .continuous, arms: [.treated, .treated, .control, .control], units: [1, 1, 2, 3],
        outcomes: [1, 2, 3, 4])
    }
    #expect(throws: OutcomeError.emptyArm(.treated)) {
      try RandomisedComparison(.continuous, arms: [.treated, .control], outcomes: [nil, 2])
    }
    #expect(throws: OutcomeError.invalidValue(column: "outcomes", row: 1, allowed: "0 or 1")) {
      try RandomisedComparison(.binary, arms: [.treated, .control], outcomes: [1, 2])
    }
    #expect(throws: OutcomeError.self) {
      try RandomisedComparison(.count, arms: [.treated, .control], outcomes: [-1, 2])
    }
    #expect(
      throws: OutcomeError.invalidValue(
        column: "times", row: 1, allowed: "above 0, as its events need")
    ) {
      try RandomisedComparison(
        .count, arms: [.treated, .control], outcomes: [1, 2], times: [1, 0])
    }
  }

  @Test("a baseline nobody has, or that is the same for all, adjusts for nothing")
  func emptyBaseline() throws {
    let plain = try RandomisedComparison(
      .continuous, arms: Self.arms, units: Self.units, outcomes: Self.outcomes
    ).effect()
    for baselines in [[Double?](repeating: nil, count: 40), [Double?](repeating: 3, count: 40)] {
      let effect = try RandomisedComparison(
        .continuous, arms: Self.arms, units: Self.units, outcomes: Self.outcomes,
        baselines: baselines
      ).effect()
      #expect(effect == plain)
    }
  }
}
