import Testing

@testable import EvalStats

@Suite("Sentences about findings")
struct SentenceTests {
  private static func ratio(
    _ estimate: Double, _ lower: Double?, _ upper: Double?, p: Double?
  ) -> Finding {
    Finding(
      estimand: "rate-of-change ratio", method: "Poisson", estimate: estimate,
      standardError: 0.1, lower: lower, upper: upper, pValue: p)
  }

  private let subject = SentenceSubject(outcome: "A&E attendances")

  @Test("A fall beyond the controls', with what happened in each arm")
  func fall() {
    let finding = SentenceTests.ratio(0.75, 0.64, 0.88, p: 0.0008)
    #expect(
      finding.sentence(subject, treatedChange: 0.6, controlChange: 0.8)
        == "A&E attendances fell by 40% among people seen by the MDT and fell by 20% among similar "
        + "people. A&E attendances among people seen by the MDT ended 25% lower than they would "
        + "have had they changed as they did among similar people (95% interval 12% to 36% lower; "
        + "p < 0.001).")
  }

  @Test("A ratio below 1 among rising rates is not called a fall")
  func slowerRise() {
    let text = SentenceTests.ratio(0.8, 0.7, 0.91, p: 0.012)
      .sentence(subject, treatedChange: 1.2, controlChange: 1.5)
    #expect(
      text.hasPrefix("A&E attendances rose by 20% among people seen by the MDT and rose by 50%"))
    #expect(text.contains("20% lower than they would have"))
    #expect(!text.contains("fell"))
  }

  @Test("An interval that includes 1 says so first and what the data exclude")
  func null() {
    #expect(
      SentenceTests.ratio(0.96, 0.78, 1.182, p: 0.694).sentence(subject)
        == "No difference in change was detected (p = 0.69): A&E attendances among people seen by "
        + "the MDT ended 4% lower than they would have had they changed as they did among similar "
        + "people, with a 95% interval from 22% lower to 18% higher. The data exclude a relative "
        + "fall larger than 22% and a relative rise larger than 18%.")
  }

  @Test("An interval that only just excludes 1 keeps a decimal")
  func nearlyNull() {
    let text = SentenceTests.ratio(0.9, 0.812, 0.997, p: 0.045).sentence(subject)
    #expect(text.contains("(95% interval 0.3% to 19% lower; p = 0.045)"))
  }

  @Test("A rise, a ratio beyond double, and no change")
  func others() {
    #expect(
      SentenceTests.ratio(2.31, 1.4, 3.81, p: 0.001).sentence(subject)
        .contains("ended 131% higher than they would have"))
    #expect(
      SentenceTests.ratio(1, 0.9, 1.11, p: 1).sentence(subject, treatedChange: 1, controlChange: 1)
        .hasPrefix("A&E attendances hardly changed among people seen by the MDT and hardly changed")
    )
    #expect(
      SentenceTests.ratio(1, 0.9, 1.11, p: 1).sentence(subject)
        .contains("ended no higher or lower than they would have"))
  }

  @Test("Without an interval the sentence admits that its certainty is unknown")
  func noInterval() {
    let text = SentenceTests.ratio(0.5, nil, nil, p: nil).sentence(subject)
    #expect(text.hasSuffix("how sure this is cannot be said from these data."))
    #expect(!text.contains("interval"))
  }

  @Test("Costs are said in pounds with their sign")
  func costs() {
    func line(_ estimate: Double, _ lower: Double?, _ upper: Double?) -> String {
      CostComparison.Line(
        setting: .aAndE, payer: "ICB", treatedBefore: 0, treatedAfter: 0, controlBefore: 0,
        controlAfter: 0,
        difference: Finding(
          estimand: "", method: "", estimate: estimate, standardError: nil, lower: lower,
          upper: upper, pValue: nil), basis: "", setCount: 10,
        pounds: PrePostCounts(
          arms: [], sets: [], persons: [], weights: [], before: [], timeBefore: [], after: [],
          timeAfter: [])
      ).sentence(of: "A&E attendances", SentenceSubject(outcome: ""))
    }
    #expect(
      line(-1240.4, -2100, -380)
        == "The cost of A&E attendances per person ended £1,240 lower among people seen by the MDT "
        + "than had it changed as among similar people (95% interval −£2,100 to −£380).")
    #expect(
      line(85, -20, 190)
        == "No difference in the change of the cost of A&E attendances was detected: +£85 per "
        + "person among people seen by the MDT beyond the change among similar people (95% "
        + "interval −£20 to +£190).")
    #expect(line(0.2, nil, nil).contains("changed by £0"))
  }
}
