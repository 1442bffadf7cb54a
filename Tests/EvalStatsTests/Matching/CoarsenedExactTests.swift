import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Strata of coarsened and of identical covariates")
struct CoarsenedExactTests {
  static func problem() throws -> MatchingProblem {
    // Rows 0…3 treated, 4…8 controls.
    let table = try Table([
      ("age", .real(Values([20, 34, 35, 60, 21, 33, 36, 50, 90]))),
      ("ward", .factor(Factor(["A", "B", "A", "C", "A", "B", "B", "C", "C"]))),
    ])
    return MatchingProblem(treated: (0..<9).map { $0 < 4 }, table: table)
  }

  static func design(
    _ method: MatchingMethod, covariates: [String] = ["age", "ward"], estimand: Estimand = .att,
    distance: MatchingDistance = .score(.fitted())
  ) -> MatchingDesign {
    MatchingDesign(
      covariates: covariates, distance: distance, method: method, estimand: estimand)
  }

  static func cem(_ columns: [String: Coarsening.Rule]) -> MatchingMethod {
    .coarsenedExact(.init(columns: columns))
  }

  static func rows(_ match: Match) -> [[Int]] { match.sets.map { $0.treated + $0.controls } }

  @Test("bins that meet at given points are closed on the left")
  func cutPoints() throws {
    let match = try Self.problem().matched(
      by: Self.design(Self.cem(["age": .cutPoints([34, 60])]), covariates: ["age"]))
    // Below 34: 20 | 21, 33; from 34: 34, 35 | 36, 50; from 60: 60 | 90.
    #expect(Self.rows(match) == [[0, 4, 5], [1, 2, 6, 7], [3, 8]])
    #expect(match.scores == nil)
    #expect(match.balance.rows.map(\.name) == ["age"])
  }

  @Test("Sturges' bins: ⌈log₂ 9 + 1⌉ = 5 of width 14 from 20 to 90")
  func sturges() throws {
    let match = try Self.problem().matched(by: Self.design(Self.cem([:]), covariates: ["age"]))
    guard case .coarsened(let outcome)? = match.detail else {
      Issue.record("no detail")
      return
    }
    #expect(outcome.cutPoints == ["age": [34, 48, 62, 76]])
    // 34 lies on a cut and belongs above; 50 and 60 share a bin; 90 has nobody.
    #expect(Self.rows(match) == [[0, 4, 5], [1, 2, 6], [3, 7]])
    #expect(outcome.stratumCount == 4 && outcome.sharedStratumCount == 3)
    // ½(|1/4 − 2/5| + |2/4 − 1/5| + |1/4 − 1/5| + |0 − 1/5|).
    #expect(agree(outcome.imbalanceBefore, 0.35, relative: 1e-15))
  }

  @Test("levels go by value, or together as told; who has nobody is named")
  func levels() throws {
    let byLevel = try Self.problem().matched(
      by: Self.design(Self.cem(["age": .bins(1)])))
    #expect(Self.rows(byLevel) == [[0, 2, 4], [1, 5, 6], [3, 7, 8]])
    let grouped = try Self.problem().matched(
      by: Self.design(Self.cem(["age": .bins(2), "ward": .groups([["A", "B"]])])))
    // Ages below 55 and from it on; A and B together, C apart.
    #expect(Self.rows(grouped) == [[0, 1, 2, 4, 5, 6], [3, 8]])
    let fine = try Self.problem().matched(by: Self.design(Self.cem(["age": .quantiles(9)])))
    #expect(fine.unmatched.allSatisfy { $0.reason == .noneInExactStratum })
    #expect(fine.unmatched.count + fine.treatedCount == 4)
  }

  @Test("everyone in the strata is weighted to those the estimate speaks of")
  func weights() throws {
    let match = try Self.problem().matched(
      by: Self.design(Self.cem(["age": .cutPoints([34, 60])]), covariates: ["age"]))
    // 1/2, 1/2, 2/2, 2/2, 1/1 have a sum of 4, scaled to 5.
    for (weight, expected) in zip(match.weights[4...], [0.625, 0.625, 1.25, 1.25, 1.25]) {
      #expect(agree(weight, expected, relative: 1e-15))
    }
    let everyone = try Self.problem().matched(
      by: Self.design(Self.cem([:]), covariates: ["age"], estimand: .ate))
    #expect(everyone.weights[8] == 0)
    #expect(everyone.unmatched == [.init(row: 8, reason: .noneInExactStratum)])
  }

  @Test("pairs inside strata take the nearest of the stratum")
  func pairs() throws {
    let method = MatchingMethod.coarsenedExact(
      .init(columns: ["age": .cutPoints([34, 60])], formsPairs: true))
    let match = try Self.problem().matched(
      by: Self.design(method, covariates: ["age"], distance: .covariates(.euclidean)))
    #expect(Self.rows(match) == [[0, 4], [1, 6], [2, 7], [3, 8]])
    #expect(match.pairDistances == [[1], [2], [15], [30]])
  }

  @Test("identical covariates make a stratum")
  func exact() throws {
    let match = try Self.problem().matched(by: Self.design(.exact, covariates: ["ward"]))
    #expect(Self.rows(match) == [[0, 2, 4], [1, 5, 6], [3, 7, 8]])
    let none = try Self.problem().matched(by: Self.design(.exact))
    #expect(none.sets.isEmpty && none.unmatched.count == 4)
    #expect(
      none.explanation.contains(
        "4 left out: nobody of the other arm has the same exact values."))
  }

  @Test("multivariate imbalance is 0 over a match's own strata and 1 where no cell is shared")
  func imbalance() throws {
    let columns: [String: Coarsening.Rule] = ["age": .cutPoints([34, 60])]
    let match = try Self.problem().matched(
      by: Self.design(Self.cem(columns), covariates: ["age"]))
    let own = try match.multivariateImbalance(over: .init(columns: columns))
    #expect(own.after < 1e-15 && own.before > 0.1)
    let finest = try match.multivariateImbalance(over: .init(numbers: .exact))
    // Shares such as a third and a fifth do not add up to the last bit.
    #expect(agree(finest.before, 1, relative: 1e-15) && agree(finest.after, 1, relative: 1e-15))
    let weighted = MultivariateImbalance.distance(
      cells: [0, 0, 1, 1], treated: [true, true, false, true], weights: [1, 1, 2, 1])
    #expect(agree(weighted, 2.0 / 3, relative: 1e-15))
  }

  @Test(
    "rules that a column cannot have are refused",
    arguments: [
      (["age": Coarsening.Rule.bins(0)], "0 bins of 'age'"),
      (["age": .cutPoints([3, 1])], "cut points of 'age'"),
      (["age": .groups([["A"]])], "groups of levels of 'age', which holds numbers,"),
      (["ward": .bins(3)], "bins of 'ward', which holds categories,"),
      (["ward": .groups([["A"], ["A", "B"]])], "a level of 'ward' in two groups"),
      (["ward": .groups([["Z"]])], "a group with the level 'Z' of 'ward'"),
      (["sex": .bins(3)], "a rule for 'sex', which is no covariate,"),
    ])
  func refusals(columns: [String: Coarsening.Rule], start: String) throws {
    do {
      _ = try Self.problem().matched(by: Self.design(Self.cem(columns)))
      Issue.record("nothing was refused")
    } catch let error as MatchingError {
      #expect(error.code == "invalid-setting")
      #expect(error.message.hasPrefix(start), "\(error.message)")
    }
  }
}
