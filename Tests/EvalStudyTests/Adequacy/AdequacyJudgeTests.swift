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
struct NeverTreatedRatesTests {
  /// A register of one person never taken on, with an event on each of `days`.
  func rates(_ days: [Int], coverageDays: Int) throws -> NeverTreatedRates {
    let first = Day(daysSinceEpoch: 0)
    let register = PersonRegister(
      identifiers: ["a"], births: [Day(daysSinceEpoch: -9000)], sexes: Factor(["F"]),
      registeredFrom: [Day(daysSinceEpoch: -100)], registeredTo: [nil], deaths: [nil],
      indexDates: [nil], attributes: try Table([]))
    return NeverTreatedRates(
      register: register,
      log: ActivityLog(
        personCount: 1, persons: days.map { _ in 0 },
        days: days.map { first.advanced(by: $0) }),
      coverage: first...first.advanced(by: coverageDays - 1))
  }

  @Test("shows a coding lag in the last two months")
  func lag() throws {
    // 16 months of 30 days with two events a month, but one in each of the last two.
    let found = try rates(twoThenOne(until: 14, of: 16), coverageDays: 480)
    #expect(found.events == 30)
    #expect(found.emptyMonths == 0)
    #expect(try #require(found.lastMonthsRatio) == 0.5)
    #expect(found.drift == nil)
  }

  @Test("shows drift between the first and the last year")
  func drift() throws {
    let found = try rates(twoThenOne(until: 12, of: 26), coverageDays: 780)
    #expect(try #require(found.drift) == 0.5)
  }

  /// Days of two events in each of the first months and one in each of the others.
  func twoThenOne(until change: Int, of monthCount: Int) -> [Int] {
    var days: [Int] = []
    for month in 0..<monthCount {
      days.append(month * 30)
      if month < change { days.append(month * 30 + 9) }
    }
    return days
  }
}
