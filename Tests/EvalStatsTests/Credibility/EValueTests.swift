import EvalStats
import EvalTestSupport
import Testing

@Suite("E-values")
struct EValueTests {
  @Test("Published examples: breastfeeding, smoking and lung cancer")
  func published() throws {
    // VanderWeele and Ding 2017: 7.26 and 3.0; 20.95 and 15.52.
    let breastfeeding = try EValue(ratio: 3.9, lower: 1.8, upper: 8.7)
    #expect(agree(breastfeeding.point, 7.263034344160047, relative: 1e-13))
    #expect(agree(try #require(breastfeeding.limit), 3, relative: 1e-13))
    let smoking = try EValue(ratio: 10.73, lower: 8.02, upper: 14.36)
    #expect(agree(smoking.point, 20.94777373012341, relative: 1e-13))
  }

  @Test("A ratio and its inverse have the same E-value")
  func inverse() throws {
    let rise = try EValue(ratio: 1.25, lower: 1.1, upper: 1.5)
    let fall = try EValue(ratio: 1 / 1.25, lower: 1 / 1.5, upper: 1 / 1.1)
    #expect(agree(rise.point, fall.point, relative: 1e-13))
    #expect(agree(try #require(rise.limit), try #require(fall.limit), relative: 1e-12))
  }

  @Test("An interval that holds 1 needs no confounder; a missing limit is not guessed")
  func limits() throws {
    #expect(try EValue(ratio: 1.2, lower: 0.9, upper: 1.6).limit == 1)
    #expect(try EValue(ratio: 0.8, lower: 0.5, upper: 1).limit == 1)
    #expect(try EValue(ratio: 1, lower: 0.8, upper: 1.2).point == 1)
    #expect(try EValue(ratio: 0.8, lower: 0.5).limit == nil)
    #expect(try EValue(ratio: 2).limit == nil)
    #expect(try EValue(ratio: 1e300).point == 2e300)
  }

  @Test("What is no ratio is refused with what was expected")
  func refusals() {
    let error = #expect(throws: CredibilityError.self) { try EValue(ratio: 0) }
    #expect(error?.message == "the ratio is 0.0 and must be positive and finite; correct it")
    #expect(throws: CredibilityError.self) { try EValue(ratio: .nan) }
    #expect(throws: CredibilityError.self) { try EValue(ratio: 2, lower: 3) }
    #expect(throws: CredibilityError.self) { try EValue(ratio: 2, upper: 1) }
    let finding = Finding(
      estimand: "difference", method: "", estimate: -2, standardError: nil, lower: -3, upper: -1,
      pValue: nil)
    #expect(EValue(of: finding) == nil)
  }
}
