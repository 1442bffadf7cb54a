import EvalStats
import EvalTestSupport
import Testing

@Suite("Cost comparison")
struct CostComparisonTests {
  private static func counts(
    before: [Double], after: [Double], sets: [Int] = [0, 0, 0, 1, 1, 1, 2, 2],
    persons: [Int] = Array(0..<8)
  ) -> PrePostCounts {
    let arms: [Arm] = [
      .treated, .control, .control, .treated, .control, .control, .treated, .control,
    ]
    return PrePostCounts(
      arms: arms, sets: sets, persons: persons, weights: [1, 0.5, 0.5, 1, 0.5, 0.5, 1, 1],
      before: before, timeBefore: Array(repeating: 6, count: 8), after: after,
      timeAfter: [6, 6, 6, 6, 3, 6, 6, 6])
  }

  private static let attendances = counts(
    before: [4, 2, 2, 2, 1, 3, 3, 0], after: [1, 2, 0, 1, 0, 2, 1, 1])
  private static let admissions = counts(
    before: [1, 0, 1, 0, 0, 1, 2, 1], after: [0, 1, 0, 0, 0, 1, 1, 0])

  private static func table(_ extra: [UnitCost] = []) throws -> UnitCostTable {
    try UnitCostTable(
      [
        UnitCost(
          setting: .aAndE, unit: .attendance, priceYear: "2016/17", value: 100, source: "test"),
        UnitCost(
          setting: .nonElective, unit: .spell, priceYear: "2016/17", value: 1000, source: "test"),
      ] + extra)
  }

  @Test("Cost per person by hand: weighted means over fixed windows, whatever the time alive")
  func byHand() throws {
    var generator = SeededGenerator(seed: 1)
    let comparison = try CostComparison(
      of: [.aAndE: CostComparisonTests.attendances], unitCosts: CostComparisonTests.table(),
      using: &generator)
    let line = try #require(comparison.lines.first)
    // Treated 9 and 3 of 3 people; controls (½·(2+2+1+3) + 0)/3 and (½·(2+0+0+2) + 1)/3.
    #expect(agree(line.treatedBefore, 300, relative: 1e-13))
    #expect(agree(line.treatedAfter, 100, relative: 1e-13))
    #expect(agree(line.controlBefore, 400.0 / 3, relative: 1e-13))
    #expect(agree(line.controlAfter, 100, relative: 1e-13))
    #expect(agree(line.difference.estimate, -200 + 100.0 / 3, relative: 1e-12))
    #expect(line.payer == "ICB" && line.setCount == 3)
    #expect(line.basis == "£100 an attendance, 2016/17 prices (test)")
    #expect(comparison.total == nil)
  }

  @Test("The interval is the percentile range of resampled sets, the same for the same seed")
  func interval() throws {
    func finding(_ seed: UInt64) throws -> Finding? {
      var generator = SeededGenerator(seed: seed)
      return try CostComparison(
        of: [.aAndE: CostComparisonTests.attendances], unitCosts: CostComparisonTests.table(),
        using: &generator
      ).lines.first?.difference
    }
    let first = try #require(try finding(7))
    #expect(try finding(7) == first)
    #expect(first.method.contains("bootstrap by matched set, 1999 resamples"))
    // The resample of the first set alone: (100 − 400) − (100 − 200) = −200; of the third alone:
    // (100 − 300) − 100 = −300; of the second alone: (100 − 200) − (100 − 200) = 0. With three sets
    // each has probability 1/27 > 2.5%, and the ends are such resamples.
    #expect(agree(first.lower ?? 0, -300, absolute: 1e-9))
    #expect(agree(first.upper ?? 1, 0, absolute: 1e-9))
    #expect(first.pValue == nil)
  }

  @Test("The total is the sum of the settings; pounds of social care need no price")
  func total() throws {
    var generator = SeededGenerator(seed: 1)
    let comparison = try CostComparison(
      of: [
        .aAndE: CostComparisonTests.attendances, .nonElective: CostComparisonTests.admissions,
        .adultSocialCare: CostComparisonTests.counts(
          before: [0, 0, 250, 0, 0, 0, 0, 0], after: [500, 0, 250, 0, 0, 0, 0, 0]),
      ], unitCosts: CostComparisonTests.table(), using: &generator)
    #expect(comparison.lines.map(\.setting) == [.aAndE, .nonElective, .adultSocialCare])
    #expect(comparison.lines.map(\.payer) == ["ICB", "ICB", "council"])
    let total = try #require(comparison.total)
    let sum = comparison.lines.reduce(0) { $0 + $1.difference.estimate }
    #expect(agree(total.difference.estimate, sum, relative: 1e-12))
    #expect(
      agree(
        total.treatedAfter, comparison.lines.reduce(0) { $0 + $1.treatedAfter }, relative: 1e-12))
    #expect(total.payer == "ICB and council" && total.setting == nil)
    #expect(comparison.lines.last?.basis.contains("pounds") == true)
    #expect(comparison.caveats.isEmpty)
  }

  @Test("Emergency admissions are shown but not added to the non-elective ones that hold them")
  func overlap() throws {
    var generator = SeededGenerator(seed: 1)
    let comparison = try CostComparison(
      of: [
        .emergency: CostComparisonTests.admissions, .nonElective: CostComparisonTests.admissions,
        .aAndE: CostComparisonTests.attendances,
      ],
      unitCosts: CostComparisonTests.table([
        UnitCost(
          setting: .emergency, unit: .spell, priceYear: "2016/17", value: 1000, source: "test")
      ]), using: &generator)
    #expect(comparison.lines.count == 3)
    let wanted = comparison.lines.filter { $0.setting != .emergency }
      .reduce(0) { $0 + $1.difference.estimate }
    #expect(agree(comparison.total?.difference.estimate ?? 0, wanted, relative: 1e-12))
    #expect(comparison.caveats.contains { $0.contains("part of non-elective") })
  }

  @Test("Prices of different years are used but said")
  func priceYears() throws {
    var generator = SeededGenerator(seed: 1)
    let table = try UnitCostTable([
      UnitCost(
        setting: .aAndE, unit: .attendance, priceYear: "2016/17", value: 100, source: "test"),
      UnitCost(
        setting: .nonElective, unit: .spell, priceYear: "2018/19", value: 1000, source: "test"),
    ])
    let comparison = try CostComparison(
      of: [.aAndE: CostComparisonTests.attendances, .nonElective: CostComparisonTests.admissions],
      unitCosts: table, using: &generator)
    #expect(
      comparison.caveats == [
        "Unit costs are in the prices of different years, which were not brought to one: "
          + "2016/17 (aAndE); 2018/19 (nonElective)."
      ])
  }

  @Test("The total covers the sets that every setting covers")
  func partialCoverage() throws {
    var generator = SeededGenerator(seed: 1)
    let all = CostComparisonTests.attendances
    let care = PrePostCounts(
      arms: Array(all.arms[3...]), sets: Array(all.sets[3...]), persons: Array(all.persons[3...]),
      weights: Array(all.weights[3...]), before: [10, 0, 0, 0, 0],
      timeBefore: Array(all.timeBefore[3...]), after: [30, 0, 0, 0, 0],
      timeAfter: Array(all.timeAfter[3...]))
    let comparison = try CostComparison(
      of: [.aAndE: all, .adultSocialCare: care], unitCosts: CostComparisonTests.table(),
      using: &generator)
    #expect(comparison.lines.map(\.setCount) == [3, 2])
    #expect(comparison.total?.setCount == 2)
    // Sets 1 and 2: treated (200 + 10 + 300)/2 before.
    #expect(agree(comparison.total?.treatedBefore ?? 0, 255, relative: 1e-12))
    #expect(comparison.caveats.contains { $0.contains("only the matched sets") })
  }

  @Test("Where people serve in several sets, people are resampled")
  func sharedPeople() throws {
    var generator = SeededGenerator(seed: 1)
    let shared = CostComparisonTests.counts(
      before: [4, 2, 2, 2, 2, 3, 3, 0], after: [1, 2, 0, 1, 2, 2, 1, 1],
      persons: [0, 1, 2, 3, 1, 5, 6, 7])
    let comparison = try CostComparison(
      of: [.aAndE: shared], unitCosts: CostComparisonTests.table(), using: &generator)
    let finding = try #require(comparison.lines.first?.difference)
    #expect(finding.method.contains("bootstrap by person"))
    #expect(finding.caveats.contains { $0.contains("people were resampled") })
  }

  @Test("Money paid back counts below 0 in a mean, a difference and the total")
  func refunds() throws {
    var generator = SeededGenerator(seed: 1)
    let care = CostComparisonTests.counts(
      before: [0, 0, 250, 0, 0, 0, -900, 0], after: [500, 0, 250, 0, 0, 0, 0, 0])
    let comparison = try CostComparison(
      of: [.aAndE: CostComparisonTests.attendances, .adultSocialCare: care],
      unitCosts: CostComparisonTests.table(), using: &generator)
    let line = try #require(comparison.lines.last)
    // Treated (0 + 0 − 900)/3 and 500/3; controls ½·250/3 before and after.
    #expect(agree(line.treatedBefore, -300, relative: 1e-13))
    #expect(agree(line.difference.estimate, 500.0 / 3 + 300, relative: 1e-13))
    #expect(line.difference.lower != nil && line.difference.upper != nil)
    #expect(agree(comparison.total?.treatedBefore ?? 1, 300 - 300, absolute: 1e-9))
    let endless = CostComparisonTests.counts(
      before: [0, 0, 250, 0, 0, 0, -.infinity, 0], after: [500, 0, 250, 0, 0, 0, 0, 0])
    #expect(throws: CostError.self) {
      try CostComparison(
        of: [.adultSocialCare: endless], unitCosts: CostComparisonTests.table(), using: &generator)
    }
  }

  @Test("What cannot be costed is refused by setting")
  func refusals() throws {
    var generator = SeededGenerator(seed: 1)
    let table = try CostComparisonTests.table()
    #expect(throws: CostError.noActivity) {
      try CostComparison(of: [:], unitCosts: table, using: &generator)
    }
    #expect(throws: CostError.missingSetting(.outpatient, priceYear: nil)) {
      try CostComparison(
        of: [.outpatient: CostComparisonTests.attendances], unitCosts: table, using: &generator)
    }
    let negative = CostComparisonTests.counts(
      before: [-4, 2, 2, 2, 1, 3, 3, 0], after: [1, 2, 0, 1, 0, 2, 1, 1])
    let error = #expect(throws: CostError.self) {
      try CostComparison(of: [.aAndE: negative], unitCosts: table, using: &generator)
    }
    #expect(error?.location == "setting 'aAndE', column 'before', row 1")
  }
}
