import EvalStats
import EvalTestSupport
import Testing

@Suite("Outcomes × windows × estimators in one call")
struct ChangeTableTests {
  /// Thirty sets of one treated person and two controls, with attendances and fewer admissions.
  static let study: (study: HandMadeStudy, cohort: Cohort) = {
    var generator = SeededGenerator(seed: 4)
    var people: [HandMadeStudy.Person] = []
    for _ in 0..<90 {
      func days(_ count: Int) -> [Day] {
        (0..<count).map { _ in day(generator.integer(below: 730) - 365) }
      }
      people.append(
        .init(
          attendances: days(generator.poisson(mean: 8)),
          admissions: days(generator.poisson(mean: 3))))
    }
    return (
      HandMadeStudy(people: people),
      Cohort(
        persons: Array(0..<90), indexDates: Array(repeating: day(0), count: 90),
        arms: (0..<90).map { $0 % 3 == 0 ? .treated : .control }, sets: (0..<90).map { $0 / 3 },
        weights: Array(repeating: 1, count: 90))
    )
  }()

  private static let windows = [PrePostWindows(months: 6), PrePostWindows(months: 12)]
  private static let resampling = RateOfChange.Resampling(seed: 2, permutations: 99, resamples: 200)

  private static func table(
    settings: [Setting] = [.aAndE, .nonElective], primary: ChangeTable.Primary? = nil,
    adjustment: MultiplicityAdjustment = .holm, family: ChangeTable.Family = .everyTest
  ) throws -> ChangeTable {
    try ChangeTable(
      of: study.cohort, time: PersonTime(of: study.study.register), history: study.study.history,
      settings: settings, windows: windows, primary: primary, adjustment: adjustment,
      family: family, resampling: resampling)
  }

  @Test("Each row is the estimator called by itself on counts made by hand")
  func rows() throws {
    let table = try ChangeTableTests.table()
    #expect(table.count == 2 * 2 * RateOfChange.Estimator.allCases.count)
    #expect(table.outcomes[12] == "aAndE" && table.outcomes[24] == "nonElective")
    #expect(table.windows[12] == "days −365…−1 and 1…365")
    var row = 0
    for setting in [Setting.aAndE, .nonElective] {
      for windows in ChangeTableTests.windows {
        let change = try RateOfChange(
          PrePostCounts(
            of: ChangeTableTests.study.cohort,
            time: PersonTime(of: ChangeTableTests.study.study.register),
            history: ChangeTableTests.study.study.history, setting: setting, windows: windows))
        for estimator in RateOfChange.Estimator.allCases {
          #expect(table.estimators[row] == estimator)
          let alone = try? change.finding(by: estimator, resampling: ChangeTableTests.resampling)
          #expect(table.finding(row) == alone)
          #expect(table.pValues[row] == alone?.pValue)
          row += 1
        }
      }
    }
  }

  @Test(
    "The primary is left alone and not counted among the others, whatever the adjustment",
    arguments: MultiplicityAdjustment.allCases)
  func primary(adjustment: MultiplicityAdjustment) throws {
    let primary = ChangeTable.Primary(.nonElective, PrePostWindows(months: 12))
    let table = try ChangeTableTests.table(primary: primary, adjustment: adjustment)
    let row = try #require(table.primaryRow)
    #expect(row == 36 && table.estimators[row] == .poisson)
    #expect(table.adjustedPValues[row] == nil && table.pValues[row] != nil)
    var others = table.pValues
    others[row] = nil
    #expect(table.adjustedPValues == adjustment.adjust(others))
    #expect(table.adjustedTestCount == table.testCount - 1)
  }

  @Test("Within each estimator the adjustment is over outcomes and windows")
  func family() throws {
    let primary = ChangeTable.Primary(.aAndE, PrePostWindows(months: 6))
    let table = try ChangeTableTests.table(primary: primary, family: .eachEstimator)
    let poisson = table.estimators.indices.filter { table.estimators[$0] == .poisson }
    let expected = MultiplicityAdjustment.holm.adjust(
      poisson.map { $0 == table.primaryRow ? nil : table.pValues[$0] })
    #expect(poisson.map { table.adjustedPValues[$0] } == expected)
    let difference = table.estimators.indices.filter { table.estimators[$0] == .difference }
    #expect(
      difference.map { table.adjustedPValues[$0] }
        == MultiplicityAdjustment.holm.adjust(difference.map { table.pValues[$0] }))
  }

  @Test("What could not be had stands in place with its reason, and the text counts the tests")
  func text() throws {
    let table = try ChangeTable(
      of: ChangeTableTests.study.cohort,
      time: PersonTime(of: ChangeTableTests.study.study.register),
      history: ChangeTableTests.study.study.history, settings: [.aAndE, .outpatient],
      windows: ChangeTableTests.windows, estimators: [.poisson, .difference, .bootstrap],
      primary: ChangeTable.Primary(.aAndE, ChangeTableTests.windows[0]),
      resampling: ChangeTableTests.resampling)
    #expect(table.count == 12 && table.testCount == 4 && table.refusalCount == 6)
    #expect(table.refusal(6) == .counts(.settingNotSupplied(.outpatient)))
    #expect(table.refusal(6)?.code == "setting-not-supplied")
    #expect(
      table.text
        == "12 estimates asked for; 4 tests run, 2 without a p-value, 6 not to be had from these "
        + "data. The declared primary (aAndE, days −182…−1 and 1…182, Poisson) is left alone. "
        + "Adjusted over the 3 other tests together (Holm).")
    #expect(
      try ChangeTable([]).text == "0 estimates asked for; 0 tests run. No primary was declared.")
  }

  @Test("A primary that was not asked for is an error, one that cannot be tested is said")
  func primaryFaults() throws {
    let error = #expect(throws: ChangeError.self) {
      try ChangeTableTests.table(
        primary: ChangeTable.Primary(.elective, PrePostWindows(months: 6)))
    }
    #expect(error?.code == "primary-not-asked")
    let untested = try ChangeTable(
      of: ChangeTableTests.study.cohort,
      time: PersonTime(of: ChangeTableTests.study.study.register),
      history: ChangeTableTests.study.study.history, settings: [.outpatient],
      windows: [PrePostWindows(months: 6)], estimators: [.poisson],
      primary: ChangeTable.Primary(.outpatient, PrePostWindows(months: 6)))
    #expect(untested.text.contains("could not be tested"))
  }

  @Test("A caller's own counts need no cohort")
  func ownCounts() throws {
    let table = try ChangeTable(
      [
        .init(outcome: "seizures", window: "8 weeks", counts: EpilepsyTrial.counts),
        .init(outcome: "falls", window: "6 months", counts: ExampleSets.counts()),
      ], estimators: [.poisson, .averageEffect], adjustment: .bonferroni)
    #expect(table.testCount == 4)
    #expect(agree(table.finding(0)?.estimate ?? 0, 0.9033893265943215, relative: 1e-12))
    for row in 0..<4 {
      #expect(table.adjustedPValues[row] == table.pValues[row].map { min(1, 4 * $0) })
    }
  }
}
