import Synchronization
import Testing

@testable import EvalStats

@Suite("The progress of a match")
struct MatchingProgressTests {
  /// What a design tells of its progress, in order.
  private func told(_ design: MatchingDesign) throws -> [MatchingProgress] {
    let problem = try MatchPropertyTests.Sample(seed: 50, rowCount: 300).problem()
    let told = Mutex<[MatchingProgress]>([])
    let match = try problem.matched(by: design) { progress in
      told.withLock { $0.append(progress) }
    }
    let silent = try problem.matched(by: design)
    #expect(match.sets == silent.sets, "being asked changes nothing")
    return told.withLock { $0 }
  }

  @Test(
    "begins with nobody, never goes back and ends with all who look for partners",
    arguments: [Estimand.att, .atc])
  func nearest(estimand: Estimand) throws {
    let sample = MatchPropertyTests.Sample(seed: 50, rowCount: 300)
    let total = sample.treated.count { $0 == (estimand == .att) }
    let told = try told(
      MatchingDesign(
        covariates: ["a", "b"], method: .nearest(reuse: .unlimited), estimand: estimand))
    #expect(told.first == MatchingProgress(done: 0, total: total))
    #expect(told.last == MatchingProgress(done: total, total: total))
    #expect(told.map(\.done) == told.map(\.done).sorted())
    #expect(told.allSatisfy { $0.total == total })
  }

  @Test("is not told by a method that serves everybody at once")
  func strata() throws {
    #expect(
      try told(MatchingDesign(covariates: ["a"], method: .subclassification())).isEmpty)
  }
}
