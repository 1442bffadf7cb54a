import EvalStats
import Testing

@testable import EvalStudy

@Suite("Sentences with counts in them")
struct DisclosedSentenceTests {
  @Test(
    "hide small counts of people and round the others, and leave other numbers alone",
    arguments: [
      ("Left out: 3 members without events.", "Left out: * members without events."),
      ("1 person serves in 12 sets.", "* person serves in 10 sets."),
      (
        "With 1,003 matched sets CR1S understates it.",
        "With 1005 matched sets CR1S understates it."
      ),
      ("t(3), months −12…−7, 4 months left out", "t(3), months −12…−7, 4 months left out"),
    ])
  func hospitalEpisodeStatistics(sentence: String, expected: String) {
    #expect(DisclosurePolicy.hospitalEpisodeStatistics.shown(sentence) == expected)
    #expect(DisclosurePolicy.none.shown(sentence) == sentence)
  }

  @Test("the number of sets behind a finding is shown as a count is")
  func degrees() {
    let finding = Finding(
      estimand: "ratio", method: "Poisson, CR1S by matched set, t(122)", estimate: 1,
      standardError: 1, lower: nil, upper: nil, pValue: nil, degreesOfFreedom: 122,
      caveats: ["3 members left out."])
    let shown = DisclosurePolicy.hospitalEpisodeStatistics.shown(finding)
    #expect(shown.method == "Poisson, CR1S by matched set, t(120)")
    #expect(shown.degreesOfFreedom == 120)
    #expect(shown.caveats == ["* members left out."])
    #expect(DisclosurePolicy.none.shown(finding) == finding)
  }
}
