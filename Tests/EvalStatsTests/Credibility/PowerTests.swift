import EvalStats
import EvalTestSupport
import Testing

@Suite("Power and sample size")
struct PowerTests {
  @Test("R's power.t.test, both ways round")
  func means() throws {
    let test = try MeanPower(.twoSample)
    #expect(agree(try test.power(size: 50, difference: 0.3), 0.3175171190289078, relative: 1e-9))
    let strict = try MeanPower(.twoSample, countsWrongSide: true)
    #expect(
      agree(try strict.power(size: 50, difference: -0.3), 0.3178022049196597, relative: 1e-9))
    #expect(agree(try test.size(power: 0.8, difference: 0.4), 99.080565, relative: 1e-6))
    let oneSided = try MeanPower(.twoSample, isTwoSided: false)
    #expect(
      agree(try oneSided.size(power: 0.8, difference: 0.4), 77.96725934747704, relative: 1e-9))
    let wide = try MeanPower(.twoSample, standardDeviation: 2)
    #expect(agree(try wide.difference(power: 0.8, size: 40), 1.2685979, relative: 1e-5))
  }

  @Test("What a size is solved for gives the power back", arguments: MeanPower.Comparison.allCases)
  func roundTrip(comparison: MeanPower.Comparison) throws {
    let test = try MeanPower(comparison, standardDeviation: 3, level: 0.01)
    let size = try test.size(power: 0.9, difference: 1)
    #expect(agree(try test.power(size: size, difference: 1), 0.9, relative: 1e-9))
    #expect(agree(try test.difference(power: 0.9, size: size), 1, relative: 1e-8))
  }

  @Test("R's power.prop.test, both ways round")
  func proportions() throws {
    let test = try ProportionPower(0.2, 0.35)
    #expect(agree(try test.power(size: 100), 0.6632854531512689, relative: 1e-9))
    #expect(agree(try test.size(power: 0.8), 137.9147531548892, relative: 1e-9))
    #expect(try ProportionPower(0, 1).power(size: 100) == 1)
  }

  @Test("Rates: size, power and detectable ratio belong together")
  func rates() throws {
    let test = try RateRatioPower(
      controlRate: 0.8, controlTime: 0.75, treatedTime: 0.5, treatedPerControl: 2,
      dispersion: 0.4)
    // By the formula, with z of 0.975 and of 0.8.
    let variance = 1 / 0.6 + 0.4 + (1 / (0.56 * 0.5) + 0.4) / 2
    let reach = 1.959963984540054 + 0.8416212335729143
    let logRatio = -0.35667494393873245
    let controls = try test.controls(power: 0.8, ratio: 0.7)
    #expect(agree(controls, reach * reach * variance / (logRatio * logRatio), relative: 1e-12))
    #expect(agree(try test.power(controls: controls, ratio: 0.7), 0.8, relative: 1e-12))
    let ratios = try test.detectableRatios(power: 0.8, controls: controls)
    #expect(agree(try #require(ratios.fall), 0.7, relative: 1e-12))
    #expect(ratios.rise > 1)
    #expect(agree(try test.power(controls: controls, ratio: ratios.rise), 0.8, relative: 1e-12))
  }

  @Test("A fall too rare to be seen is not found, however deep")
  func unreachableFall() throws {
    let test = try RateRatioPower(controlRate: 0.01)
    let ratios = try test.detectableRatios(power: 0.8, controls: 100)
    #expect(ratios.fall == nil && ratios.rise.isFinite)
  }

  @Test("Design effects by hand")
  func designEffect() throws {
    #expect(
      agree(
        try DesignEffect(clusterSize: 20, correlation: 0.05).factor, 1.95, relative: 1e-14))
    #expect(
      agree(
        try DesignEffect(clusterSize: 20, correlation: 0.05, sizeVariation: 0.4).factor, 2.11,
        relative: 1e-14))
    #expect(try DesignEffect(clusterSize: 1, correlation: 0.7).factor == 1)
  }

  @Test("No effect is never seen, and nonsense is refused")
  func refusals() throws {
    let test = try MeanPower(.paired)
    #expect(throws: CredibilityError.unreachable(power: 0.8)) {
      try test.size(power: 0.8, difference: 0)
    }
    #expect(throws: CredibilityError.unreachable(power: 0.8)) {
      try ProportionPower(0.3, 0.3).size(power: 0.8)
    }
    #expect(throws: CredibilityError.unreachable(power: 0.8)) {
      try RateRatioPower(controlRate: 1).controls(power: 0.8, ratio: 1)
    }
    #expect(throws: CredibilityError.self) { try test.power(size: 1, difference: 1) }
    #expect(throws: CredibilityError.self) { try test.size(power: 1, difference: 1) }
    #expect(throws: CredibilityError.self) { try MeanPower(.paired, standardDeviation: 0) }
    #expect(throws: CredibilityError.self) { try ProportionPower(0, 0) }
    #expect(throws: CredibilityError.self) { try ProportionPower(0.2, 1.2) }
    #expect(throws: CredibilityError.self) { try RateRatioPower(controlRate: -1) }
    #expect(throws: CredibilityError.self) { try DesignEffect(clusterSize: 0.5, correlation: 0) }
  }
}
