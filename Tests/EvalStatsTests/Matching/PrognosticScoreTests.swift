import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Prognostic scores, and two scores together")
struct PrognosticScoreTests {
  /// Eight people; the outcome of controls is 2 + 3x, that of treated people and of the control
  /// treated later is something else.
  static func problem(outcomes: [Double?]) throws -> MatchingProblem {
    let columns: [(name: String, column: Column)] = [
      ("x", .real(Values([1, 4, 0, 1, 2, 3, 5, 6]))),
      ("cost", .real(Values(outcomes.map { $0 ?? 0 }, missing: outcomes.map { $0 == nil }))),
      ("never", .integer(Values([0, 0, 1, 1, 1, 1, 1, 0]))),
    ]
    return MatchingProblem(
      treated: [true, true, false, false, false, false, false, false], table: try Table(columns),
      scores: [0.5, 0.9, 0.1, 0.4, 0.6, 0.2, 0.8, 0.7])
  }

  static let outcomes: [Double?] = [nil, 100, 2, 5, 8, 11, 17, nil]

  @Test("the model is fitted on people never treated, and predicts for everyone")
  func fittedOnNeverTreated() throws {
    let match = try Self.problem(outcomes: Self.outcomes).matched(
      by: MatchingDesign(
        covariates: ["x"],
        distance: .score(.prognostic(.init(of: "cost", neverTreated: "never")))))
    let scores = try #require(match.scores)
    for (score, x) in zip(scores, [1, 4, 0, 1, 2, 3, 5, 6]) {
      #expect(agree(score, 2 + 3 * Double(x), relative: 1e-12))
    }
    // The outcome is not a covariate: it has no line in the balance table.
    #expect(match.balance.rows.map(\.name) == ["distance", "x"])
  }

  @Test("an outcome missing where the model is fitted is an error; nobody never treated is another")
  func errors() throws {
    let design = MatchingDesign(covariates: ["x"], distance: .score(.prognostic(.init(of: "cost"))))
    #expect(throws: MatchingError.covariates(.missing([.init(column: "cost", rows: 1)]))) {
      try Self.problem(outcomes: Self.outcomes).matched(by: design)
    }
    var never = design
    never.distance = .score(.prognostic(.init(of: "cost", neverTreated: "x")))
    #expect(throws: MatchingError.nobodyNeverTreated(outcome: "cost")) {
      try MatchingProblem(
        treated: [true, false, false],
        covariates: [("x", [1, 0, 0]), ("cost", [1, 2, 3])]
      ).matched(by: never)
    }
    #expect(throws: MatchingError.self) {
      var unknown = design
      unknown.distance = .score(.column("costs"))
      _ = try Self.problem(outcomes: Self.outcomes).matched(by: unknown)
    }
  }

  @Test("counts are expected on their own scale")
  func poisson() throws {
    // One 0/1 covariate: the expected counts are the means of the controls, 2 and 6.
    let problem = try MatchingProblem(
      treated: [true, true, false, false, false, false],
      covariates: [("x", [0, 1, 0, 0, 1, 1]), ("visits", [9, 9, 1, 3, 4, 8])])
    let match = try problem.matched(
      by: MatchingDesign(
        covariates: ["x"],
        distance: .score(
          .prognostic(.init(of: "visits", family: .poisson, scale: .probability)))))
    for (score, expected) in zip(match.scores ?? [], [2.0, 6, 2, 2, 6, 6]) {
      #expect(agree(score, expected, relative: 1e-9))
    }
  }

  @Test("two scores together are the distance of two columns")
  func twoScores() throws {
    let problem = try Self.problem(outcomes: Self.outcomes)
    let prognostic = MatchingScore.prognostic(.init(of: "cost", neverTreated: "never"))
    let together = try problem.matched(
      by: MatchingDesign(
        covariates: ["x"], distance: .scores(.given, prognostic, .mahalanobis), ratio: 2,
        calipers: [.score(0.5, isStandardised: false)]))
    let expected = [2.0, 5, 8, 11, 17, 20, 5, 14]
    let columns = try MatchingProblem(
      treated: problem.treated,
      covariates: [
        ("propensity", problem.scores ?? []),
        ("prognosis", [5, 14] + expected.prefix(5) + [20]),
      ], scores: problem.scores
    ).matched(
      by: MatchingDesign(
        covariates: ["propensity", "prognosis"],
        distance: .covariatesWithinScore(.mahalanobis, of: ["propensity", "prognosis"], .given),
        ratio: 2, calipers: [.score(0.5, isStandardised: false)]))
    #expect(together.sets == columns.sets && together.sets.count == 2)
    #expect(agree(together.totalDistance, columns.totalDistance, relative: 1e-9))
    // Both scores stand in the balance table.
    #expect(together.balance.rows.map(\.name) == ["distance", "distance 2", "x"])
    #expect(
      together.design.description.contains(
        "on the Mahalanobis distance of a given score and the cost to expect without treatment"))
  }
}
