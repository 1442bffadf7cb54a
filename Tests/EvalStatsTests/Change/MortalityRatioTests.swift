import EvalTestSupport
import Foundation
import Testing

@testable import EvalStats

@Suite("Mortality ratio")
struct MortalityRatioTests {
  private static func counts(_ treated: [Bool], _ controls: [Bool]) -> PrePostCounts {
    let died = treated + controls
    let ones = died.map { _ in 1.0 }
    return PrePostCounts(
      arms: treated.map { _ in .treated } + controls.map { _ in .control },
      sets: Array(treated.indices) + controls.indices.map { $0 % treated.count },
      persons: Array(died.indices), weights: ones, before: died.map { _ in 0 }, timeBefore: ones,
      after: died.map { $0 ? 1 : 0 }, timeAfter: ones)
  }

  @Test("Shares that died, treated over control, clustered by set")
  func byHand() throws {
    let treated = (0..<50).map { $0.isMultiple(of: 10) }
    let controls = (0..<100).map { $0.isMultiple(of: 25) }
    let ratio = try mortalityRatio(MortalityRatioTests.counts(treated, controls))
    // 5/50 over 4/100.
    #expect(agree(ratio.estimate, 2.5, relative: 1e-12))
    #expect(ratio.estimand == "mortality ratio")
    #expect(ratio.method == "Poisson, CR1S by matched set, t(49)")
    // The binomial part: 1/5 − 1/50 + 1/4 − 1/100, near what the sets show.
    let independent = (1.0 / 5 - 1.0 / 50 + 1.0 / 4 - 1.0 / 100).squareRoot()
    #expect(agree(try #require(ratio.standardError), independent, relative: 0.25))
  }

  @Test("No death in the treated arm: the crude exact interval and a caveat")
  func noDeath() throws {
    let ratio = try mortalityRatio(
      MortalityRatioTests.counts(
        (0..<20).map { _ in false }, (0..<20).map { $0 < 5 }))
    #expect(ratio.estimate == 0 && ratio.lower == 0)
    #expect(agree(try #require(ratio.upper), 1.091279105182546, relative: 1e-10))
    #expect(ratio.caveats.contains { $0.hasPrefix("An arm has no deaths") })
  }

  @Test("No death among the controls: no ratio, but a lower limit")
  func noControlDeath() {
    let error = #expect(throws: ChangeError.self) {
      try mortalityRatio(
        MortalityRatioTests.counts((0..<20).map { $0 < 5 }, (0..<20).map { _ in false }))
    }
    #expect(error?.code == "undefined-ratio")
  }
}
