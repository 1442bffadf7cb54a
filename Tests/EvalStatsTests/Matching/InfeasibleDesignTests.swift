import EvalTestSupport
import Testing

@testable import EvalStats

/// Designs that cannot do all they are asked: each ends in a clear error, or in a match that says
/// what it could not do.
@Suite("Designs that cannot be met")
struct InfeasibleDesignTests {
  static let distances: [MatchingDistance] = [
    .score(.fitted()), .score(.given), .covariates(.mahalanobis), .covariates(.robustMahalanobis),
    .covariates(.scaledEuclidean), .covariates(.euclidean),
    .covariatesWithinScore(.mahalanobis, of: ["a", "b"], .given),
  ]

  /// Methods that form sets around those who look for partners.
  static let methods: [MatchingMethod] = [.nearest(), .nearest(reuse: .unlimited), .optimal]

  static func problem(
    treated: [Bool], a: [Double], b: [Double], strata: [Int32]? = nil
  ) throws -> MatchingProblem {
    try MatchingProblem(
      treated: treated, covariates: [("a", a), ("b", b)],
      exactKeys: [("region", strata ?? Array(repeating: 0, count: a.count))],
      scores: zip(a, b).map { 0.1 * $0 + 0.03 * $1 })
  }

  /// Three treated, five controls; overlapping, not separable.
  static func ordinary(strata: [Int32]? = nil) throws -> MatchingProblem {
    try problem(
      treated: [true, true, true, false, false, false, false, false],
      a: [3, 5, 4, 1, 4, 6, 2, 5], b: [1, 0, 2, 0, 1, 2, 1, 2], strata: strata)
  }

  static func design(_ distance: MatchingDistance, _ method: MatchingMethod) -> MatchingDesign {
    MatchingDesign(covariates: ["a", "b"], distance: distance, method: method)
  }

  @Test(
    "a stratum without controls leaves its treated out, and says so", arguments: distances, methods)
  func emptyStratum(distance: MatchingDistance, method: MatchingMethod) throws {
    var design = Self.design(distance, method)
    design.exact = ["region"]
    let match = try Self.ordinary(strata: [0, 1, 0, 0, 0, 2, 0, 2]).matched(by: design)
    #expect(match.unmatched == [.init(row: 1, reason: .noneInExactStratum)])
    #expect(match.sets.map(\.treated) == [[0], [2]])
    #expect(
      match.explanation.contains { $0.contains("nobody of the other arm has the same exact") })
  }

  @Test(
    "a caliper that matches no one gives an empty match with everyone's reason", arguments: methods)
  func impossibleCaliper(method: MatchingMethod) throws {
    for distance in Self.distances {
      var design = Self.design(distance, method)
      design.calipers = [.covariate("b", -50)]
      let match = try Self.ordinary().matched(by: design)
      #expect(match.sets.isEmpty && match.weights.allSatisfy { $0 == 0 })
      #expect(match.unmatchedCounts == [.noneInsideCaliper: 3])
      #expect(match.balance.rows.allSatisfy { $0.after == nil })
      #expect(match.totalDistance == 0 && match.maximumReuse == 0)
    }
  }

  @Test("a ratio larger than the pool takes whom there are", arguments: distances, methods)
  func ratioAbovePool(distance: MatchingDistance, method: MatchingMethod) throws {
    var design = Self.design(distance, method)
    design.ratio = 9
    let match = try Self.ordinary().matched(by: design)
    #expect(match.controlCount == 5)
    #expect(match.sets.count == 3)
    #expect(match.explanation.contains("3 sets have fewer than 9 partners."))
  }

  @Test("identical covariates: no distance is an error, equal scores are ties", arguments: methods)
  func identical(method: MatchingMethod) throws {
    let problem = try Self.problem(
      treated: [true, true, false, false, false], a: [2, 2, 2, 2, 2], b: [7, 7, 7, 7, 7])
    for distance in Self.distances {
      let design = Self.design(distance, method)
      switch distance {
      case .score:
        let match = try problem.matched(by: design)
        #expect(match.sets.count == 2 && match.totalDistance == 0)
        if case .nearest = method {
          #expect(match.sets[0].controls == [2], "ties go to the lower row")
        }
      default:
        #expect(throws: MatchingError.noVaryingCovariate(["a", "b"])) {
          try problem.matched(by: design)
        }
      }
    }
  }

  @Test("one treated person is matched like any other", arguments: distances, methods)
  func oneTreated(distance: MatchingDistance, method: MatchingMethod) throws {
    let match = try Self.problem(
      treated: [false, true, false, false, false], a: [1, 3, 3.5, 6, 2], b: [0, 1, 1.5, 1, 2]
    ).matched(by: Self.design(distance, method))
    #expect(match.sets.map(\.treated) == [[1]] && match.controlCount == 1)
    // One person has no spread: nothing is divided by it.
    let row = try #require(match.balance.row("a"))
    #expect(row.standardisedDifference(.after) == nil)
    #expect(row.standardisedDifference(.after, by: .all)?.isFinite == true)
  }

  @Test(
    "an arm without people is an error, before anything is fitted", arguments: distances, methods)
  func emptyArm(distance: MatchingDistance, method: MatchingMethod) throws {
    let design = Self.design(distance, method)
    #expect(throws: MatchingError.noControls(rows: 3)) {
      try Self.problem(treated: [true, true, true], a: [1, 2, 3], b: [1, 0, 1])
        .matched(by: design)
    }
    #expect(throws: MatchingError.noTreated(rows: 3)) {
      try Self.problem(treated: [false, false, false], a: [1, 2, 3], b: [1, 0, 1])
        .matched(by: design)
    }
  }

  @Test(
    "a constant covariate changes nothing, nor does one that is a sum of others",
    arguments: distances, methods)
  func constantOrCollinear(distance: MatchingDistance, method: MatchingMethod) throws {
    let ordinary = try Self.ordinary()
    let (a, b) = (
      [3.0, 5, 4, 1, 4, 6, 2, 5], [1.0, 0, 2, 0, 1, 2, 1, 2]
    )
    let wider = try MatchingProblem(
      treated: ordinary.treated,
      covariates: [
        ("a", a), ("b", b), ("constant", Array(repeating: 4e6, count: 8)),
        ("sum", zip(a, b).map { 2 * $0 - $1 }),
      ], scores: ordinary.scores)
    var design = Self.design(distance, method)
    let match = try ordinary.matched(by: design)
    design.covariates = ["a", "b", "constant"]
    #expect(try wider.matched(by: design).sets == match.sets)
    // A dependent column is no news to a model or to Mahalanobis; scaled columns count it twice.
    switch distance {
    case .covariates(.robustMahalanobis), .covariates(.scaledEuclidean), .covariates(.euclidean):
      break
    default:
      design.covariates = ["a", "b", "sum"]
      let again = try wider.matched(by: design)
      #expect(again.sets == match.sets)
      #expect(agree(again.totalDistance, match.totalDistance, relative: 1e-6))
    }
  }
}
