import EvalStats
import EvalTestSupport
import Testing

@Suite("Estimators side by side")
struct AlternativesTests {
  @Test("All alternatives stand side by side; with shared people those by set say why not")
  func alternatives() throws {
    var generator = SeededGenerator(seed: 1)
    let all = try RateOfChange(ExampleSets.counts())
      .alternatives(permutations: 199, resamples: 200, using: &generator)
    #expect(all.refusals.isEmpty)
    #expect(all.findings.count == 10)
    let shared = try RateOfChange(ExampleSets.counts(shared: true))
      .alternatives(permutations: 199, resamples: 200, using: &generator)
    #expect(shared.findings.count == 4)
    #expect(shared.refusals.map(\.reason.code) == Array(repeating: "shared-people", count: 6))
  }
}
