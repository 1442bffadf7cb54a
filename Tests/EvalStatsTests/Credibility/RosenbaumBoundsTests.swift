import EvalStats
import EvalTestSupport
import Testing

@Suite("Rosenbaum bounds")
struct RosenbaumBoundsTests {
  static let differences: [Double] = [5, -2, 8, 3, 0, 4, 7, -1, 6, 2, 9, 3]

  @Test("Without hidden bias they are the tests themselves")
  func noBias() throws {
    let bounds = try RosenbaumBounds(differences: Self.differences)
    let test = try SignedRankTest(Self.differences)
    let ranks = try bounds.signedRank(gamma: 1)
    #expect(ranks.lower == ranks.upper)
    #expect(
      agree(
        ranks.upper, test.normalPValue(.greater, continuityCorrection: false), relative: 1e-13))
    let signs = try bounds.signTest(gamma: 1)
    #expect(agree(signs.upper, try SignTest(Self.differences).pGreater, relative: 1e-13))
    let shift = try bounds.hodgesLehmann(gamma: 1)
    #expect(shift.lower == shift.upper)
    #expect(
      shift.lower == (try SignedRankTest(Self.differences, zeros: .pratt)).hodgesLehmann)
    #expect(bounds.pairCount == 12 && bounds.zeroCount == 1 && bounds.positiveCount == 9)
  }

  @Test("The sign test's bounds are the binomial tail at Γ/(1 + Γ)")
  func signs() throws {
    // Three pairs, all positive: p³.
    let bounds = try RosenbaumBounds(differences: [1, 2, 3])
    let found = try bounds.signTest(gamma: 3)
    #expect(agree(found.upper, 27.0 / 64, relative: 1e-13))
    #expect(agree(found.lower, 1.0 / 64, relative: 1e-13))
  }

  @Test("Bounds widen with Γ and cross the level at the critical one")
  func critical() throws {
    let bounds = try RosenbaumBounds(differences: Self.differences)
    var last = try bounds.signedRank(gamma: 1)
    var shifts = try bounds.hodgesLehmann(gamma: 1)
    for gamma in [1.2, 1.7, 2.5, 4, 9] {
      let next = try bounds.signedRank(gamma: gamma)
      #expect(next.lower < last.lower && next.upper > last.upper)
      let wider = try bounds.hodgesLehmann(gamma: gamma)
      #expect(wider.lower <= shifts.lower && wider.upper >= shifts.upper)
      (last, shifts) = (next, wider)
    }
    for level in [0.05, 0.025] {
      let gamma = try #require(try bounds.criticalGamma(level: level))
      #expect(gamma > 1)
      #expect(agree(try bounds.signedRank(gamma: gamma).upper, level, relative: 1e-12))
    }
    // All positive: V is all the ranks.
    let all = try RosenbaumBounds(differences: [1, 2, 3, 4, 5, 6, 7, 8])
    let gamma = try #require(try all.criticalGamma())
    #expect(agree(try all.signedRank(gamma: gamma).upper, 0.05, relative: 1e-12))
    #expect(try RosenbaumBounds(differences: [1, -2, 3, -4]).criticalGamma() == nil)
  }

  @Test("Hodges–Lehmann bounds stand where a share of the Walsh averages lies below")
  func shifts() throws {
    // Averages of 1, 2, 4: 1, 1.5, 2, 2.5, 3, 4. Γ = 2: a third of six below, between 1.5 and 2.
    let bounds = try RosenbaumBounds(differences: [1, 2, 4])
    let whole = try bounds.balancedShifts(gamma: 2)
    #expect(whole.lower == 1.5...2 && whole.upper == 2.5...3)
    let found = try bounds.hodgesLehmann(gamma: 2)
    #expect(found.lower == 1.75 && found.upper == 2.75)
    // Γ = 3: one and a half of six below.
    let between = try bounds.hodgesLehmann(gamma: 3)
    #expect(between.lower == 1.5 && between.upper == 3)
  }

  @Test("No difference, no numbers and Γ below 1 are refused")
  func refusals() throws {
    #expect(throws: CredibilityError.noDifference) { try RosenbaumBounds(differences: [0, 0]) }
    #expect(throws: CredibilityError.noDifference) { try RosenbaumBounds(differences: []) }
    #expect(throws: CredibilityError.self) { try RosenbaumBounds(differences: [.nan]) }
    let bounds = try RosenbaumBounds(differences: [1, 2])
    let error = #expect(throws: CredibilityError.self) { try bounds.signedRank(gamma: 0.5) }
    #expect(error?.message == "Γ is 0.5 and must be at least 1 and finite; correct it")
    #expect(throws: CredibilityError.self) { try bounds.criticalGamma(level: 0.5) }
  }
}
