import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Matching by design, worked out by hand")
struct MatchingProblemTests {
  /// Treated 0, 1, 2 with scores 0.8, 0.6, 0.3; controls 3…7.
  static func problem() throws -> MatchingProblem {
    try MatchingProblem(
      treated: [true, true, true, false, false, false, false, false],
      covariates: [("age", [60, 50, 40, 50, 61, 44, 39, 70])],
      exactKeys: [("sex", [0, 0, 1, 0, 0, 1, 1, 0])],
      scores: [0.8, 0.6, 0.3, 0.65, 0.55, 0.5, 0.1, 0.9])
  }

  static func design(
    ratio: Int = 1, order: MatchingOrder = .automatic, reuse: ControlReuse = .none,
    exact: [String] = [], calipers: [Caliper] = []
  ) -> MatchingDesign {
    MatchingDesign(
      covariates: ["age"], distance: .score(.given), method: .nearest(order: order, reuse: reuse),
      ratio: ratio, exact: exact, calipers: calipers)
  }

  static func controls(_ match: Match) -> [[Int]] { match.sets.map { Array($0.controls) } }

  @Test("the largest score chooses first; then each takes the nearest that is left")
  func largestFirst() throws {
    let match = try Self.problem().matched(by: Self.design())
    // 0.8 takes 0.9; 0.6 ties 0.65 and 0.55 and takes the lower row; 0.3 ties 0.5 and 0.1.
    #expect(Self.controls(match) == [[7], [3], [5]])
    #expect(match.weights == [1, 1, 1, 1, 0, 1, 0, 1])
    #expect(agree(match.totalDistance, 0.1 + 0.05 + 0.2, relative: 1e-14))
    #expect(match.unmatched.isEmpty)
  }

  @Test("in rounds, nobody has a second control before everyone has a first")
  func rounds() throws {
    let match = try Self.problem().matched(by: Self.design(ratio: 2))
    #expect(Self.controls(match) == [[7, 4], [3, 6], [5]])
    // 0.3 finds none in the second round and keeps the first. Weights ½, ½, 1, ½, ½ have a sum of
    // 3 and are scaled to a mean of 1: by 5/3.
    let expected: [Double] = [6, 6, 6, 5, 5, 10, 5, 5]
    for (weight, sixths) in zip(match.weights, expected) {
      #expect(agree(weight, sixths / 6, relative: 1e-15))
    }
    #expect(match.explanation.contains("1 sets have fewer than 2 partners."))
  }

  @Test("with replacement all controls are taken at once and weights add up over sets")
  func replacement() throws {
    let match = try Self.problem().matched(by: Self.design(ratio: 2, reuse: .unlimited))
    #expect(Self.controls(match) == [[7, 3], [3, 4], [5, 6]])
    #expect(match.maximumReuse == 2)
    #expect(agree(match.weights[3], 5.0 / 3, relative: 1e-15))
    #expect(agree(match.weights[3...].reduce(0, +), 5, relative: 1e-15))
  }

  @Test("exact columns bind; who has nobody inside a caliper is named with the reason")
  func exactAndCaliper() throws {
    let design = Self.design(
      exact: ["sex"], calipers: [.score(0.12, isStandardised: false), .covariate("age", 5)])
    let match = try Self.problem().matched(by: design)
    #expect(Self.controls(match) == [[3]])
    #expect(match.sets[0].treated == [1])
    #expect(
      match.unmatched == [
        .init(row: 0, reason: .noneInsideCaliper), .init(row: 2, reason: .noneInsideCaliper),
      ])
    #expect(match.caliperWidths == [0.12, 5])
  }

  @Test("a caliper is inclusive, whatever binary fractions make of the bound")
  func inclusiveCaliper() throws {
    let problem = try MatchingProblem(
      treated: [true, false], covariates: [("height", [0.8, 0.6])], scores: [0.8, 0.6])
    let design = MatchingDesign(
      covariates: ["height"], distance: .score(.given),
      calipers: [.score(0.2, isStandardised: false), .covariate("height", 0.2)])
    #expect(0.8 - 0.6 > 0.2)
    #expect(try problem.matched(by: design).sets.count == 1)
  }

  @Test("a negative caliper demands a distance, and a column may have to differ")
  func demandedDistance() throws {
    var design = Self.design(calipers: [.covariate("age", -10)])
    design.antiExact = ["sex"]
    let match = try Self.problem().matched(by: design)
    // Row 3 is 10 years from row 2: not more than 10.
    #expect(Self.controls(match) == [[5], [6], [4]])
    #expect(match.unmatched.isEmpty)
    design.calipers = []
    design.antiExact = []
    design.exact = ["sex"]
    var alone = try Self.problem()
    alone = MatchingProblem(
      treated: alone.treated,
      table: try Table([
        ("age", .real(Values([60, 50, 40, 50, 61, 44, 39, 70]))),
        ("sex", .integer(Values([2, 0, 1, 0, 0, 1, 1, 0]))),
      ]), scores: alone.scores)
    #expect(
      try alone.matched(by: design).unmatched == [.init(row: 0, reason: .noneInExactStratum)])
  }

  @Test("for the effect on the controls, controls look for treated people, smallest first")
  func effectOnControls() throws {
    var design = Self.design()
    design.estimand = .atc
    let match = try Self.problem().matched(by: design)
    // 0.1 takes 0.3, 0.5 takes 0.6, 0.55 takes 0.8; two are left without.
    #expect(match.sets.map(\.treated) == [[0], [1], [2]])
    #expect(Self.controls(match) == [[4], [5], [6]])
    #expect(match.unmatchedCounts == [.allTaken: 2])
    #expect(match.defaultDenominator == .control)
  }

  @Test("outside the common range of scores people are discarded, bounds included")
  func discard() throws {
    var design = Self.design()
    design.discard = .both
    let match = try Self.problem().matched(by: design)
    // Treated 0.3…0.8, controls 0.1…0.9: the overlap is 0.3…0.8.
    #expect(match.discarded == [6, 7])
    #expect(match.balance.sampleSizes.control.discarded == 2)
    #expect(Self.controls(match) == [[3], [4], [5]])
  }

  @Test("when nobody can be matched the match is empty and says why")
  func empty() throws {
    let match = try Self.problem().matched(
      by: Self.design(calipers: [.score(0.001, isStandardised: false)]))
    #expect(match.sets.isEmpty && match.totalDistance == 0)
    #expect(match.weights.allSatisfy { $0 == 0 })
    #expect(match.balance.rows.allSatisfy { $0.after == nil })
    #expect(match.unmatchedCounts == [.noneInsideCaliper: 3])
  }

  @Test("a match explains itself")
  func explanation() throws {
    var design = Self.design(order: .largest, exact: ["sex"])
    design.calipers = [.score(0.2)]
    let lines = try Self.problem().matched(by: design).explanation
    #expect(
      lines[0]
        == "Matched 1:1 nearest neighbour for the effect on the treated, on a given score, without "
        + "replacement, largest first, exact on sex, caliper of 0.2 SD on the score.")
    #expect(
      lines.contains(
        "The estimate speaks of 1 of the 3 treated people, those with a control inside the caliper: "
          + "it is not the effect on all treated people."))
    #expect(lines.contains("2 left out: nobody is inside the caliper."))
  }
}
