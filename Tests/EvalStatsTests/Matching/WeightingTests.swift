import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Weighting designs")
struct WeightingTests {
  static let ages: [Double] = [34, 51, 47, 62, 58, 29, 33, 41, 45, 52, 55, 60, 66, 70, 38]
  static let sexes: [Double] = [1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1]
  static let treated = ages.indices.map { $0 < 5 }

  static func problem(scores: [Double]? = nil) throws -> MatchingProblem {
    let base = ages.indices.map { $0 < 5 ? 1 : Double($0 - 4) }
    return try MatchingProblem(
      treated: treated, covariates: [("age", ages), ("sex", sexes), ("base", base)],
      scores: scores)
  }

  static func design(
    _ scheme: WeightingScheme, estimand: Estimand = .att,
    distance: MatchingDistance = .score(.fitted())
  ) -> MatchingDesign {
    MatchingDesign(
      covariates: ["age", "sex"], distance: distance, method: .weighting(scheme),
      estimand: estimand)
  }

  static func outcome(_ match: Match) throws -> WeightingScheme.Outcome {
    guard case .weighting(let outcome)? = match.detail else { throw Missing() }
    return outcome
  }

  struct Missing: Error {}

  /// The largest |standardised difference| after weighting.
  static func imbalance(_ match: Match) -> Double {
    match.balance(of: match.covariates.covariates(named: ["age", "sex"])).rows
      .filter { $0.name != BalanceTable.Row.scoreName }
      .compactMap { $0.standardisedDifference(.after).map(abs) }.max() ?? .infinity
  }

  @Test("entropy balance makes means equal and gives the weights of a peer")
  func entropyBalance() throws {
    let match = try Self.problem().matched(by: Self.design(.entropyBalance()))
    // numpy 2, Newton steps of the dual until they stop; scipy 1.17 (trust-exact) agrees to 1e-9.
    let expected = [
      0.6076536579594658, 1.01149250607883, 1.1115854628347925, 0.7338655391045632,
      0.7970290667314955, 1.311167540412229, 0.8758996420745256, 1.4928148582264824,
      0.9855520941429403, 1.0729396324346756,
    ]
    for (weight, value) in zip(match.weights[5...], expected) {
      #expect(agree(weight, value, absolute: 1e-9))
    }
    #expect(match.weights[..<5].allSatisfy { $0 == 1 })
    #expect(Self.imbalance(match) < 1e-10)
    #expect(agree(try Self.outcome(match).effectiveControls, 9.399233559371927, relative: 1e-9))
    #expect(match.sets.isEmpty && match.pairs.isEmpty && match.unmatched.isEmpty)
    #expect(match.treatedCount == 5 && match.controlCount == 10)
    #expect(
      match.explanation[...1] == [
        "Weighted entropy balancing for the effect on the treated, of age and sex, means.",
        "5 of 5 treated people and 10 of 10 controls carry weight.",
      ])
  }

  @Test("squares too, base weights, and everyone as the target, against the same peer")
  func entropyVariants() throws {
    let squares = try Self.problem().matched(by: Self.design(.entropyBalance(.init(moments: 2))))
    #expect(agree(squares.weights[5], 0.11041474487442644, absolute: 1e-9))
    #expect(agree(squares.weights[10], 2.32812113076084, absolute: 1e-9))
    let squared = CovariateColumns(
      columns: [.init(name: "age²", covariate: "age²", values: Self.ages.map { $0 * $0 })],
      rowCount: 15)
    let difference = squares.balance(of: squared).row("age²")?.standardisedDifference(.after)
    #expect(abs(difference ?? 1) < 1e-10)

    let near = try Self.problem().matched(
      by: Self.design(.entropyBalance(.init(baseWeights: "base"))))
    #expect(agree(near.weights[5], 0.2571348087293596, absolute: 1e-9))
    #expect(agree(near.weights[14], 2.473833750648495, absolute: 1e-9))

    let everyone = try Self.problem().matched(
      by: Self.design(.entropyBalance(), estimand: .ate))
    #expect(agree(everyone.weights[0], 1.1827230301709086, absolute: 1e-9))
    #expect(agree(everyone.weights[5], 0.855197076121191, absolute: 1e-9))
    #expect(Self.imbalance(everyone) < 1e-10)

    let controls = try Self.problem().matched(
      by: Self.design(.entropyBalance(), estimand: .atc))
    #expect(controls.weights[5...].allSatisfy { $0 == 1 })
    #expect(Self.imbalance(controls) < 1e-10)
  }

  @Test("interactions and levels are balanced, in each exact stratum by itself")
  func entropyStrata() throws {
    var generator = SeededGenerator(seed: 8)
    let count = 600
    let wards = (0..<count).map { _ in
      generator.bernoulli(0.5) ? "A" : generator.bernoulli(0.5) ? "B" : "C"
    }
    let ages = (0..<count).map { _ in 60 + 10 * generator.normal() }
    let sexes = (0..<count).map { _ in generator.bernoulli(0.5) }
    let treated = ages.map { generator.bernoulli($0 > 60 ? 0.4 : 0.2) }
    let problem = MatchingProblem(
      treated: treated,
      table: try Table([
        ("age", .real(Values(ages))), ("ward", .factor(Factor(wards))),
        ("sex", .boolean(Values(sexes))),
      ]))
    let match = try problem.matched(
      by: MatchingDesign(
        covariates: ["age", "ward"],
        method: .weighting(.entropyBalance(.init(moments: 2, includesInteractions: true))),
        exact: ["sex"]))
    for sex in [true, false] {
      func mean(_ arm: Bool, _ value: (Int) -> Double) -> Double {
        let rows = (0..<count).filter { treated[$0] == arm && sexes[$0] == sex }
        return rows.reduce(0) { $0 + match.weights[$1] * value($1) }
          / rows.reduce(0) { $0 + match.weights[$1] }
      }
      for value: (Int) -> Double in [
        { ages[$0] }, { ages[$0] * ages[$0] / 100 }, { wards[$0] == "C" ? 1 : 0 },
        { wards[$0] == "B" ? ages[$0] : 0 },
      ] {
        #expect(abs(mean(true, value) - mean(false, value)) < 1e-9)
      }
    }
    let share = { (arm: Bool) in
      let rows = (0..<count).filter { treated[$0] == arm }
      return rows.reduce(0) { $0 + (sexes[$1] ? match.weights[$1] : 0) }
        / rows.reduce(0) { $0 + match.weights[$1] }
    }
    #expect(agree(share(true), share(false), relative: 1e-12))
  }

  @Test("what no weights can balance is named; an edge that can be reached is")
  func infeasible() throws {
    // The oldest control is younger than the treated are on average; sex could be balanced.
    let problem = try MatchingProblem(
      treated: [true, true, false, false, false, false],
      covariates: [("age", [80, 90, 50, 60, 70, 84]), ("sex", [1, 0, 1, 0, 1, 0])])
    func error(_ names: [String], _ problem: MatchingProblem) -> MatchingError? {
      var design = Self.design(.entropyBalance())
      design.covariates = names
      do {
        _ = try problem.matched(by: design)
        return nil
      } catch { return error }
    }
    #expect(error(["age", "sex"], problem) == .cannotBalance(["age"], arm: .control, people: 4))
    #expect(error(["sex"], problem) == nil)
    // Each column alone could be balanced, the two together not: young controls are all women.
    let together = try MatchingProblem(
      treated: [true, false, false, false, false],
      covariates: [("age", [50, 40, 40, 60, 60]), ("sex", [0.9, 1, 1, 0, 0.1])])
    let both = error(["age", "sex"], together)
    #expect(both == .cannotBalance(["age", "sex"], arm: .control, people: 4))
    #expect(both?.location == "column 'age', column 'sex'")
    // All treated are women: only women can carry weight, and do.
    let women = try MatchingProblem(
      treated: [true, true, false, false, false, false],
      covariates: [("age", [50, 60, 40, 50, 70, 90]), ("sex", [1, 1, 1, 0, 1, 0])])
    var design = Self.design(.entropyBalance())
    design.covariates = ["age", "sex"]
    let match = try women.matched(by: design)
    #expect(match.weights[3] == 0 && match.weights[5] == 0)
    #expect(match.controlCount == 2 && Self.imbalance(match) < 1e-10)
  }

  @Test("the nearest reachable mean is that of brute force on a grid of weights")
  func hull() {
    // The triangle (1, 1), (3, 1), (1, 3) is nearest to the origin at its corner; (1, −1), (1, 1) at
    // the middle of their edge; around the origin it is the origin.
    func nearest(_ points: [[Double]]) -> [Double] {
      NearestHullPoint(of: .init(rows: points)).point
    }
    #expect(nearest([[1, 1], [3, 1], [1, 3]]) == [1, 1])
    #expect(
      nearest([[1, -1], [1, 1], [4, 0]]).enumerated().allSatisfy {
        agree($0.element, $0.offset == 0 ? 1 : 0, absolute: 1e-12)
      })
    #expect(nearest([[1, -1], [1, 1], [-4, 0]]).allSatisfy { abs($0) < 1e-6 })
  }

  @Test("inverse-probability weights by hand, scaled to a mean of 1 in each arm")
  func inverseProbability() throws {
    let problem = try MatchingProblem(
      treated: [true, true, false, false], covariates: [("x", [1, 2, 3, 4])],
      scores: [0.5, 0.8, 0.5, 0.2])
    func weights(_ estimand: Estimand, _ trimming: WeightTrimming = .init()) throws -> [Double] {
      var design = Self.design(
        .inverseProbability(trimming), estimand: estimand, distance: .score(.given))
      design.covariates = ["x"]
      return try problem.matched(by: design).weights
    }
    func agrees(_ found: [Double], _ expected: [Double]) -> Bool {
      zip(found, expected).allSatisfy { agree($0, $1, relative: 1e-14, absolute: 1e-15) }
    }
    #expect(agrees(try weights(.att), [1, 1, 1.6, 0.4]))
    #expect(agrees(try weights(.atc), [1.6, 0.4, 1, 1]))
    // 2 and 1.25; 2 and 1.25.
    #expect(agrees(try weights(.ate), [16.0 / 13, 10.0 / 13, 16.0 / 13, 10.0 / 13]))
    #expect(agrees(try weights(.ate, .init(margin: 0.25)), [1, 0, 1, 0]))
    // The median of 2 and 1.25 is 1.625.
    #expect(
      agrees(try weights(.ate, .init(quantile: 0.5)), [26.0 / 23, 20.0 / 23, 26.0 / 23, 20.0 / 23]))
  }

  @Test("who is trimmed is named, and the explanation says whom the estimate leaves out")
  func trimming() throws {
    let match = try Self.problem().matched(
      by: Self.design(.inverseProbability(.init(margin: 0.35)), estimand: .ate))
    let scores = try #require(match.scores)
    for row in scores.indices {
      #expect((match.weights[row] == 0) == (scores[row] < 0.35 || scores[row] > 0.65))
    }
    #expect(!match.unmatched.isEmpty && match.unmatched.allSatisfy { $0.reason == .trimmed })
    #expect(
      match.explanation.contains(
        "\(match.unmatched.count) left out: nearly certain to be in one arm.")
    )
  }

  @Test("overlap weights of a logit of the same covariates make their means equal")
  func overlap() throws {
    for distance: MatchingDistance in [
      .score(.fitted()), .score(.fitted(scale: .linearPredictor)),
    ] {
      let match = try Self.problem().matched(
        by: Self.design(.overlap, estimand: .ato, distance: distance))
      #expect(Self.imbalance(match) < 1e-10)
      #expect(match.weights.allSatisfy { $0 > 0 })
      #expect(match.defaultDenominator == .pooled)
    }
    let matching = try Self.problem(scores: Self.ages.indices.map { $0 < 7 ? 0.25 : 0.75 }).matched(
      by: Self.design(.matchingWeights, estimand: .ato, distance: .score(.given)))
    // Treated at 0.25 weigh 1; controls 1/3 at 0.25 and 1 at 0.75: mean of ⅓, ⅓ and eight ones 13/15.
    #expect(matching.weights[..<5].allSatisfy { $0 == 1 })
    #expect(agree(matching.weights[5], 5.0 / 13, relative: 1e-14))
    #expect(agree(matching.weights[14], 15.0 / 13, relative: 1e-14))
  }

  @Test("a scheme and an estimand that do not go together, and what binds pairs, are refused")
  func refusals() throws {
    func code(_ design: MatchingDesign, scores: [Double]? = nil) throws -> String? {
      do {
        _ = try Self.problem(scores: scores).matched(by: design)
        return nil
      } catch let error as MatchingError { return error.code }
    }
    #expect(try code(Self.design(.overlap)) == "unsupported-setting")
    #expect(try code(Self.design(.inverseProbability(), estimand: .ato)) == "unsupported-setting")
    #expect(try code(Self.design(.entropyBalance(.init(moments: 4)))) == "invalid-setting")
    #expect(
      try code(Self.design(.inverseProbability(.init(margin: 0.5)))) == "invalid-setting")
    #expect(
      try code(Self.design(.inverseProbability(), distance: .covariates(.mahalanobis)))
        == "needs-score")
    let beyond = Self.ages.map { $0 / 60 }
    #expect(
      try code(Self.design(.inverseProbability(), distance: .score(.given)), scores: beyond)
        == "score-not-a-probability")
    var design = Self.design(.overlap, estimand: .ato)
    design.ratio = 2
    #expect(try code(design) == "unsupported-setting")
    #expect(try code(Self.design(.entropyBalance(.init(baseWeights: "sex")))) == "invalid-setting")
  }
}
