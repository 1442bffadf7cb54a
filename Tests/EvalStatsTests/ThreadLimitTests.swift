import EvalTestSupport
import Testing

@testable import EvalLinearAlgebra
@testable import EvalStats

@Suite("A limit on threads")
struct ThreadLimitTests {
  /// What some work gives without a limit, then on at most 1, 2 and 4 threads.
  private static func results<Result>(_ work: () throws -> Result) throws -> [Result] {
    try [nil, 1, 2, 4].map { try ThreadLimit.atMost($0, work) }
  }

  /// Enough rows for three tasks, one in forty of them treated.
  private static func problem(rowCount: Int = 40_000) throws -> MatchingProblem {
    let sample = MatchPropertyTests.Sample(seed: 40, rowCount: rowCount)
    return try MatchingProblem(
      treated: (0..<rowCount).map { $0 % 40 == 0 }, covariates: sample.columns,
      exactKeys: [("sex", sample.sexes)])
  }

  private static let names = ["a", "b", "c"]

  @Test(
    "a match is the same, bit for bit, on any number of threads",
    arguments: [
      MatchingDesign(covariates: names, ratio: 2),
      MatchingDesign(
        covariates: names, distance: .covariates(.mahalanobis),
        method: .nearest(order: .random)),
      MatchingDesign(
        covariates: names,
        distance: .covariatesWithinScore(.mahalanobis, of: names, .fitted()), ratio: 2,
        exact: ["sex"], calipers: [.score(0.2)]),
      MatchingDesign(
        covariates: names, distance: .covariates(.mahalanobis), method: .generalisedFull()),
    ])
  func matches(design: MatchingDesign) throws {
    let problem = try Self.problem()
    try expectEqual(try Self.results { try problem.matched(by: design) })
  }

  @Test(
    "so are a genetic and an optimal match",
    arguments: [
      MatchingMethod.optimal, .genetic(GeneticSearch(population: 70, generations: 3)),
    ])
  func searches(method: MatchingMethod) throws {
    let problem = try Self.problem(rowCount: 1_600)
    let design = MatchingDesign(
      covariates: Self.names, distance: .covariates(.mahalanobis), method: method)
    try expectEqual(try Self.results { try problem.matched(by: design) })
  }

  private func expectEqual(_ matches: [Match]) throws {
    let first = try #require(matches.first)
    #expect(!first.sets.isEmpty)
    for match in matches.dropFirst() {
      #expect(match.sets == first.sets)
      #expect(match.scores == first.scores)
      #expect(match.pairDistances == first.pairDistances)
      #expect(match.weights == first.weights)
      #expect(match.unmatched == first.unmatched)
      #expect(match.search == first.search)
    }
  }

  @Test("so are the coefficients and the covariance of a model")
  func model() throws {
    let problem = try Self.problem()
    let frame = try Formula("sex ~ a + b + c").frame(for: problem.table)
    let response = try #require(frame.response)
    let fits = try Self.results {
      try GeneralisedLinearModel(family: .binomial).fit(frame.design, response: response)
    }
    for fit in fits.dropFirst() {
      #expect(fit.coefficients == fits[0].coefficients)
      #expect(fit.fitted == fits[0].fitted)
      #expect(try fit.standardErrors(.hc1) == fits[0].standardErrors(.hc1))
    }
  }

  @Test("so are the replicates of a bootstrap")
  func bootstrap() throws {
    let sample = MatchPropertyTests.Sample(seed: 41, rowCount: 60)
    let bootstraps = try Self.results {
      var generator = SeededGenerator(seed: 7)
      return try MeanDifferenceBootstrap(
        Array(sample.scores[..<25]), Array(sample.scores[25...]), using: &generator)
    }
    for other in bootstraps.dropFirst() { #expect(other == bootstraps[0]) }
  }

  @Test("a wider limit inside a narrower one holds for nothing, and a limit ends with its work")
  func nesting() {
    #expect(ThreadLimit.current == nil)
    ThreadLimit.atMost(2) {
      #expect(ThreadLimit.current == 2)
      ThreadLimit.atMost(8) { #expect(ThreadLimit.current == 2) }
      ThreadLimit.atMost(1) { #expect(ThreadLimit.current == 1) }
      ThreadLimit.atMost(nil) { #expect(ThreadLimit.current == 2) }
      #expect(Workers.limit == 2)
    }
    #expect(ThreadLimit.current == nil)
  }

  @Test("what the work throws keeps its type")
  func typedThrows() {
    let design = MatchingDesign(covariates: ["a"], ratio: 0)
    do throws(MatchingError) {
      _ = try ThreadLimit.atMost(1) { () throws(MatchingError) in
        try MatchingProblem(treated: [true, false], covariates: [("a", [1, 2])]).matched(by: design)
      }
      Issue.record("a ratio of 0 was accepted")
    } catch {
      #expect(error == .ratio(0))
    }
  }
}
