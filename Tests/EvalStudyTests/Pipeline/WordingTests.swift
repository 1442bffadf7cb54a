import Testing

@testable import EvalStudy

@Suite("Numbers in sentences")
struct WordingTests {
  @Test(
    "are rounded with halves away from zero",
    arguments: [
      (1234.5, 0, "1,235"), (0.125, 2, "0.13"), (-0.5, 0, "−1"), (-0.001, 2, "0.00"),
      (1_234_567.0, 0, "1,234,567"), (9.995, 1, "10.0"), (0.05, 2, "0.05"),
    ])
  func fixed(number: Double, places: Int, expected: String) {
    #expect(Wording.fixed(number, places: places) == expected)
  }

  @Test(
    "give shares as percentages, with a decimal below 1%",
    arguments: [(0.25, "25%"), (0.004, "0.4%"), (0.0001, "under 0.1%"), (0.0, "0%"), (1.0, "100%")])
  func percent(share: Double, expected: String) {
    #expect(Wording.percent(share) == expected)
  }

  @Test("put the minus sign before the pound")
  func pounds() {
    #expect(Wording.pounds(-1234.4) == "−£1,234")
    #expect(Wording.pounds(-0.2) == "£0")
    #expect(Wording.pounds(12) == "£12")
  }

  @Test("lower a label inside a sentence unless it begins with an acronym")
  func labels() {
    #expect(OutcomeSentence.lowered("A&E attendances") == "A&E attendances")
    #expect(OutcomeSentence.lowered("Outpatient attendances") == "outpatient attendances")
  }
}
