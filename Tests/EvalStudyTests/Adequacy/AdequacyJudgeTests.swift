import EvalStats
import EvalTestSupport
import Testing

@testable import EvalStudy

@Suite("Data adequacy")
struct AdequacyJudgeTests {
  /// The verdict on one source of a tiny study.
  func verdict(
    _ source: String, _ spoil: (TinyStudy) throws -> Void = { _ in }
  ) throws -> StudyResults.AdequacyVerdict {
    let study = try TinyStudy()
    defer { study.clean() }
    try spoil(study)
    let check = try StudyCheck(protocolAt: study.study.path)
    return try #require(check.adequacy.first { $0.source == source })
  }

  @Test("says how many index dates have their windows recorded")
  func windows() throws {
    let attendances = try verdict("A&E attendances") {
      try $0.replace("to: 2017-12-31", with: "to: 2017-03-31", in: "study.yml")
    }
    #expect(attendances.verdict == .withCare)
    #expect(
      attendances.reasons.prefix(2) == [
        "100% of index dates have 6 months recorded before and after.",
        "No index date has 12 months recorded before and after: this window cannot be estimated.",
      ])
    #expect(
      attendances.findings?.prefix(2).map(\.code) == ["window-complete", "window-not-recorded"])
  }

  @Test("calls a source unusable of which no window is recorded")
  func unusable() throws {
    let attendances = try verdict("A&E attendances") {
      try $0.replace("to: 2017-12-31", with: "to: 2016-12-31", in: "study.yml")
      try $0.replace("look_back_months: 12", with: "look_back_months: 6", in: "study.yml")
    }
    // The six months after 1 July 2016 end on 30 December: that window is still whole.
    #expect(attendances.verdict == .withCare)
    let none = try verdict("A&E attendances") {
      try $0.replace("to: 2017-12-31}", with: "to: 2016-12-29}", in: "study.yml")
      try $0.replace("to: 2016-12-31}", with: "to: 2016-12-29}", in: "study.yml")
    }
    #expect(none.verdict == .notUsable)
    #expect(none.reasons.contains("No window of the protocol lies within the records."))
  }

  @Test("counts faulty rows against a source")
  func faults() throws {
    let attendances = try verdict("A&E attendances") { study in
      try study.replace("sources:\n", with: "sources:\n  bad_rows: refuse\n", in: "study.yml")
      for _ in 0..<60 { try study.append("P99,2016-08-05,1,1,RAA", to: "ae.csv") }
    }
    #expect(attendances.verdict == .notUsable)
    #expect(attendances.reasons.first == "15% of rows were faulty and refused.")
  }

  @Test("flags repeated rows, activity across the border and events after death")
  func artefacts() throws {
    let attendances = try verdict("A&E attendances") { study in
      try study.replace(
        "P09,1941-06-15,M,A0,N1,10,4,2010-01-01,,",
        with: "P09,1941-06-15,M,A0,N1,10,4,2010-01-01,,2015-07-01", in: "persons.csv")
      for number in 10..<20 {
        for _ in 0..<2 { try study.append("P\(number),2016-08-05,1,1,R0\(number)", to: "ae.csv") }
      }
      for number in 20..<40 {
        try study.append("P\(number),2016-08-06,1,1,RB\(number)", to: "ae.csv")
      }
    }
    #expect(attendances.reasons.contains { $0.contains("of the rows repeat another") })
    #expect(attendances.reasons.contains { $0.contains("activity across the border") })
    #expect(attendances.reasons.contains { $0.contains("dated after the person's death") })
  }

  @Test("says that a summary-only year carries totals and no test")
  func summary() throws {
    let totals = try verdict("Adult social care, quarterly totals") { study in
      try study.write(
        "quarter,support_reason,people,cost\n2015-Q1,personal care,100,5000\n"
          + "2015-Q2,personal care,,\n", to: "summary.csv")
      try study.replace(
        "  ae: ae.csv", with: "  ae: ae.csv\n  asc_summary: summary.csv", in: "study.yml")
    }
    #expect(totals.verdict == .notUsable)
    #expect(totals.reasons.last == "1 of 2 totals are gaps, which are not 0.")
  }

  @Test("flags the change of the A&E data set where windows straddle April 2019")
  func changeOfDataSet() throws {
    let attendances = try verdict("A&E attendances") { study in
      for name in ["study.yml", "ae.csv", "mdt_contacts.csv", "asc_packages.csv"] {
        // Three years later, the coverage included.
        var text = try study.text(of: name)
        for year in [2017, 2016, 2015, 2014] {
          text = text.replacing("\(year)-", with: "\(year + 3)-")
        }
        try study.write(text, to: name)
      }
    }
    #expect(attendances.reasons.contains { $0.contains("HES A&E to ECDS") })
  }
}

@Suite("Recording among people never taken on")
struct MonthlyRecordingTests {
  /// A register of one person never taken on, with so many events in each month from January 2015.
  func recording(_ counts: [Int]) throws -> MonthlyRecording {
    let first = try #require(Day(year: 2015, month: 1, day: 1))
    let months = counts.indices.map { CalendarMonth(first).advanced(by: $0) }
    let register = PersonRegister(
      identifiers: ["a"], births: [first.advanced(by: -9000)], sexes: Factor(["F"]),
      registeredFrom: [first.advanced(by: -100)], registeredTo: [nil], deaths: [nil],
      indexDates: [nil], attributes: try Table([]))
    let days = zip(months, counts).flatMap { month, count in
      (0..<count).map { month.firstDay.advanced(by: $0 % 28) }
    }
    return MonthlyRecording(
      register: register,
      log: ActivityLog(personCount: 1, persons: days.map { _ in 0 }, days: days),
      coverage: first...months[months.count - 1].lastDay)
  }

  @Test("counts whole months of the calendar, their days and their events")
  func months() throws {
    let found = try recording([2, 3, 1])
    #expect(found.months.map(\.description) == ["January 2015", "February 2015", "March 2015"])
    #expect(found.personDays == [31, 28, 31])
    #expect(found.events == [2, 3, 1])
    #expect(try #require(found.rate(0..<3)) == 6.0 / 90)
    #expect(found.rate(0..<4) == nil)
  }

  @Test("shows a coding lag in the last two months with records")
  func lag() throws {
    let found = try recording(Array(repeating: 20, count: 14) + [10, 10])
    #expect(try #require(found.lastMonthsRatio) < 0.52)
    #expect(found.drift == nil)
    // Months in which nothing is recorded at all are no lag: the records end there.
    let ended = try recording(Array(repeating: 20, count: 14) + [10, 10, 0, 0])
    #expect(ended.silentMonthsAtEnd == 2)
    #expect(ended.lastMonthsRatio == found.lastMonthsRatio)
    // Two empty months of few events are chance.
    #expect(try recording(Array(repeating: 1, count: 14) + [0, 0]).silentMonthsAtEnd == 0)
  }

  @Test("shows drift between the first and the last year")
  func drift() throws {
    let found = try recording(
      Array(repeating: 20, count: 12) + [18, 16, 14, 12] + Array(repeating: 10, count: 14))
    #expect(abs(try #require(found.drift) - 0.5) < 0.02)
  }

  @Test("finds the month of a lasting step, and no step in a season")
  func step() throws {
    let stepped = try recording(Array(repeating: 100, count: 15) + Array(repeating: 60, count: 15))
    let step = try #require(stepped.step(outside: 0.75...1.33, usualCount: 20))
    #expect(step.month.description == "April 2016")
    #expect(abs(step.ratio - 0.6) < 0.03)
    let season = try recording(
      (0..<30).map { 100 + Int((15 * Double($0 % 12 - 6) / 6).rounded()) })
    #expect(season.step(outside: 0.75...1.33, usualCount: 20) == nil)
    // Too few to tell.
    let thin = try recording(Array(repeating: 5, count: 15) + Array(repeating: 2, count: 15))
    #expect(thin.step(outside: 0.75...1.33, usualCount: 20) == nil)
  }

  @Test("finds single months that are far too full or too empty")
  func odd() throws {
    var counts = Array(repeating: 100, count: 20)
    counts[7] = 300
    counts[12] = 20
    let found = try recording(counts).oddMonths(outside: 0.4...2.5, usualCount: 20)
    #expect(found.map(\.description) == ["August 2015", "January 2016"])
    counts[12] = 0
    #expect(try recording(counts).emptyMonths.map(\.description) == ["January 2016"])
  }
}
