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
}
