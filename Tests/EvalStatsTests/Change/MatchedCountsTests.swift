import EvalTestSupport
import Testing

@testable import EvalStats

/// Any match, sets or weights, can be asked for its rate of change.
@Suite("Counts before and after of a match")
struct MatchedCountsTests {
  static let sample = MatchPropertyTests.Sample(seed: 41, rowCount: 120)

  /// Events and months of each row.
  static let columns: [[Double]] = {
    var generator = SeededGenerator(seed: 42)
    return [2.0, 0, 3, 0].enumerated().map { place, mean in
      (0..<120).map { _ in
        place % 2 == 0 ? Double(generator.poisson(mean: mean)) : 4 + 2 * generator.uniform()
      }
    }
  }()

  static func counts(_ match: Match) -> PrePostCounts {
    PrePostCounts(
      match, before: columns[0], timeBefore: columns[1], after: columns[2], timeAfter: columns[3])
  }

  @Test(
    "the ratio is that of the rates weighted by the match, whatever the method",
    arguments: [
      MatchingMethod.nearest(), .nearest(reuse: .unlimited), .optimal, .optimalFull(),
      .subclassification(), .generalisedFull(), .weighting(.inverseProbability()),
      .weighting(.entropyBalance()),
    ])
  func weightedRates(method: MatchingMethod) throws {
    let match = try Self.sample.problem().matched(
      by: MatchingDesign(covariates: ["a", "b", "c"], method: method))
    let counts = Self.counts(match)
    func rate(_ isTreated: Bool, _ place: Int) -> Double {
      let rows = match.treated.indices.filter { match.treated[$0] == isTreated }
      return rows.reduce(0) { $0 + match.weights[$1] * Self.columns[place][$1] }
        / rows.reduce(0) { $0 + match.weights[$1] * Self.columns[place + 1][$1] }
    }
    let expected = (rate(true, 2) / rate(true, 0)) / (rate(false, 2) / rate(false, 0))
    let change = try RateOfChange(counts)
    let found = try change.ratio()
    #expect(agree(found.estimate, expected, relative: 1e-10))
    #expect((found.standardError ?? 0) > 0)
    // What one person weighs is split over their sets, and nothing is lost.
    var weights = [Double](repeating: 0, count: 120)
    for (person, weight) in zip(counts.persons, counts.weights) { weights[person] += weight }
    for row in weights.indices {
      #expect(agree(weights[row], match.weights[row], relative: 1e-12))
    }
  }

  @Test("without sets everyone is a cluster of their own; with reuse people serve in several")
  func clusters() throws {
    let problem = try Self.sample.problem()
    let weighted = Self.counts(
      try problem.matched(
        by: MatchingDesign(covariates: ["a"], method: .weighting(.entropyBalance()))))
    #expect(Set(weighted.sets).count == weighted.count && weighted.sets == weighted.persons)
    let reused = try problem.matched(
      by: MatchingDesign(covariates: ["a"], method: .nearest(reuse: .unlimited), ratio: 2))
    let counts = Self.counts(reused)
    #expect(counts.count == 3 * reused.sets.count)
    #expect(Set(counts.persons).count == reused.treatedCount + reused.controlCount)
    #expect(Set(counts.sets).count == reused.sets.count)
  }
}
