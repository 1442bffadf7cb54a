import EvalStats
import EvalTestSupport
import Testing

/// Values of R 4.2.2: `t.test`, `var.test`, and the analysis of variance of the distances from the
/// medians (scipy's `levene(center="median")` agrees).
@Suite("t, F and Brown–Forsythe tests")
struct TTestTests {
  static let first: [Double] = [12, 15, 9, 20, 14, 18, 7]
  static let second: [Double] = [10, 10, 13, 8, 16, 11]
  static let differences: [Double] = [2, -1, 0, 4, -3, 5, 2, 2, 6, 0, -1, 3]

  @Test("Paired: both alternatives, with the interval that belongs to each")
  func paired() throws {
    let test = try TTest(differences: Self.differences)
    #expect(test.degreesOfFreedom == 11)
    #expect(agree(test.statistic, 2.04774066137826161, relative: 1e-13))
    #expect(agree(test.standardError, 0.77320989087927172, relative: 1e-13))
    #expect(agree(test.pValue(), 0.06522902616211225, relative: 1e-12))
    #expect(agree(test.pValue(.less), 0.9673854869189439, relative: 1e-12))
    #expect(agree(test.pValue(.greater), 0.5 * 0.06522902616211225, relative: 1e-12))
    let both = test.interval()
    #expect(agree(try #require(both.lower), -0.11849016212801908, relative: 1e-11))
    #expect(agree(try #require(both.upper), 3.28515682879468596, relative: 1e-12))
    let less = test.interval(.less)
    #expect(less.lower == nil)
    #expect(agree(try #require(less.upper), 2.9719292380352273, relative: 1e-12))
    #expect(test.interval(.greater).upper == nil)
  }

  @Test("Two groups: Welch and Student")
  func twoGroups() throws {
    let welch = try TTest(Self.first, Self.second)
    #expect(agree(welch.statistic, 1.0670250317154655, relative: 1e-13))
    #expect(agree(welch.degreesOfFreedom, 10.0106520355409234, relative: 1e-13))
    #expect(agree(welch.pValue(), 0.3110170646343962, relative: 1e-12))
    #expect(agree(try #require(welch.interval().lower), -2.4347733827108238, relative: 1e-12))
    let student = try TTest(Self.first, Self.second, equalVariances: true)
    #expect(agree(student.statistic, 1.0261795263833533, relative: 1e-13))
    #expect(agree(student.pValue(), 0.3268443004495505, relative: 1e-12))
    #expect(agree(try #require(student.interval().upper), 7.0384389199464303, relative: 1e-12))
  }

  @Test(
    "With equal sizes and spreads Welch and Student agree, and swapping the groups mirrors them")
  func symmetry() throws {
    let (one, other) = ([1.0, 2, 4, 7], [3.0, 4, 6, 9])
    let welch = try TTest(one, other)
    let student = try TTest(one, other, equalVariances: true)
    #expect(agree(welch.statistic, student.statistic, relative: 1e-14))
    #expect(agree(welch.degreesOfFreedom, 6, relative: 1e-14))
    #expect(try TTest(other, one).statistic == -welch.statistic)
  }

  @Test("Tiny and huge values keep the degrees of freedom")
  func scales() throws {
    let welch = try TTest(Self.first, Self.second)
    for scale in [1e-140, 1e140] {
      let scaled = try TTest(Self.first.map { $0 * scale }, Self.second.map { $0 * scale })
      #expect(agree(scaled.degreesOfFreedom, welch.degreesOfFreedom, relative: 1e-12))
      #expect(agree(scaled.statistic, welch.statistic, relative: 1e-12))
    }
  }

  @Test("Standardised effects by hand")
  func effects() throws {
    // Differences 1, 2, 3: mean 2, standard deviation 1.
    #expect(agree(try EffectSize.cohensDz([1, 2, 3]), 2, relative: 1e-14))
    // Means 2 and 4 with pooled variance 1.
    #expect(agree(try EffectSize.cohensD([1, 2, 3], [3, 4, 5]), -2, relative: 1e-14))
    // m = 4: Γ(2)/(√2 Γ(3/2)) = 2/√(2π).
    #expect(
      agree(
        try EffectSize.hedgesG([1, 2, 3], [3, 4, 5]), -4 / (2 * Double.pi).squareRoot(),
        relative: 1e-14))
  }

  @Test("The F test and Brown–Forsythe's")
  func spread() throws {
    let ratio = try VarianceRatioTest(Self.first, Self.second)
    #expect(agree(ratio.statistic, 2.7481840193704605, relative: 1e-13))
    #expect(agree(ratio.pValue(), 0.2869574802471091, relative: 1e-12))
    #expect(agree(ratio.interval().lowerBound, 0.3938523134244704, relative: 1e-12))
    #expect(agree(ratio.interval().upperBound, 16.4549307943420544, relative: 1e-12))
    #expect(agree(ratio.pValue(.less) + ratio.pValue(.greater), 1, relative: 1e-14))
    let spread = try BrownForsytheTest(Self.first, Self.second)
    #expect(agree(spread.statistic, 1.4336235526433896, relative: 1e-13))
    #expect(agree(spread.pValue, 0.2563394774893629, relative: 1e-12))
  }

  @Test("Constant values, too few of them and values that are not numbers are refused")
  func refusals() {
    #expect(throws: ChangeError.noVariation(method: "the t test")) {
      try TTest(differences: [0.1, 0.1, 0.1])
    }
    #expect(throws: ChangeError.noVariation(method: "the t test")) { try TTest([1, 1], [1, 1]) }
    #expect(throws: ChangeError.noVariation(method: "the t test")) {
      try TTest([1, 1], [2, 2], equalVariances: true)
    }
    #expect(throws: ChangeError.tooFewPeople(found: 1, needed: 2)) { try TTest(differences: [3]) }
    #expect(throws: ChangeError.tooFewPeople(found: 1, needed: 2)) { try TTest([1, 2], [3]) }
    #expect(throws: ChangeError.invalidValue(column: "second group", row: 1)) {
      try TTest([1, 2], [3, .nan])
    }
    #expect(throws: ChangeError.invalidValue(column: "differences", row: 0)) {
      try TTest(differences: [.infinity, 1])
    }
    #expect(throws: ChangeError.noVariation(method: "the F test of variances")) {
      try VarianceRatioTest([1, 2], [3, 3])
    }
    #expect(throws: ChangeError.noVariation(method: "the t test")) {
      try BrownForsytheTest([1, 1, 1], [2, 2, 2])
    }
  }
}
