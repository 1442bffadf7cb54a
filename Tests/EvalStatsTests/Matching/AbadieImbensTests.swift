import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Abadie–Imbens estimator")
struct AbadieImbensTests {
  /// Two treated and four controls on one line.
  ///
  /// The treated at 0 has a control at 1 and one at −1, which tie; the treated at 10 has one at 9.
  static func line() throws -> MatchingProblem {
    try MatchingProblem(
      table: Table([
        ("treated", .integer(Values([1, 0, 0, 1, 0, 0]))),
        ("x", .real(Values([0, 1, -1, 10, 9, 30]))),
        ("y", .real(Values([5, 1, 2, 8, 4, 0]))),
        ("sex", .text(Values(["f", "f", "m", "m", "m", "f"]))),
      ]), treatment: "treated")
  }

  @Test("a small example agrees with a calculation by hand")
  func byHand() throws {
    let found = try Self.line().effect(on: "y", by: AbadieImbensDesign(covariates: ["x"]))
    // τ₁ = 5 − (1 + 2)/2 = 3.5, τ₂ = 8 − 4 = 4.
    #expect(found.estimate == 3.75)
    #expect(found.unadjustedEstimate == 3.75)
    #expect(
      found.pairs == [
        .init(focal: 0, match: 1, weight: 0.5), .init(focal: 0, match: 2, weight: 0.5),
        .init(focal: 3, match: 4, weight: 1),
      ])
    // Pair differences 4, 3, 4 around 3.75: Σw(τ−τ̄)² = ½·¼² + ½·¾² + ¼² = 0.375, σ² = 0.09375.
    // K² − K′ is 0 for every control: each serves once. V = 2·¼²/4.
    #expect(agree(found.standardError, (0.125 / 4).squareRoot(), relative: 1e-14))
    #expect(agree(found.naiveStandardError, 0.375.squareRoot() / 2, relative: 1e-14))
    #expect(found.focalCount == 2 && found.treatedCount == 2 && found.controlCount == 4)
    #expect(found.dropped.isEmpty && found.excluded.isEmpty)
    #expect(found.uses == [1: 0.5, 2: 0.5, 4: 1])
  }

  @Test("a control used twice raises the standard error as the formula says")
  func reuse() throws {
    let problem = try MatchingProblem(
      treated: [true, true, false, false],
      covariates: [("x", [0, 1, 0.5, 9]), ("y", [3, 7, 1, 0])])
    let found = try problem.effect(on: "y", by: AbadieImbensDesign(covariates: ["x"]))
    #expect(found.estimate == 4)
    // τ = 2 and 6: σ² = ½(4 + 4)/2 = 2; K = 2, K′ = 2, so V = (4 + 4 + 2·(4 − 2))/4 = 3.
    #expect(agree(found.standardError, 3.0.squareRoot(), relative: 1e-14))
  }

  @Test("bias adjustment takes off what a regression of the matches expects")
  func biasByHand() throws {
    // The controls' outcomes lie on 2x + 1; only those used, at 1 and 4, are fitted.
    let problem = try MatchingProblem(
      treated: [true, true, false, false, false],
      covariates: [("x", [0, 5, 1, 4, 100]), ("y", [10, 20, 3, 9, 0])])
    let design = AbadieImbensDesign(covariates: ["x"], adjustsBias: true)
    let found = try problem.effect(on: "y", by: design)
    #expect(found.unadjustedEstimate == 9)
    // The regression gives 1 at 0 and 11 at 5: 10 − 1 and 20 − 11.
    #expect(agree(found.estimate, 9, relative: 1e-12))
    #expect(found.standardError < 1e-12 && found.naiveStandardError > 1)
    #expect(found.pValue.map { $0 < 1e-6 } ?? true)
  }

  @Test("calipers and exact columns leave out whoever has fewer matches, and say so")
  func dropped() throws {
    let problem = try Self.line()
    let near = try problem.effect(
      on: "y", by: AbadieImbensDesign(covariates: ["x"], matchCount: 2, caliper: 0.12))
    #expect(near.dropped == [3] && near.focalCount == 1 && near.estimate == 3.5)
    let exact = try problem.effect(
      on: "y", by: AbadieImbensDesign(covariates: ["x"], exact: ["sex"]))
    #expect(exact.pairs.map(\.match) == [1, 4] && exact.estimate == 4)
    #expect(near.description.contains("1 people had fewer than 2 matches"))
  }

  @Test("the effect on everyone is the mean of the two others weighted by their numbers")
  func everyone() throws {
    let problem = try MatchPropertyTests.Sample(seed: 4, rowCount: 80).problem()
    var effects: [Estimand: AbadieImbensEstimate] = [:]
    for estimand in [Estimand.att, .atc, .ate] {
      effects[estimand] = try problem.effect(
        on: "c", by: AbadieImbensDesign(covariates: ["a", "b"], estimand: estimand, matchCount: 2))
    }
    let (treated, controls) = (try #require(effects[.att]), try #require(effects[.atc]))
    let everyone = try #require(effects[.ate])
    let expected =
      (treated.estimate * Double(treated.focalCount)
        + controls.estimate * Double(controls.focalCount)) / 80
    #expect(agree(everyone.estimate, expected, relative: 1e-12))
    #expect(everyone.focalCount == 80)
  }

  @Test(
    "the search finds what brute force finds",
    arguments: [AbadieImbensDesign.Distance.standardised, .mahalanobis, .score(.given)])
  func bruteForce(distance: AbadieImbensDesign.Distance) throws {
    let sample = MatchPropertyTests.Sample(seed: 8, rowCount: 120)
    let problem = try sample.problem()
    let design = AbadieImbensDesign(
      covariates: ["a", "b", "c"], distance: distance, estimand: .ate, matchCount: 3,
      caliper: 1, exact: ["sex"])
    let found = try problem.effect(on: "c", by: design)
    let columns =
      distance == .score(.given) ? [sample.scores] : sample.columns.map(\.values)
    let space = try AbadieImbensSpace(
      columns: columns, names: [], rows: Array(0..<120), whitens: distance == .mahalanobis)
    var expected: [Int: [Int]] = [:]
    for row in 0..<120 {
      let others = (0..<120).filter { other in
        problem.treated[other] != problem.treated[row]
          && sample.sexes[other] == sample.sexes[row]
          && space.caliperColumns.allSatisfy { abs($0[row] - $0[other]) <= 1 }
      }
      func squared(_ other: Int) -> Double {
        space.coordinates.reduce(0) { $0 + ($1[row] - $1[other]) * ($1[row] - $1[other]) }
      }
      guard others.count >= 3 else { continue }
      let bound = others.map(squared).sorted()[2] + AbadieImbensDesign.tieTolerance
      expected[row] = others.filter { squared($0) <= bound }
    }
    #expect(!expected.isEmpty && expected.count < 120, "the caliper should leave some out")
    let byFocal = Dictionary(grouping: found.pairs, by: \.focal).mapValues { $0.map(\.match) }
    #expect(byFocal == expected)
    #expect(found.dropped == (0..<120).filter { expected[$0] == nil })
  }

  @Test("threads, the order of the rows and the scale of a column change nothing")
  func invariance() throws {
    let sample = MatchPropertyTests.Sample(seed: 21, rowCount: 700)
    let design = AbadieImbensDesign(
      covariates: ["a", "b"], distance: .mahalanobis, estimand: .ate, adjustsBias: true)
    let plain = try sample.problem().effect(on: "c", by: design)
    let threaded = try ThreadLimit.atMost(1) { try sample.problem().effect(on: "c", by: design) }
    #expect(plain == threaded)
    let turned = try sample.problem(rows: Array((0..<700).reversed())).effect(on: "c", by: design)
    let scaled = try sample.problem(scale: [1000, 0.01, 1]).effect(on: "c", by: design)
    for other in [turned, scaled] {
      #expect(agree(other.estimate, plain.estimate, relative: 1e-10))
      #expect(agree(other.standardError, plain.standardError, relative: 1e-10))
    }
  }

  @Test("dependent columns and factors count once")
  func collinear() throws {
    let sample = MatchPropertyTests.Sample(seed: 30, rowCount: 60)
    let table = try Table([
      ("treated", .boolean(Values(sample.treated))),
      ("a", .real(Values(sample.columns[0].values))),
      ("twice", .real(Values(sample.columns[0].values.map { 2 * $0 + 1 }))),
      ("b", .real(Values(sample.columns[1].values))),
      ("flat", .real(Values(sample.treated.map { _ in 3 }))),
      ("y", .real(Values(sample.columns[2].values))),
    ])
    let problem = try MatchingProblem(table: table, treatment: "treated")
    let plain = try problem.effect(
      on: "y",
      by: AbadieImbensDesign(
        covariates: ["a", "b"], distance: .mahalanobis, matchCount: 2, adjustsBias: true))
    let doubled = try problem.effect(
      on: "y",
      by: AbadieImbensDesign(
        covariates: ["a", "twice", "b", "flat"], distance: .mahalanobis, matchCount: 2,
        adjustsBias: true))
    #expect(plain.pairs == doubled.pairs)
    #expect(agree(plain.estimate, doubled.estimate, relative: 1e-10))
  }

  @Test("rows that miss a covariate or the outcome are refused or left out, as the rule says")
  func missing() throws {
    let table = try Table([
      ("treated", .integer(Values([1, 0, 0, 1, 0]))),
      ("x", .real(Values([0, 1, 0, 5, 4], missing: [false, false, true, false, false]))),
      ("y", .real(Values([3, 1, 0, 9, 0], missing: [false, false, false, false, true]))),
    ])
    let problem = try MatchingProblem(table: table, treatment: "treated")
    var design = AbadieImbensDesign(covariates: ["x"])
    #expect(throws: MatchingError.covariates(.missing([.init(column: "y", rows: 1)]))) {
      try problem.effect(on: "y", by: design)
    }
    design.missing = .exclude
    let found = try problem.effect(on: "y", by: design)
    #expect(found.excluded == [2, 4])
    #expect(found.pairs.map(\.match) == [1, 1] && found.estimate == 5)
  }

  @Test("what cannot be estimated is refused in words")
  func errors() throws {
    let problem = try Self.line()
    func message(
      _ design: AbadieImbensDesign, on outcome: String = "y", _ other: MatchingProblem? = nil
    ) -> String? {
      do {
        _ = try (other ?? problem).effect(on: outcome, by: design)
        return nil
      } catch { return error.description }
    }
    #expect(
      message(AbadieImbensDesign(covariates: ["x"], matchCount: 0))?.contains("ratio of 0") == true)
    #expect(
      message(AbadieImbensDesign(covariates: ["x"], caliper: -1))?.contains("cannot be -1.0")
        == true)
    #expect(
      message(AbadieImbensDesign(covariates: ["x"], matchCount: 5))?
        .contains("nobody has 5 matches") == true)
    #expect(
      message(AbadieImbensDesign(covariates: ["x"]), on: "sex")?
        .contains("column 'sex': the outcome holds categories") == true)
    #expect(message(AbadieImbensDesign(covariates: ["nosuch"]))?.contains("nosuch") == true)
    #expect(
      message(AbadieImbensDesign(covariates: ["x"], distance: .score(.given)))?
        .contains("given scores") == true)
    let flat = try MatchingProblem(
      treated: [true, false], covariates: [("x", [1, 1]), ("y", [1, 2])])
    #expect(message(AbadieImbensDesign(covariates: ["x"]), flat)?.contains("no distance") == true)
    let untreated = try MatchingProblem(
      treated: [false, false], covariates: [("x", [1, 2]), ("y", [1, 2])])
    #expect(
      message(AbadieImbensDesign(covariates: ["x"]), untreated)?
        .contains("none of the 2 rows is treated") == true)
  }
}
