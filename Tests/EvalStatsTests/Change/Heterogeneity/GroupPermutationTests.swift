import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Permutation of groups")
struct GroupPermutationTests {
  private static func grouped(_ counts: PrePostCounts) throws -> GroupedRateOfChange {
    try GroupedRateOfChange(
      counts, groups: GroupedSets.factor(of: counts), groupNoun: "networks")
  }

  @Test("The statistic of the groups as they are is Cochran's Q with CR1 variances")
  func statistic() throws {
    let grouped = try Self.grouped(GroupedSets.counts())
    let counts = GroupedSets.counts()
    var generator = SeededGenerator(seed: 1)
    for scale in ChangeScale.allCases {
      let test = try grouped.permutationTest(on: scale, repetitions: 99, using: &generator)
      var estimates: [Double] = []
      var errors: [Double] = []
      for place in 0..<4 {
        let rows = (0..<counts.count).filter { counts.sets[$0] % 4 == place }
        let change = try RateOfChange(
          PrePostCounts(
            arms: rows.map { counts.arms[$0] }, sets: rows.map { counts.sets[$0] },
            persons: rows.map { counts.persons[$0] }, weights: rows.map { counts.weights[$0] },
            before: rows.map { counts.before[$0] }, timeBefore: rows.map { counts.timeBefore[$0] },
            after: rows.map { counts.after[$0] }, timeAfter: rows.map { counts.timeAfter[$0] }))
        let finding =
          scale == .ratio
          ? try change.ratio(correction: .cr1) : try change.difference(correction: .cr1)
        estimates.append(scale == .ratio ? log(finding.estimate) : finding.estimate)
        errors.append(try #require(finding.standardError))
      }
      let pooled = try MetaAnalysis(
        try GroupEstimates(estimates: estimates, standardErrors: errors, scale: scale),
        estimator: .fixedEffect)
      #expect(agree(test.statistic, pooled.cochranQ?.statistic ?? 0, relative: 1e-9))
    }
    let trend = try grouped.permutationTest(of: .trend, repetitions: 99, using: &generator)
    #expect(trend.departure == .trend && trend.statistic > 0)
  }

  /// Sets of one pair in which the treated go from 12 events to `after`, their controls from 12 to
  /// 12, jittered so that sets differ.
  private static func pairs(_ after: [Double]) -> (PrePostCounts, [Int32]) {
    var arms: [Arm] = []
    var sets: [Int] = []
    var befores: [Double] = []
    var afters: [Double] = []
    for set in 0..<(9 * after.count) {
      let first = Double(set % 3) - 1
      let second = Double((set / 3) % 3) - 1
      arms += [.treated, .control]
      sets += [set, set]
      befores += [12 - first, 12 - second / 2]
      afters += [after[set / 9] + first, 12 + second]
    }
    let counts = PrePostCounts(
      arms: arms, sets: sets, persons: Array(arms.indices), weights: arms.map { _ in 1 },
      before: befores, timeBefore: arms.map { _ in 6 }, after: afters,
      timeAfter: arms.map { _ in 6 })
    return (counts, sets.map { Int32($0 / 9) })
  }

  @Test("Groups that halve, stay and double are found, as difference and as trend")
  func found() throws {
    let (counts, codes) = Self.pairs([6, 12, 24])
    let grouped = try GroupedRateOfChange(
      counts, groups: Factor(codes: codes, levels: ["A", "B", "C"]))
    for departure in GroupDeparture.allCases {
      var generator = SeededGenerator(seed: 3)
      let test = try grouped.permutationTest(of: departure, repetitions: 499, using: &generator)
      #expect(agree(test.pValue, 1.0 / 500, relative: 1e-12))
      #expect(test.method.hasPrefix("27 matched sets dealt out to 3 groups 499 times"))
      var again = SeededGenerator(seed: 3)
      #expect(
        test == (try grouped.permutationTest(of: departure, repetitions: 499, using: &again)))
    }
    var generator = SeededGenerator(seed: 3)
    let test = try grouped.permutationTest(using: &generator)
    let sentence = try grouped.sentence(
      SentenceSubject(outcome: "A&E attendances"), permutation: test)
    #expect(sentence.contains("differs between the 3 groups by more than chance explains"))
    #expect(try grouped.methodText(permutation: test).contains("difference by permutation, 27 "))
    // Without it the sentence is careful: nine sets a group are few.
    let careful = try grouped.sentence(SentenceSubject(outcome: "A&E attendances"))
    #expect(careful.contains("may differ between the 3 groups"))
    let trend = try grouped.trend().trendSentence(
      SentenceSubject(outcome: "A&E attendances"), step: "with each step from A to C")
    #expect(
      trend.hasPrefix(
        "A&E attendances among people seen by the MDT, set against similar people, ended 100% higher "
          + "with each step from A to C (95% interval from "))
    let added = try grouped.trend(on: .difference)
    #expect(
      added.estimand
        == "change in the difference in differences per 1,000 person-months for one more step")
    #expect(
      added.trendSentence(
        SentenceSubject(outcome: "Admissions"), step: "with each step", on: .difference
      ).contains("per 1,000 person-months higher with each step (95% interval from "))
  }

  @Test(
    "Where groups do not differ it rejects in 5% of simulations, where Wald's rejects in 37%")
  func size() throws {
    var rejections = (permutation: 0, wald: 0)
    let simulations = 60
    for seed in 0..<simulations {
      var generator = SeededGenerator(seed: UInt64(seed))
      var arms: [Arm] = []
      var before: [Double] = []
      var after: [Double] = []
      for _ in 0..<120 {
        for member in 0..<3 {
          arms.append(member == 0 ? .treated : .control)
          let frailty = generator.gamma(shape: 1.2) / 1.2
          before.append(
            Double(generator.poisson(mean: 3 * frailty * generator.gamma(shape: 2) / 2)))
          after.append(
            Double(generator.poisson(mean: 2 * frailty * generator.gamma(shape: 2) / 2)))
        }
      }
      let counts = PrePostCounts(
        arms: arms, sets: arms.indices.map { $0 / 3 }, persons: Array(arms.indices),
        weights: arms.map { $0 == .treated ? 1 : 0.5 }, before: before,
        timeBefore: arms.map { _ in 12 }, after: after, timeAfter: arms.map { _ in 12 })
      let grouped = try GroupedRateOfChange(
        counts,
        groups: Factor(
          codes: arms.indices.map { Int32($0 / 3 % 12) }, levels: (1...12).map { "\($0)" }))
      if try grouped.permutationTest(repetitions: 99, using: &generator).pValue <= 0.05 {
        rejections.permutation += 1
      }
      if try grouped.interactionTest().pValue <= 0.05 { rejections.wald += 1 }
    }
    // 3 expected, 1.7 its standard deviation.
    #expect(rejections.permutation <= 8, "permutation \(rejections.permutation)")
    #expect(rejections.wald >= 13, "Wald \(rejections.wald)")
  }

  @Test("Shared people, too few repetitions and too few groups are refused")
  func refusals() throws {
    var generator = SeededGenerator(seed: 1)
    let shared = try Self.grouped(GroupedSets.counts(sharesControls: true))
    #expect(throws: HeterogeneityError.self) {
      try shared.permutationTest(using: &generator)
    }
    let grouped = try Self.grouped(GroupedSets.counts())
    #expect(throws: HeterogeneityError.change(.tooFewRepetitions(found: 98, needed: 99))) {
      try grouped.permutationTest(repetitions: 98, using: &generator)
    }
    let (counts, _) = Self.pairs([6])
    let one = try GroupedRateOfChange(counts, groups: counts.arms.map { _ in "A" })
    #expect(
      throws: HeterogeneityError.tooFewGroups(
        method: "a test of interaction", found: 1, needed: 2)
    ) { try one.permutationTest(using: &generator) }
  }
}
