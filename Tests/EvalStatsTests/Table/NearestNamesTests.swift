import Testing

@testable import EvalStats

@Suite("Nearest names")
struct NearestNamesTests {
  @Test(
    "the word meant is found through a letter missing, added, wrong or swapped",
    arguments: [
      ("titel", "title"), ("outcoms", "outcomes"), ("calliper", "caliper"), ("Seed", "seed"),
      ("exakt", "exact"),
    ])
  func meantWord(written: String, meant: String) {
    let known = ["title", "outcomes", "caliper", "seed", "exact", "costs"]
    #expect(NearestNames.of(written, among: known).first == meant)
  }

  @Test("a word unlike any other has no neighbour")
  func unlike() {
    #expect(NearestNames.of("weather", among: ["title", "seed", "costs"]).isEmpty)
  }

  @Test("distances are those counted by hand")
  func distances() {
    #expect(NearestNames.editDistance("", "abc") == 3)
    #expect(NearestNames.editDistance("kitten", "sitting") == 3)
    #expect(NearestNames.editDistance("ab", "ba") == 1)
    #expect(NearestNames.editDistance("same", "same") == 0)
  }
}
