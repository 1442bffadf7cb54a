import EvalStats
import EvalTestSupport
import Foundation
import Testing

@Suite("Rate of change by group")
struct GroupedRateOfChangeTests {
  private static func grouped(sharesControls: Bool = false) throws -> GroupedRateOfChange {
    let counts = GroupedSets.counts(sharesControls: sharesControls)
    return try GroupedRateOfChange(
      counts, groups: GroupedSets.factor(of: counts), groupNoun: "networks")
  }

  @Test("Each group's estimates are those of a study of its sets alone")
  func alone() throws {
    let counts = GroupedSets.counts()
    let grouped = try Self.grouped()
    #expect(grouped.groups.map(\.label) == ["North", "East", "South", "West"])
    // log ratios of R's glm with a saturated model of group × arm × period.
    let peers = [0.143440209030657, 0.682919476845036, -0.390128590441818, 0.186394882181591]
    let differences = [90.1567944250871, 575.966977111547, -278.464869253408, 126.016260162601]
    for (place, group) in grouped.groups.enumerated() {
      let rows = (0..<counts.count).filter { counts.sets[$0] % 4 == place }
      let part = PrePostCounts(
        arms: rows.map { counts.arms[$0] }, sets: rows.map { counts.sets[$0] },
        persons: rows.map { counts.persons[$0] }, weights: rows.map { counts.weights[$0] },
        before: rows.map { counts.before[$0] }, timeBefore: rows.map { counts.timeBefore[$0] },
        after: rows.map { counts.after[$0] }, timeAfter: rows.map { counts.timeAfter[$0] })
      let change = try RateOfChange(part)
      #expect(try group.ratio.get() == change.ratio())
      #expect(try group.difference.get() == change.difference())
      #expect(try group.averageEffect.get() == change.averageEffect())
      #expect(group.rate(of: .treated, .after) == Rate(of: .treated, .after, in: part))
      #expect(agree(log(try group.ratio.get().estimate), peers[place], relative: 1e-10))
      #expect(agree(try group.difference.get().estimate, differences[place], relative: 1e-10))
      #expect(try group.ratio.get().method.contains("CR2"))
      #expect(group.treatedCount == 12 && group.setCount == 12)
    }
  }

  @Test("The joint Wald test is that of R's glm with vcovCL, by set and two-way")
  func interaction() throws {
    // vcovCL(fit, cluster = set, type = "HC1") and cluster = data.frame(set, person), sandwich;
    // F = θᵀKᵀ(KVKᵀ)⁻¹Kθ/3 with the three contrasts of the groups.
    let test = try Self.grouped().interactionTest()
    #expect(agree(test.statistic, 1.88206787262196, relative: 1e-8))
    #expect(test.numeratorDegreesOfFreedom == 3 && test.denominatorDegreesOfFreedom == 47)
    #expect(agree(test.pValue, 0.145513304201166, relative: 1e-8))
    #expect(
      test.method
        == "Wald F of group × arm × period on the ratio scale, CR1S by matched set, F(3, 47)")
    #expect(test.caveats.count == 1 && test.caveats[0].hasPrefix("4 of 4 networks hold fewer"))
    let shared = try Self.grouped(sharesControls: true)
    #expect(shared.sharedPersonCount > 0)
    let twoWay = try shared.interactionTest()
    #expect(agree(twoWay.statistic, 1.84638243316014, relative: 1e-8))
    #expect(agree(twoWay.pValue, 0.151686498442372, relative: 1e-8))
    #expect(twoWay.method.contains("CR1S by matched set and person, F(3, 47)"))
    #expect(
      throws: HeterogeneityError.change(
        .sharedPeople(method: "Welch's test of groups", people: shared.sharedPersonCount))
    ) { try shared.welchTest() }
  }

  @Test("Welch's test is R's oneway.test")
  func welch() throws {
    // oneway.test(count ~ spray, InsectSprays), from its means, their errors and 11 degrees each.
    let test = InteractionTest.welch(
      estimates: [
        14.5, 15.3333333333333, 2.08333333333333, 4.91666666666667, 3.5, 16.6666666666667,
      ],
      standardErrors: [
        1.36237315228267, 1.23296472788236, 0.570198441444961, 0.722562080098284, 0.5,
        1.79364760116688,
      ],
      degreesOfFreedom: Array(repeating: 11, count: 6), method: "Welch", caveats: [])
    #expect(agree(test.statistic, 36.0654438935773, relative: 1e-10))
    #expect(agree(test.denominatorDegreesOfFreedom, 30.0425605087674, relative: 1e-10))
    #expect(agree(test.pValue, 7.99937945567335e-12, relative: 1e-8))
    let grouped = try Self.grouped()
    let found = try grouped.welchTest()
    // Fewer sets than the Wald test supposes: the evidence is weaker.
    #expect(found.pValue > (try grouped.interactionTest().pValue))
    #expect(found.denominatorDegreesOfFreedom < 47)
  }

  @Test("Cochran's Q and the pooled estimate are those of the groups' own estimates")
  func pooled() throws {
    let grouped = try Self.grouped()
    for scale in ChangeScale.allCases {
      let analysis = try grouped.pooled(on: scale)
      let findings = try grouped.groups.map { try $0.finding(on: scale).get() }
      let values = findings.map { scale == .ratio ? log($0.estimate) : $0.estimate }
      let direct = try MetaAnalysis(
        try GroupEstimates(
          estimates: values, standardErrors: findings.compactMap(\.standardError), scale: scale))
      #expect(
        agree(
          analysis.cochranQ?.statistic ?? 0, direct.cochranQ?.statistic ?? 1, relative: 1e-10))
      #expect(
        agree(try analysis.pooled().estimate, try direct.pooled().estimate, relative: 1e-10))
      #expect(try analysis.shrunken().map(\.label) == ["North", "East", "South", "West"])
      #expect(analysis.groups.groupNoun == "networks")
    }
  }

  @Test("Only the treated person's label counts, and the groups of plain labels are sorted")
  func labels() throws {
    let counts = GroupedSets.counts()
    let plain = try GroupedRateOfChange(counts, groups: GroupedSets.labels(of: counts))
    // The labels of controls are levels without a set: they stay, as groups without anybody.
    #expect(
      plain.groups.map(\.label)
        == ["East", "North", "South", "West", "elsewhere 0", "elsewhere 1", "elsewhere 2"])
    let empty = plain.groups[5]
    #expect(empty.ratio == .failure(.empty) && empty.treatedCount == 0)
    #expect(plain.refusals(on: .ratio).count == 3)
    let other = try Self.grouped()
    #expect(try plain.groups[1].ratio.get() == other.groups[0].ratio.get())
    #expect(try plain.interactionTest().caveats.allSatisfy { !$0.contains("take no part") })
  }

  @Test("A trend is metafor's fixed-effect regression on the places of the groups")
  func trend() throws {
    let grouped = try Self.grouped()
    let finding = try grouped.trend()
    let estimates = try grouped.estimates()
    let regression = try weightedSlope(
      estimates.estimates, estimates.standardErrors, scores: [1, 2, 3, 4])
    #expect(agree(log(finding.estimate), regression.slope, relative: 1e-11))
    #expect(agree(finding.standardError ?? 0, regression.error, relative: 1e-11))
    #expect(finding.estimand == "factor on the rate-of-change ratio for one more step")
    let degrees = try #require(finding.degreesOfFreedom)
    // Four groups of some ten degrees of freedom each, unequally weighted.
    #expect(degrees > 11 && degrees < 44)
    #expect(finding.method.contains("Satterthwaite t("))
    let halved = try grouped.trend(scores: [2, 4, 6, 8])
    #expect(agree(log(halved.estimate), regression.slope / 2, relative: 1e-10))
    #expect(agree(halved.pValue ?? 0, finding.pValue ?? 1, relative: 1e-10))
    let shared = try Self.grouped(sharesControls: true).trend(on: .difference)
    #expect(shared.degreesOfFreedom == 47)
    #expect(shared.method.contains("CR1S by matched set and person"))
    #expect(throws: HeterogeneityError.noVariation(method: "a test of trend")) {
      try grouped.trend(scores: [3, 3, 3, 3])
    }
    #expect(throws: HeterogeneityError.invalidCovariate(name: "score", row: 2)) {
      try grouped.trend(scores: [3, 3, .nan, 3])
    }
  }

  @Test("Scores belong to places, whatever the groups are called")
  func scoresOfAlikeLabels() throws {
    // A real group called "others" beside the small ones put together under that name.
    let counts = GroupedSets.counts()
    let names = ["others", "A", "B", "C", "D", "E"]
    let codes = (0..<counts.count).map { row in
      let set = counts.sets[row]
      return Int32(set < 4 ? 4 + set % 2 : set % 4)
    }
    let grouped = try GroupedRateOfChange(
      counts, groups: Factor(codes: codes, levels: names), joiningBelow: 4)
    #expect(grouped.groups.map(\.label) == ["others", "A", "B", "C", "others"])
    let scores: [Double] = [1, 2, 3, 5, 9]
    let finding = try grouped.trend(on: .difference, scores: scores)
    let estimates = try grouped.estimates(on: .difference)
    let wanted = try weightedSlope(
      estimates.estimates, estimates.standardErrors, scores: scores)
    #expect(agree(finding.estimate, wanted.slope, relative: 1e-10))
    #expect(agree(try #require(finding.standardError), wanted.error, relative: 1e-10))
  }

  @Test("A two-way covariance of groups that had to be clipped says so")
  func clipping() throws {
    var generator = SeededGenerator(seed: 3)
    var found = [false: 0, true: 0]
    for _ in 0..<60 {
      let base = GroupedSets.counts(sharesControls: true)
      let rows = (0..<base.count).filter { base.sets[$0] < 16 }
      let counts = PrePostCounts(
        arms: rows.map { base.arms[$0] }, sets: rows.map { base.sets[$0] },
        persons: rows.map { base.arms[$0] == .treated ? base.persons[$0] : base.sets[$0] / 8 },
        weights: rows.map { base.weights[$0] },
        before: rows.map { _ in Double(generator.poisson(mean: 3)) },
        timeBefore: rows.map { _ in 6 },
        after: rows.map { _ in Double(generator.poisson(mean: 3)) }, timeAfter: rows.map { _ in 6 })
      let grouped = try GroupedRateOfChange(
        counts,
        groups: Factor(codes: counts.sets.map { Int32($0 % 4) }, levels: ["1", "2", "3", "4"])
      )
      let trend = try grouped.trend(on: .difference)
      found[trend.method.contains("and person, negative eigenvalues set to zero"), default: 0] += 1
    }
    #expect(found[true, default: 0] > 0 && found[false, default: 0] > 0, "\(found)")
  }

  /// The slope by solving the two normal equations.
  private func weightedSlope(
    _ values: [Double], _ errors: [Double], scores: [Double]
  ) throws -> (slope: Double, error: Double) {
    let weights = errors.map { 1 / ($0 * $0) }
    func sum(_ term: (Int) -> Double) -> Double {
      values.indices.reduce(0) { $0 + weights[$1] * term($1) }
    }
    let (one, s, ss) = (sum { _ in 1 }, sum { scores[$0] }, sum { scores[$0] * scores[$0] })
    let determinant = one * ss - s * s
    return (
      (one * sum { scores[$0] * values[$0] } - s * sum { values[$0] }) / determinant,
      (one / determinant).squareRoot()
    )
  }
}
