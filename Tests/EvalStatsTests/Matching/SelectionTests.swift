import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("The largest balanced sample, by trying all")
struct SelectionTests {
  /// Tries every choice: for a dozen people.
  struct BruteForce: IntegerProgrammeSolver {
    let name = "brute force"

    func maximise(
      _ programme: IntegerProgramme, timeLimit: Double, gap: Double
    ) throws(MatchingError) -> IntegerSolution? {
      var best: (worth: Double, chosen: [Bool])?
      for code in 0..<(1 << programme.objective.count) {
        let chosen = programme.objective.indices.map { code >> $0 & 1 == 1 }
        let worth = programme.objective.indices.reduce(0) {
          $0 + (chosen[$1] ? programme.objective[$1] : 0)
        }
        if let best, worth <= best.worth { continue }
        let isFeasible = programme.rows.allSatisfy { row in
          let count = zip(row.columns, row.coefficients).reduce(0) {
            $0 + (chosen[$1.0] ? $1.1 : 0)
          }
          return count >= row.lower - 1e-9 && count <= row.upper + 1e-9
        }
        if isFeasible { best = (worth, chosen) }
      }
      return best.map { IntegerSolution(chosen: $0.chosen, bound: $0.worth, isOptimal: true) }
    }
  }

  /// Treated at 10, 20, 30 and 90; controls at 10, 22, 28, 40, 50.
  static func problem() throws -> MatchingProblem {
    try MatchingProblem(
      treated: (0..<9).map { $0 < 4 },
      covariates: [("x", [10, 20, 30, 90, 10, 22, 28, 40, 50])],
      exactKeys: [("sex", [0, 0, 1, 1, 0, 0, 1, 0, 0])])
  }

  static func design(
    _ settings: BalancedSelection, ratio: Int = 1, exact: [String] = [], estimand: Estimand = .att
  ) -> MatchingDesign {
    MatchingDesign(
      covariates: ["x"], distance: .covariates(.euclidean), method: .selection(settings),
      estimand: estimand, ratio: ratio, exact: exact)
  }

  @Test("three of four treated balance exactly: 10, 20, 30 with 10, 22, 28")
  func cardinality() throws {
    let match = try Self.problem().matched(
      by: Self.design(.init(tolerance: 0)), solver: BruteForce())
    #expect(match.sets == [MatchedSet(treated: [0, 1, 2], controls: [4, 5, 6])])
    #expect(match.weights == [1, 1, 1, 0, 1, 1, 1, 0, 0])
    #expect(match.unmatched == [.init(row: 3, reason: .notChosen)])
    guard case .selection(let outcome)? = match.detail else {
      Issue.record("no detail")
      return
    }
    #expect(outcome.chosenCount == 3 && outcome.upperBound == 3 && outcome.gap == 0)
    #expect(outcome.isOptimal && outcome.solver == "brute force")
    #expect(agree(outcome.largestDifference, 0, absolute: 1e-12))
  }

  @Test("pairs of the chosen have the least total, in exact strata as many of each arm")
  func pairsAndStrata() throws {
    let paired = try Self.problem().matched(
      by: Self.design(.init(tolerance: 0, formsPairs: true)), solver: BruteForce())
    #expect(paired.sets.map(\.treated) == [[0], [1], [2]])
    #expect(paired.sets.map(\.controls) == [[4], [5], [6]])
    #expect(paired.pairDistances == [[0], [2], [2]])
    #expect(paired.certificate != nil)
    let strata = try Self.problem().matched(
      by: Self.design(.init(tolerance: 10), exact: ["sex"]), solver: BruteForce())
    // Two of sex 0 and, as it has one control, one of sex 1.
    #expect(strata.sets.map { $0.treated.count } == [2, 1])
    #expect(strata.sets.map { $0.controls.count } == [2, 1])
    let double = try Self.problem().matched(
      by: Self.design(.init(tolerance: 10), ratio: 2), solver: BruteForce())
    #expect(double.treatedCount == 2 && double.controlCount == 4)
  }

  @Test("each arm of a profile is as large as the means given allow")
  func profile() throws {
    let match = try Self.problem().matched(
      by: Self.design(.init(goal: .means(["x": 25]), tolerance: 0.001), estimand: .ate),
      solver: BruteForce())
    // 20 and 30 of the treated; 10, 22, 28, 40 of the controls.
    #expect(match.weights == [0, 1, 1, 0, 1, 1, 1, 1, 0])
    #expect(match.sets.isEmpty)
    #expect(Set(match.unmatched.map(\.row)) == [0, 3, 8])
    let treated = try Self.problem().matched(
      by: Self.design(.init(goal: .profile, tolerance: 0.05)), solver: BruteForce())
    // The treated have a mean of 37.5: all of them; 22, 40 and 50 have 37.3.
    #expect(treated.treatedCount == 4)
    let row = try #require(treated.balance.row("x"))
    #expect(abs(try #require(row.standardisedDifference(.after))) <= 0.05)
  }

  @Test("without a solver, and with settings a selection cannot have, the design is refused")
  func refusals() throws {
    func code(_ design: MatchingDesign) throws -> String? {
      do {
        _ = try Self.problem().matched(by: design, solver: BruteForce())
        return nil
      } catch let error as MatchingError { return error.code }
    }
    #expect(throws: MatchingError.noSolver) {
      _ = try Self.problem().matched(by: Self.design(.init()))
    }
    #expect(try code(Self.design(.init(tolerance: -1))) == "invalid-setting")
    #expect(try code(Self.design(.init(tolerances: ["y": 0.1]))) == "invalid-setting")
    #expect(try code(Self.design(.init(timeLimit: 0))) == "invalid-setting")
    #expect(try code(Self.design(.init(goal: .means(["y": 1])))) == "invalid-setting")
    #expect(try code(Self.design(.init(), estimand: .ate)) == "unsupported-setting")
    #expect(try code(Self.design(.init(goal: .profile), exact: ["sex"])) == "unsupported-setting")
    #expect(
      try code(Self.design(.init(goal: .profile, formsPairs: true))) == "unsupported-setting")
  }
}
