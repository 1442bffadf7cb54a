import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Subclassification, worked out by hand")
struct SubclassificationTests {
  /// Treated at 1…5 tenths, controls given.
  static func problem(
    treated: [Double] = [0.1, 0.2, 0.3, 0.4, 0.5], controls: [Double], sexes: [Int32]? = nil
  ) throws -> MatchingProblem {
    let scores = treated + controls
    return try MatchingProblem(
      treated: scores.indices.map { $0 < treated.count }, covariates: [("x", scores)],
      exactKeys: [("sex", sexes ?? scores.map { _ in 0 })], scores: scores)
  }

  static func design(
    _ settings: Subclassification, estimand: Estimand = .att, exact: [String] = [],
    discard: Discard = .none
  ) -> MatchingDesign {
    MatchingDesign(
      covariates: ["x"], distance: .score(.given), method: .subclassification(settings),
      estimand: estimand, exact: exact, discard: discard)
  }

  static func cutPoints(_ match: Match) -> [Double] {
    guard case .subclasses(let outcome)? = match.detail else { return [] }
    return outcome.cutPoints
  }

  @Test("quantiles are of the treated, and a score on a cut goes to the upper class")
  func cuts() throws {
    let match = try Self.problem(controls: [0.05, 0.3, 0.6])
      .matched(by: Self.design(.init(cuts: .count(2))))
    // The median of the treated is 0.3: both people at 0.3 belong above it.
    #expect(Self.cutPoints(match) == [0.1, 0.3, 0.5])
    #expect(match.sets.map(\.treated) == [[0, 1], [2, 3, 4]])
    #expect(match.sets.map(\.controls) == [[5], [6, 7]])
    // 2/1 and 3/2 twice have a sum of 5 and are scaled to one of 3.
    #expect(match.weights[...4].allSatisfy { $0 == 1 })
    for (weight, expected) in zip(match.weights[5...], [1.2, 0.9, 0.9]) {
      #expect(agree(weight, expected, relative: 1e-15))
    }
  }

  @Test("for the effect on the controls and on everyone the quantiles and weights are theirs")
  func estimands() throws {
    let problem = try Self.problem(controls: [0.05, 0.15, 0.45, 0.6])
    let atc = try problem.matched(by: Self.design(.init(cuts: .count(2)), estimand: .atc))
    #expect(agree(Self.cutPoints(atc)[1], 0.3, relative: 1e-15))
    // Treated 0.1 and 0.2 stand for two controls, 0.3 to 0.5 for two: 1, 1, 2/3 … with a sum of 4.
    let sixths: [Double] = [7.5, 7.5, 5, 5, 5, 6, 6, 6, 6]
    for (weight, expected) in zip(atc.weights, sixths) {
      #expect(agree(weight, expected / 6, relative: 1e-15))
    }
    let ate = try problem.matched(by: Self.design(.init(cuts: .count(2)), estimand: .ate))
    #expect(agree(Self.cutPoints(ate)[1], 0.3, relative: 1e-15))
    // Classes of 4 and 5 people: treated 4/2, 4/2, 5/3 … and controls 4/2, 4/2, 5/2, 5/2.
    let parts: [Double] = [30, 30, 25, 25, 25, 24, 24, 30, 30]
    for (weight, expected) in zip(ate.weights, parts) {
      #expect(agree(weight, expected / 27, relative: 1e-14))
    }
    #expect(ate.defaultDenominator == .pooled)
  }

  @Test("a class without controls takes the nearest from the side that has more near by")
  func moves() throws {
    // Classes below 0.3 and from it on; no control is in the lower.
    let match = try Self.problem(controls: [0.6, 0.35, 0.7])
      .matched(by: Self.design(.init(cuts: .count(2))))
    #expect(match.sets.map(\.controls) == [[6], [5, 7]])
    guard case .subclasses(let outcome)? = match.detail else {
      Issue.record("no detail")
      return
    }
    #expect(outcome.movedCount == 1 && outcome.mergedCount == 0)
    #expect(
      match.explanation.contains(
        "1 people stand in a neighbouring class, so that no class lacks an arm."))
  }

  @Test("classes are merged, or left out, where that is asked for")
  func repairs() throws {
    let problem = try Self.problem(controls: [0.6, 0.35, 0.7])
    let merged = try problem.matched(by: Self.design(.init(cuts: .count(2), repair: .merge)))
    #expect(merged.sets.map(\.treated) == [[0, 1, 2, 3, 4]])
    let left = try problem.matched(by: Self.design(.init(cuts: .count(2), repair: .leaveOut)))
    #expect(left.sets.map(\.treated) == [[2, 3, 4]])
    #expect(
      left.unmatched == [
        .init(row: 0, reason: .noneInExactStratum), .init(row: 1, reason: .noneInExactStratum),
      ])
    // Three classes of two controls each cannot be had from three controls.
    let few = try problem.matched(by: Self.design(.init(cuts: .count(3), minimumPerArm: 2)))
    #expect(few.sets.count == 1)
    #expect(few.explanation.contains("2 classes were merged with a neighbour."))
  }

  @Test("scores stay in the order of the classes, which all hold the minimum, however thin an arm")
  func invariants() throws {
    for seed in 1...40 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let scores = (0..<80).map { _ in generator.normal() }
      let treated = scores.indices.map {
        $0 < 12 || generator.bernoulli(scores[$0] > 0.5 ? 0.9 : 0.05)
      }
      let problem = try MatchingProblem(
        treated: treated.enumerated().map { $0.offset < 60 ? $0.element : false },
        covariates: [("x", scores)], scores: scores)
      for estimand in [Estimand.att, .atc, .ate] {
        let match = try problem.matched(
          by: Self.design(.init(cuts: .count(5), minimumPerArm: 2), estimand: estimand))
        #expect(match.sets.count == 5)
        #expect(match.sets.allSatisfy { min($0.treated.count, $0.controls.count) >= 2 })
        #expect(match.treatedCount + match.controlCount == 80)
        for (lower, upper) in zip(match.sets, match.sets.dropFirst()) {
          for (low, high) in [(lower.treated, upper.treated), (lower.controls, upper.controls)] {
            #expect(low.map { scores[$0] }.max()! <= high.map { scores[$0] }.min()!)
          }
        }
      }
    }
  }

  @Test("exact columns divide the classes; the discarded are in none")
  func exactAndDiscard() throws {
    let problem = try Self.problem(
      controls: [0.15, 0.25, 0.35, 0.45, 0.9], sexes: [0, 1, 0, 1, 0, 0, 1, 0, 1, 1])
    let match = try problem.matched(
      by: Self.design(.init(cuts: .count(1)), exact: ["sex"], discard: .both))
    // The ranges overlap from 0.15 to 0.5.
    #expect(match.discarded == [0, 9])
    #expect(match.unmatched == [.init(row: 0, reason: .discarded)])
    #expect(match.sets.map(\.treated) == [[1, 3], [2, 4]])
    #expect(match.sets.map(\.controls) == [[6, 8], [5, 7]])
  }

  @Test("settings that classes cannot have are refused")
  func refusals() throws {
    let problem = try Self.problem(controls: [0.3])
    func code(_ design: MatchingDesign) -> String? {
      do {
        _ = try problem.matched(by: design)
        return nil
      } catch { return error.code }
    }
    #expect(code(Self.design(.init(cuts: .count(0)))) == "invalid-setting")
    #expect(code(Self.design(.init(cuts: .points([0.4, 0.2])))) == "invalid-setting")
    #expect(code(Self.design(.init(minimumPerArm: 0))) == "invalid-setting")
    #expect(code(Self.design(.init(), estimand: .ato)) == "unsupported-setting")
    var design = Self.design(.init())
    design.calipers = [.score(0.2)]
    #expect(code(design) == "unsupported-setting")
    design = Self.design(.init())
    design.distance = .covariates(.mahalanobis)
    #expect(code(design) == "needs-score")
  }
}
