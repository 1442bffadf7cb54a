import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("What stands beside a rate of change")
struct ChangeCompanionsTests {
  @Test("Quasi-Poisson is R's, unweighted and with prior weights")
  func quasiPoisson() throws {
    // glm(..., quasipoisson), summary(q)$coef; R takes the working weights of its last step but one
    let epilepsy = try RateOfChange(EpilepsyTrial.counts).quasiPoisson()
    #expect(agree(epilepsy.standardError ?? 0, 0.4326765256087522, relative: 1e-7))
    #expect(agree(epilepsy.pValue ?? 0, 0.814768681759034, relative: 1e-7))
    #expect(epilepsy.degreesOfFreedom == 114)
    let plain = try RateOfChange(ExampleSets.counts(weighted: false)).quasiPoisson()
    #expect(agree(plain.standardError ?? 0, 0.4258717975288650, relative: 1e-12))
    #expect(agree(plain.pValue ?? 0, 0.8937588617543406, relative: 1e-10))
    let weighted = try RateOfChange(ExampleSets.counts()).quasiPoisson()
    #expect(agree(weighted.standardError ?? 0, 0.4853641161973314, relative: 1e-10))
    #expect(weighted.method.hasPrefix("quasi-Poisson, weighted, dispersion "))
  }

  @Test("Over-dispersion of the epilepsy trial is 44, as glm finds")
  func dispersion() throws {
    let dispersion = try RateOfChange(EpilepsyTrial.counts).dispersion
    #expect(agree(dispersion ?? 0, 44.21296748200939, relative: 1e-12))
  }

  @Test("The minimum detectable change is exp(±2.8016 SE)")
  func minimumDetectable() {
    let change = MinimumDetectableChange(standardError: 0.1)
    // qnorm(.975) + qnorm(.8) = 2.801585218110954
    #expect(agree(change.fall, exp(-0.2801585218110954), relative: 1e-12))
    #expect(agree(change.rise * change.fall, 1, relative: 1e-14))
    let none = Finding(
      estimand: "", method: "", estimate: 1, standardError: nil, lower: nil, upper: nil,
      pValue: nil)
    #expect(MinimumDetectableChange(of: none) == nil)
  }

  @Test("Set-level changes by hand: rates within the set, weights within the arm")
  func setChanges() throws {
    let counts = PrePostCounts(
      arms: [.treated, .control, .control, .treated, .control], sets: [4, 4, 4, 9, 9],
      persons: Array(0..<5), weights: [1, 0.5, 0.5, 1, 1], before: [6, 3, 0, 2, 2],
      timeBefore: [6, 6, 6, 5, 6], after: [3, 3, 3, 1, 2], timeAfter: [6, 6, 6, 0.5, 6])
    let changes = try SetChanges(counts)
    // Set 4: (3/6 − 6/6) − (3/6 − 1.5/6); set 9: (1/0.5 − 2/5) − 0.
    #expect(agree(changes.differences[0], -750, relative: 1e-13))
    #expect(agree(changes.differences[1], 1600, relative: 1e-13))
    #expect(changes.omittedSetCount == 0)
    let finding = try changes.pairedT()
    // t.test(c(-750, 1600)): mean 425, t = 0.361702, df 1, p = 0.7790
    #expect(agree(finding.estimate, 425, relative: 1e-12))
    #expect(agree(finding.standardError ?? 0, 1175, relative: 1e-12))
    #expect(agree(finding.pValue ?? 0, 1 - 2 / Double.pi * atan(425.0 / 1175), relative: 1e-10))
  }

  @Test("Sets without time in a cell are left out of set-level changes and said")
  func incompleteSets() throws {
    let counts = PrePostCounts(
      arms: [.treated, .control, .treated, .control, .treated, .control],
      sets: [0, 0, 1, 1, 2, 2], persons: Array(0..<6), weights: Array(repeating: 1, count: 6),
      before: [2, 1, 3, 2, 1, 1], timeBefore: Array(repeating: 6, count: 6),
      after: [1, 1, 0, 2, 1, 4], timeAfter: [6, 6, 0, 6, 6, 6])
    let changes = try SetChanges(counts)
    #expect(changes.differences.count == 2)
    #expect(changes.omittedSetCount == 1)
    #expect(try changes.pairedT().caveats.contains { $0.hasPrefix("1 matched set without") })
  }

  @Test("Sets that all changed alike give no t test, and one set gives none")
  func noVariation() throws {
    func counts(_ sets: Int) -> PrePostCounts {
      let members = Array(0..<(2 * sets))
      return PrePostCounts(
        arms: members.map { $0.isMultiple(of: 2) ? .treated : .control },
        sets: members.map { $0 / 2 }, persons: members, weights: members.map { _ in 1 },
        before: members.map { $0.isMultiple(of: 2) ? 3 : 1 }, timeBefore: members.map { _ in 6 },
        after: members.map { _ in 1 }, timeAfter: members.map { _ in 6 })
    }
    #expect(throws: ChangeError.noVariation(method: "a t test")) {
      try SetChanges(counts(3)).pairedT()
    }
    #expect(throws: ChangeError.tooFewSets(found: 1, needed: 2)) {
      try SetChanges(counts(1)).pairedT()
    }
  }

  @Test("The controls' share of the change: four fifths would have happened anyway")
  func regressionToTheMean() {
    let share = RegressionToTheMean(treatedChange: 0.5, controlChange: 0.6).controlShareOfChange
    #expect(agree(share ?? 0, 0.8, relative: 1e-14))
    #expect(
      RegressionToTheMean(treatedChange: 1, controlChange: 0.9).controlShareOfChange == nil)
    #expect(
      (RegressionToTheMean(treatedChange: 0.5, controlChange: 1.2).controlShareOfChange ?? 0) < 0)
  }

  @Test("The gamma interval of a rate is the exact Poisson interval without weights")
  func rates() {
    // poisson.test(33, 200745): 33/200745 per row of time, R 4.2.2
    let rate = Rate(events: [33], time: [200745])
    #expect(agree(rate.lower, 1000 * 0.00011315689841704569, relative: 1e-10))
    #expect(agree(rate.upper, 1000 * 0.00023086138767675055, relative: 1e-10))
    let none = Rate(events: [0, 0], time: [10, 10])
    #expect(none.perThousand == 0 && none.lower == 0)
    // poisson.test(0, 20)
    #expect(agree(none.upper, 184.44397270569676, relative: 1e-12))
    let noTime = Rate(events: [], time: [])
    #expect(noTime.perThousand == nil && noTime.upper == .infinity)
  }

  @Test("Weights repeat rows: the interval widens with unequal weights, the rate is Σwy/Σwt")
  func weightedRates() {
    let equal = Rate(events: [2, 3, 1], time: [6, 6, 6], weights: [2, 2, 2])
    let plain = Rate(events: [2, 3, 1], time: [6, 6, 6])
    #expect(agree(equal.perThousand ?? 0, plain.perThousand ?? 1, relative: 1e-14))
    #expect(agree(equal.lower, plain.lower, relative: 1e-12))
    #expect(agree(equal.upper, plain.upper, relative: 1e-12))
    // Fay and Feuer by scipy: y = 5.5, v = 5.75, w = 1.5 over 18 weighted months:
    // lower v/2y·chi2.ppf(.025, 2y²/v), upper (v+w²)/(2(y+w))·chi2.ppf(.975, 2(y+w)²/(v+w²)).
    let weighted = Rate(events: [2, 3, 1], time: [6, 6, 6], weights: [0.5, 1, 1.5])
    #expect(agree(weighted.perThousand ?? 0, 1000 * 5.5 / 18, relative: 1e-14))
    #expect(agree(weighted.lower, 102.83664402384584, relative: 1e-10))
    #expect(agree(weighted.upper, 751.99897424479, relative: 1e-10))
  }
}
