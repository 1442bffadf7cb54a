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

  @Test(
    "say a share of people from the counts as shown, or that they are few",
    arguments: [
      (3, 100, "fewer than 8 people"), (97, 100, "all but fewer than 8 people"),
      (12, 23, "40% of people"), (0, 100, "0% of people"), (100, 100, "100% of people"),
      (3, 6, "some people"), (119, 240, "50% of people"),
    ])
  func portions(part: Int, whole: Int, expected: String) {
    #expect(
      DisclosurePolicy.hospitalEpisodeStatistics.portion(part, of: whole, "people") == expected)
  }

  @Test("say counts and shares as they are where nothing is hidden")
  func plainPortions() {
    #expect(DisclosurePolicy.none.portion(3, of: 100, "people") == "3% of people")
    #expect(DisclosurePolicy.none.words(3) == "3")
    #expect(DisclosurePolicy.below(5).words(4) == "fewer than 5")
    #expect(DisclosurePolicy.below(5).words(1204) == "1,205")
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
