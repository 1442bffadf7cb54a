import EvalStats
import EvalTestSupport
import Testing

@Suite("Counts before and after the index date")
struct PrePostCountsTests {
  /// A treated person with events on every boundary, one control who dies, one who leaves.
  private let study = HandMadeStudy(people: [
    .init(
      index: day(0),
      attendances: [-183, -182, -1, 0, 1, 30, 31, 182, 183].map { day($0) }),
    .init(death: day(40), attendances: [-100, -20, 40, 41].map { day($0) }),
    .init(to: day(60), attendances: [-5, 60, 61].map { day($0) }),
  ])
  private let cohort = Cohort(
    persons: [0, 1, 2], indexDates: [day(0), day(0), day(0)],
    arms: [.treated, .control, .control], sets: [4, 4, 4], weights: [1, 0.5, 1.5])

  private func counts(
    _ windows: PrePostWindows, of setting: Setting = .aAndE
  ) throws -> PrePostCounts {
    try PrePostCounts(
      of: cohort, time: PersonTime(of: study.register), history: study.history,
      setting: setting, windows: windows)
  }

  private func months(_ days: Double...) -> [Double] { days.map { $0 / 30.4375 } }

  @Test("day 0 belongs to no window and the outermost days do")
  func boundaries() throws {
    let found = try counts(PrePostWindows(months: 6))
    #expect(found.before == [2, 2, 1])
    #expect(found.after == [4, 1, 1])
    #expect(found.timeBefore.allSatisfy { agree($0, 182 / 30.4375, relative: 1e-15) })
    #expect(found.timeAfter == months(182, 40, 60))
    #expect(found.sets == [4, 4, 4] && found.persons == [0, 1, 2])
    #expect(found.weights == [1, 0.5, 1.5])
  }

  @Test("the nearest months can be left out")
  func withoutNearestMonths() throws {
    let found = try counts(PrePostWindows(months: 6, leavingOutNearestMonth: true))
    #expect(found.before == [1, 1, 0])
    #expect(found.after == [2, 1, 1])
    #expect(found.timeAfter == months(152, 10, 30))
  }

  @Test("means over the fixed window count the dead with 0 afterwards")
  func means() throws {
    let found = try counts(PrePostWindows(months: 6))
    let treated = try #require(found.meansPerPerson(of: .treated))
    let control = try #require(found.meansPerPerson(of: .control))
    #expect(treated == (2, 4))
    #expect(control == (1.25, 1))
  }

  @Test("adult social care held as packages is counted in pounds")
  func packages() throws {
    var study = study
    study.packages = PackageLog(
      personCount: 3, persons: [0, 1], starts: [day(-7), day(20)], ends: [day(6), day(100)],
      weeklyCosts: [70, 7])
    let found = try PrePostCounts(
      of: cohort, time: PersonTime(of: study.register), history: study.history,
      setting: .adultSocialCare, windows: PrePostWindows(months: 6))
    #expect(found.before == [70, 0, 0])
    #expect(found.after == [60, 21, 0])  // the package of the second stays open after death
  }

  @Test("a setting nobody supplied, and windows the records do not hold, are errors that say so")
  func errors() throws {
    #expect(throws: CohortError.settingNotSupplied(.community)) {
      try counts(PrePostWindows(months: 6), of: .community)
    }
    var narrow = study
    narrow.settingCoverage = [.aAndE: day(-100)...day(1_000)]
    let windows = PrePostWindows(months: 6)
    let error = #expect(throws: CohortError.self) {
      try PrePostCounts(
        of: cohort, time: PersonTime(of: narrow.register), history: narrow.history,
        setting: .aAndE, windows: windows)
    }
    #expect(error?.code == "window-outside-coverage")
    #expect(
      error?.description
        == "setting 'aAndE': the records cover 2015-09-23 to 2018-09-27, which holds "
        + "days −182…−1 and 1…182 of no matched set; choose shorter windows or supply more records"
    )
  }

  @Test("an arm without an observed day in a window is an error")
  func noPersonTime() throws {
    var study = study
    study.people[0].death = day(0)
    #expect(throws: CohortError.noPersonTime(.treated, .after(months: 6))) {
      try PrePostCounts(
        of: cohort, time: PersonTime(of: study.register), history: study.history,
        setting: .aAndE, windows: PrePostWindows(months: 6))
    }
  }

  @Test("months add up to the year, and day 0 stands apart")
  func monthly() throws {
    let monthly = try MonthlyCounts(
      of: cohort, time: PersonTime(of: study.register), history: study.history, setting: .aAndE)
    #expect(monthly.rows.count == 48)
    let year = try counts(PrePostWindows(months: 12))
    for arm in Arm.allCases {
      let rows = year.arms.indices.filter { year.arms[$0] == arm }
      let before = monthly.rows.filter { $0.arm == arm && $0.month < 0 }
      let after = monthly.rows.filter { $0.arm == arm && $0.month > 0 }
      #expect(before.map(\.month) == Array(-12...(-1)))
      #expect(before.map(\.events).reduce(0, +) == rows.map { year.before[$0] }.reduce(0, +))
      #expect(after.map(\.events).reduce(0, +) == rows.map { year.after[$0] }.reduce(0, +))
      #expect(
        agree(
          after.map(\.weightedPersonMonths).reduce(0, +),
          rows.map { year.weights[$0] * year.timeAfter[$0] }.reduce(0, +), relative: 1e-13))
    }
    let firstMonth = try #require(monthly.rows.first { $0.arm == .treated && $0.month == 1 })
    #expect(firstMonth.events == 2)  // days 1 and 30; day 31 is month 2
    #expect(agree(try #require(firstMonth.rate), 2_000 / (30 / 30.4375), relative: 1e-14))
    #expect(monthly.indexDay.map(\.events) == [1, 0])
    #expect(monthly.indexDay.map(\.memberCount) == [1, 2])
  }

  @Test("deaths count in the window, by arm and weight")
  func deaths() throws {
    var study = study
    study.people[0].death = day(182)
    study.people[2].death = day(61)  // after leaving: not seen
    let deaths = try WindowDeaths(
      of: cohort, register: study.register, time: PersonTime(of: study.register),
      coverage: study.coverage, windows: PrePostWindows(months: 6))
    #expect(deaths.rows.map(\.arm) == [.treated, .control])
    #expect(deaths.rows.map(\.memberCount) == [1, 2])
    #expect(deaths.rows.map(\.deaths) == [1, 1])
    #expect(deaths.rows.map(\.weightSum) == [1, 2])
    #expect(deaths.rows.map(\.weightedDeaths) == [1, 0.5])
    #expect(deaths.died == [true, true, false])
    #expect(deaths.rows[1].personMonths == months(40, 60).reduce(0, +))
    study.people[0].death = day(183)
    let later = try WindowDeaths(
      of: cohort, register: study.register, time: PersonTime(of: study.register),
      coverage: study.coverage, windows: PrePostWindows(months: 6))
    #expect(later.rows.map(\.deaths) == [0, 1])
  }
}
