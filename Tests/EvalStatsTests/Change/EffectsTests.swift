import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("All scales from one fit")
struct EffectsTests {
  /// The average effect from the four rates, to differentiate by hand.
  private static func average(_ rates: [Double]) -> Double {
    1000 * (rates[3] - rates[2] * rates[1] / rates[0])
  }

  @Test("The epilepsy trial by hand: expected seizures are the treated's, times the placebo change")
  func byHand() throws {
    let effects = try RateOfChange(EpilepsyTrial.counts).effects()
    // Everyone is seen 8 weeks before and 8 after; 31 people on progabide.
    let before = EpilepsyTrial.progabideBefore.reduce(0, +)
    let after = EpilepsyTrial.progabideAfter.reduce(0, +)
    let change =
      EpilepsyTrial.placeboAfter.reduce(0, +) / EpilepsyTrial.placeboBefore.reduce(0, +)
    let avoided = before * change - after
    #expect(agree(effects.eventsAvoided.estimate, avoided, relative: 1e-12))
    #expect(agree(effects.eventsAvoidedPerHundred.estimate, 100 * avoided / 31, relative: 1e-12))
    #expect(agree(effects.averageEffect.estimate, -1000 * avoided / (31 * 8), relative: 1e-12))
    #expect(
      agree(effects.counterfactualRate, 1000 * before * change / (31 * 8), relative: 1e-12))
    #expect(effects.averageEffect.method.hasSuffix("delta method, CR1S by matched set, t(58)"))
    #expect(effects.averageEffect.pValue == effects.eventsAvoided.pValue)
    // Fewer events than expected is more avoided: the interval changes ends with its sign.
    let scale = -31.0 * 8 / 1000
    #expect(
      agree(
        effects.eventsAvoided.lower ?? 0, scale * (effects.averageEffect.upper ?? 0),
        relative: 1e-12))
    #expect(
      agree(
        effects.eventsAvoided.upper ?? 0, scale * (effects.averageEffect.lower ?? 0),
        relative: 1e-12))
  }

  /// R 4.2.2: `glm(y ~ tr*after + offset(log(t)), poisson, weights = w)`, `predict` at the four
  /// cells, gradients by five-point differences; `vcovCL(type = "HC1")`, by set (CR1S) and by set
  /// and person (`multi0 = FALSE`), clubSandwich `vcovCR(type = "CR2")` and
  /// `linear_contrast(test = "Satterthwaite")`.
  @Test("GLM and margins in R, unweighted and weighted: estimates, covariance and CR2's degrees")
  func margins() throws {
    let weighted = try RateOfChange(ExampleSets.counts()).effects(correction: .cr1s)
    #expect(agree(log(weighted.ratio.estimate), 0.0796531598741471, relative: 1e-12))
    #expect(agree(weighted.difference.estimate, 3.4209001907248293, relative: 1e-11))
    #expect(agree(weighted.averageEffect.estimate, 23.8867826200317452, relative: 1e-12))
    let covariance = try #require(weighted.covariance)
    let expected = [
      [0.123934015257774, 45.4778608099196, 37.4952592644821],
      [45.477860809919619, 18640.9006375396384, 13725.1353835692989],
      [37.495259264482137, 13725.1353835692989, 11363.2517199950071],
    ]
    for row in 0..<3 {
      for column in 0..<3 {
        #expect(agree(covariance[row, column], expected[row][column], relative: 1e-9))
      }
    }
    let fewSets = try RateOfChange(ExampleSets.counts(weighted: false)).effects()
    #expect(agree(fewSets.averageEffect.standardError ?? 0, 110.188298291005395, relative: 1e-8))
    #expect(agree(fewSets.averageEffect.degreesOfFreedom ?? 0, 12.3999208604742, relative: 1e-8))
    #expect(agree(fewSets.difference.degreesOfFreedom ?? 0, 12.6123471503956, relative: 1e-8))
    #expect(agree(fewSets.covariance?[0, 2] ?? 0, 39.8192491378392, relative: 1e-8))
    #expect(agree(fewSets.covariance?[1, 2] ?? 0, 14328.3584812923891, relative: 1e-8))
    let shared = try RateOfChange(ExampleSets.counts(shared: true)).effects()
    #expect(agree(shared.averageEffect.standardError ?? 0, 108.713665988585419, relative: 1e-9))
    #expect(agree(shared.covariance?[0, 1] ?? 0, 48.0777422518656, relative: 1e-9))
    #expect(shared.averageEffect.method.contains("CR1S by matched set and person"))
  }

  @Test("The delta method is the numerical derivative over each set's influence on the rates")
  func numericalDerivative() throws {
    let counts = ExampleSets.counts()
    let change = try RateOfChange(counts)
    let sets = Set(counts.sets).sorted()
    // Jackknife-free: the directional derivative of the estimate along each set's residuals.
    func totals(_ set: Int?) -> (events: [Double], time: [Double]) {
      var events = [Double](repeating: 0, count: 4)
      var time = events
      for member in 0..<counts.count where set.map({ counts.sets[member] == $0 }) ?? true {
        let first = counts.arms[member] == .treated ? 2 : 0
        let weight = counts.weights[member]
        events[first] += weight * counts.before[member]
        events[first + 1] += weight * counts.after[member]
        time[first] += weight * counts.timeBefore[member]
        time[first + 1] += weight * counts.timeAfter[member]
      }
      return (events, time)
    }
    let all = totals(nil)
    let rates = zip(all.events, all.time).map { $0 / $1 }
    var variance = 0.0
    for set in sets {
      let own = totals(set)
      func value(_ step: Double) -> Double {
        EffectsTests.average(
          (0..<4).map {
            rates[$0] + step * (own.events[$0] - rates[$0] * own.time[$0]) / all.time[$0]
          })
      }
      let step = 1e-4
      let derivative = (value(step) - value(-step)) / (2 * step)
      variance += derivative * derivative
    }
    let found = try change.averageEffect(correction: .cr0)
    #expect(agree(found.standardError ?? 0, variance.squareRoot(), relative: 1e-7))
  }

  @Test("Resampling sets gives the delta method's standard error within a few per cent")
  func bootstrap() throws {
    // 300 sets of one treated and two controls with unequal time.
    var generator = SeededGenerator(seed: 1)
    var columns = PrePostColumns()
    for set in 0..<300 {
      let frailty = generator.gamma(shape: 2) / 2
      for place in 0..<3 {
        let months = 2 + 4 * generator.uniform()
        let isTreated = place == 0
        columns.add(
          isTreated ? .treated : .control, set: set, weight: isTreated ? 1 : 0.5,
          before: Double(generator.poisson(mean: 3 * frailty * (isTreated ? 1.3 : 1))),
          timeBefore: 6, after: Double(generator.poisson(mean: 0.4 * frailty * months)),
          timeAfter: months)
      }
    }
    let counts = columns.counts
    let found = try RateOfChange(counts).averageEffect()
    var bySet = [[[Double]]](repeating: [], count: 300)
    for member in 0..<counts.count {
      let weight = counts.weights[member]
      bySet[counts.sets[member]].append([
        counts.arms[member] == .treated ? 2 : 0, weight * counts.before[member],
        weight * counts.timeBefore[member], weight * counts.after[member],
        weight * counts.timeAfter[member],
      ])
    }
    var values: [Double] = []
    for _ in 0..<3_000 {
      var events = [0.0, 0, 0, 0]
      var time = events
      for _ in 0..<300 {
        for row in bySet[generator.integer(below: 300)] {
          let cell = Int(row[0])
          events[cell] += row[1]
          time[cell] += row[2]
          events[cell + 1] += row[3]
          time[cell + 1] += row[4]
        }
      }
      values.append(EffectsTests.average(zip(events, time).map { $0 / $1 }))
    }
    let mean = values.reduce(0, +) / 3_000
    let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2_999).squareRoot()
    #expect(abs(spread / (found.standardError ?? 0) - 1) < 0.05)
  }

  @Test("Ratio and difference can disagree in sign, and the value says so")
  func disagreement() throws {
    let effects = try RateOfChange(ExampleSets.counts(weighted: false)).effects()
    #expect(effects.ratio.estimate > 1 && effects.difference.estimate < 0)
    // The average effect goes with the ratio, whose assumption it shares.
    #expect(effects.averageEffect.estimate > 0)
    #expect(effects.scalesDisagree)
    #expect(effects.disagreement?.contains("more events than expected") == true)
    let agreeing = try RateOfChange(ExampleSets.counts()).effects()
    #expect(agreeing.disagreement == nil)
  }

  @Test("A window without events is refused with its arm; one set is too few")
  func refusals() throws {
    var columns = PrePostColumns()
    for set in 0..<3 {
      columns.add(.treated, set: set, before: 2, timeBefore: 6, after: 0, timeAfter: 6)
      columns.add(.control, set: set, before: 1, timeBefore: 6, after: 1, timeAfter: 6)
    }
    let error = #expect(throws: ChangeError.self) {
      try RateOfChange(columns.counts).effects()
    }
    #expect(error?.code == "no-events")
    #expect(error?.location == "treated arm, after the index date")
    var single = PrePostColumns()
    single.add(.treated, set: 0, before: 2, timeBefore: 6, after: 1, timeAfter: 6)
    single.add(.control, set: 0, before: 1, timeBefore: 6, after: 1, timeAfter: 6)
    #expect(throws: ChangeError.tooFewSets(found: 1, needed: 2)) {
      try RateOfChange(single.counts).effects()
    }
  }
}

/// Pre/post counts gathered member by member.
struct PrePostColumns {
  var arms: [Arm] = []
  var sets: [Int] = []
  var weights: [Double] = []
  var before: [Double] = []
  var timeBefore: [Double] = []
  var after: [Double] = []
  var timeAfter: [Double] = []

  mutating func add(
    _ arm: Arm, set: Int, weight: Double = 1, before: Double, timeBefore: Double, after: Double,
    timeAfter: Double
  ) {
    arms.append(arm)
    sets.append(set)
    weights.append(weight)
    self.before.append(before)
    self.timeBefore.append(timeBefore)
    self.after.append(after)
    self.timeAfter.append(timeAfter)
  }

  var counts: PrePostCounts {
    PrePostCounts(
      arms: arms, sets: sets, persons: Array(arms.indices), weights: weights, before: before,
      timeBefore: timeBefore, after: after, timeAfter: timeAfter)
  }
}
