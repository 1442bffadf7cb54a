import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Rate of change")
struct RateOfChangeTests {
  private static func counts(
    arms: [Arm], sets: [Int], before: [Double], after: [Double], timeAfter: [Double]? = nil
  ) -> PrePostCounts {
    PrePostCounts(
      arms: arms, sets: sets, persons: Array(arms.indices), weights: arms.map { _ in 1 },
      before: before, timeBefore: arms.map { _ in 6 }, after: after,
      timeAfter: timeAfter ?? arms.map { _ in 6 })
  }

  private static let pairs = counts(
    arms: [.treated, .control, .treated, .control], sets: [0, 0, 1, 1], before: [4, 4, 6, 4],
    after: [2, 4, 3, 4])

  @Test("Two pairs by hand: the treated halve, the controls stay, the ratio is one half")
  func byHand() throws {
    let change = try RateOfChange(RateOfChangeTests.pairs)
    // Treated 10 before and 5 after, controls 8 and 8, all over 12 months.
    let ratio = try change.ratio(correction: .cr0)
    #expect(agree(ratio.estimate, 0.5, relative: 1e-14))
    // Residuals of set 0: treated 4 − 5, 2 − 2.5; controls 0. Its influence is −0.5/5 + 1/10 = 0,
    // so the sets do not differ and no standard error can be given.
    #expect(ratio.standardError == nil && ratio.lower == nil && ratio.pValue == nil)
    #expect(ratio.caveats.contains { $0.contains("do not differ") })
    let difference = try change.difference(correction: .cr0)
    // Per 1,000 months: (5 − 10)/12 − 0.
    #expect(agree(difference.estimate, -5000.0 / 12, relative: 1e-14))
    // Influence of each set: (∓0.5 ± 1)/12·1000, so CR0 is the root of twice its square.
    #expect(
      agree(difference.standardError ?? 0, 1000 * 0.5 / 12 * 2.0.squareRoot(), relative: 1e-13))
  }

  @Test("Epilepsy trial: CR0, CR1, CR1S and CR2 are those of R's sandwich and clubSandwich")
  func epilepsy() throws {
    // glm(seizures ~ trt * post + offset(log(weeks)), poisson); vcovCL and, for CR2, vcovCR by
    // person. clubSandwich takes the working weights of glm's last step but one: 1e-8 away.
    let change = try RateOfChange(EpilepsyTrial.counts)
    let ratio = try change.ratio()
    #expect(agree(ratio.estimate, 0.9033893265943215, relative: 1e-12))
    #expect(agree(ratio.standardError ?? 0, 0.2180100993386566, relative: 1e-12))
    #expect(ratio.degreesOfFreedom == 58)
    #expect(ratio.method == "Poisson, CR1S by matched set, t(58)")
    let cr1 = try change.ratio(correction: .cr1)
    #expect(agree(cr1.standardError ?? 0, 0.21519694794082128, relative: 1e-12))
    #expect(agree(cr1.pValue ?? 0, 0.6386031293475305, relative: 5e-8))
    let cr0 = try change.ratio(correction: .cr0)
    #expect(agree(cr0.standardError ?? 0, 0.2133654512474871, relative: 1e-12))
    let cr2 = try change.ratio(correction: .cr2)
    #expect(agree(cr2.standardError ?? 0, 0.21700655431286303, relative: 5e-8))
    #expect(agree(cr2.degreesOfFreedom ?? 0, 56.51930553842989, relative: 1e-8))
    #expect(agree(cr2.pValue ?? 0, 0.641444787825298, relative: 5e-8))
  }

  @Test(
    "Matched sets with unequal time: R's estimates and standard errors, unweighted and weighted",
    arguments: [
      (false, 0.05703964946437157, [0.3440938168536837, 0.3570830292521384, 0.363118662831571]),
      (true, 0.0796531598741471, [0.3335980922763571, 0.3461911011122114, 0.3520426327278744]),
    ])
  func unequalTime(weighted: Bool, logRatio: Double, errors: [Double]) throws {
    // glm(y ~ tr*post + offset(log(t)), poisson, weights = w); vcovCL and vcovCR by set.
    let change = try RateOfChange(ExampleSets.counts(weighted: weighted))
    for (correction, expected) in zip([ClusterCorrection.cr0, .cr1, .cr1s], errors) {
      let ratio = try change.ratio(correction: correction)
      #expect(agree(log(ratio.estimate), logRatio, relative: 1e-12))
      #expect(agree(ratio.standardError ?? 0, expected, relative: 1e-10))
    }
  }

  @Test(
    "Below 40 sets the default is CR2 with Satterthwaite's degrees of freedom, as clubSandwich",
    arguments: [
      (false, 0.3615306528818054, 12.43875126222111), (true, 0.349481876849871, 12.46517334660913),
    ])
  func biasReduced(weighted: Bool, error: Double, degreesOfFreedom: Double) throws {
    let ratio = try RateOfChange(ExampleSets.counts(weighted: weighted)).ratio()
    #expect(agree(ratio.standardError ?? 0, error, relative: 1e-9))
    #expect(agree(ratio.degreesOfFreedom ?? 0, degreesOfFreedom, relative: 1e-8))
    #expect(ratio.method.contains("CR2 by matched set, Satterthwaite t(12."))
  }

  @Test("Changes within an arm and levels after the index date are R's models of those rows alone")
  func partialModels() throws {
    let change = try RateOfChange(ExampleSets.counts())
    let treated = try change.change(in: .treated, correction: .cr1s)
    #expect(agree(log(treated.estimate), -0.469086194127792, relative: 1e-12))
    #expect(agree(treated.standardError ?? 0, 0.3415232661495362, relative: 1e-9))
    let reduced = try change.change(in: .treated, correction: .cr2)
    #expect(agree(reduced.standardError ?? 0, 0.3383267229688373, relative: 1e-9))
    let after = try change.level(in: .after, correction: .cr1s)
    #expect(agree(log(after.estimate), 0.1818732474781621, relative: 1e-12))
    #expect(agree(after.standardError ?? 0, 0.316489898305446, relative: 1e-9))
    let afterReduced = try change.level(in: .after)
    #expect(agree(afterReduced.standardError ?? 0, 0.3163773957239002, relative: 1e-9))
    #expect(agree(afterReduced.degreesOfFreedom ?? 0, 11.72602880409033, relative: 1e-8))
  }

  @Test("The additive difference is R's weighted regression of the rate, clustered by set")
  func additive() throws {
    // lm(y/t ~ tr*post, weights = w*t), ×1000; vcovCR(type = "CR1S").
    let difference = try RateOfChange(ExampleSets.counts()).difference(correction: .cr1s)
    #expect(agree(difference.estimate, 3.420900190724764, relative: 1e-10))
    #expect(agree(difference.standardError ?? 0, 136.5316836396789, relative: 1e-9))
  }

  @Test("Controls in several sets are clustered by set and by person, as R's vcovCL does")
  func twoWay() throws {
    // vcovCL(g, ~ set + person, type = "HC1") and "HC0" without cluster adjustment.
    let change = try RateOfChange(ExampleSets.counts(shared: true))
    #expect(change.sharesPeople)
    let plain = try change.ratio(correction: .cr0)
    #expect(agree(plain.standardError ?? 0, 0.3405505531204819, relative: 1e-9))
    let ratio = try change.ratio()
    #expect(agree(ratio.standardError ?? 0, 0.35969603216145, relative: 1e-9))
    #expect(ratio.method == "Poisson, weighted, CR1S by matched set and person, t(13)")
    #expect(ratio.caveats.contains { $0.contains("people serve in several sets") })
  }

  @Test("Neither the order of rows nor the scale of the weights changes anything")
  func invariance() throws {
    let original = ExampleSets.counts()
    let order = Array(original.arms.indices.reversed())
    let shuffled = PrePostCounts(
      arms: order.map { original.arms[$0] }, sets: order.map { original.sets[$0] },
      persons: order.map { original.persons[$0] }, weights: order.map { 7 * original.weights[$0] },
      before: order.map { original.before[$0] }, timeBefore: order.map { original.timeBefore[$0] },
      after: order.map { original.after[$0] }, timeAfter: order.map { original.timeAfter[$0] })
    for correction in ClusterCorrection.allCases {
      let first = try RateOfChange(original).ratio(correction: correction)
      let second = try RateOfChange(shuffled).ratio(correction: correction)
      #expect(agree(second.estimate, first.estimate, relative: 1e-13))
      #expect(agree(second.standardError ?? 0, first.standardError ?? 1, relative: 1e-12))
    }
  }

  @Test("Exchanging the arms inverts the ratio and its interval")
  func inversion() throws {
    let counts = ExampleSets.counts()
    let exchanged = PrePostCounts(
      arms: counts.arms.map { $0 == .treated ? .control : .treated }, sets: counts.sets,
      persons: counts.persons, weights: counts.weights, before: counts.before,
      timeBefore: counts.timeBefore, after: counts.after, timeAfter: counts.timeAfter)
    let ratio = try RateOfChange(counts).ratio()
    let inverse = try RateOfChange(exchanged).ratio()
    #expect(agree(inverse.estimate, 1 / ratio.estimate, relative: 1e-12))
    #expect(agree(inverse.lower ?? 0, 1 / (ratio.upper ?? 1), relative: 1e-12))
    #expect(agree(inverse.pValue ?? 0, ratio.pValue ?? 1, relative: 1e-10))
  }

  @Test("A window nobody has time in names the arm and the window")
  func noPersonTime() {
    let counts = RateOfChangeTests.counts(
      arms: [.treated, .control, .treated, .control], sets: [0, 0, 1, 1], before: [1, 1, 1, 1],
      after: [0, 1, 0, 1], timeAfter: [0, 6, 0, 6])
    #expect(throws: ChangeError.noPersonTime(.treated, .after)) { try RateOfChange(counts) }
    #expect(
      ChangeError.noPersonTime(.treated, .after).location == "treated arm, after the index date")
  }

  @Test("No events in a window: no ratio, but an upper limit of the rate and a difference")
  func noEvents() throws {
    let change = try RateOfChange(
      RateOfChangeTests.counts(
        arms: [.treated, .control, .treated, .control], sets: [0, 0, 1, 1], before: [4, 4, 6, 3],
        after: [0, 4, 0, 4]))
    do {
      _ = try change.ratio()
      Issue.record("a ratio was given")
    } catch {
      guard case .noEvents(.treated, .after, let months, let bound) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(months == 12)
      // The exact upper limit of no events: −log(0.025) = 3.688879 over 12 months.
      #expect(agree(bound, 3.6888794541139363 / 12 * 1000, relative: 1e-12))
      #expect(error.message.contains("at most 307.41 per 1,000 person-months"))
    }
    #expect(try change.difference(correction: .cr1s).estimate < 0)
  }

  @Test("An empty arm, one set alone and impossible values are refused by name")
  func refusals() throws {
    let oneArm = RateOfChangeTests.counts(
      arms: [.treated, .treated], sets: [0, 1], before: [1, 1], after: [1, 1])
    #expect(throws: ChangeError.emptyArm(.control)) { try RateOfChange(oneArm) }
    let oneSet = RateOfChangeTests.counts(
      arms: [.treated, .control], sets: [0, 0], before: [1, 1], after: [1, 1])
    let change = try RateOfChange(oneSet)
    #expect(throws: ChangeError.tooFewSets(found: 1, needed: 2)) { try change.ratio() }
    let negative = RateOfChangeTests.counts(
      arms: [.treated, .control], sets: [0, 0], before: [1, -1], after: [1, 1])
    #expect(throws: ChangeError.invalidValue(column: "before", row: 1)) {
      try RateOfChange(negative)
    }
    let missing = RateOfChangeTests.counts(
      arms: [.treated, .control], sets: [0, 0], before: [1, 1], after: [.nan, 1])
    #expect(throws: ChangeError.invalidValue(column: "after", row: 0)) {
      try RateOfChange(missing)
    }
    let ghost = RateOfChangeTests.counts(
      arms: [.treated, .control], sets: [0, 0], before: [1, 1], after: [1, 1], timeAfter: [0, 6])
    #expect(throws: ChangeError.eventsWithoutTime(row: 0, .after)) { try RateOfChange(ghost) }
  }
}
