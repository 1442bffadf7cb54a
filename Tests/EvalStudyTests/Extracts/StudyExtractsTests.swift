import EvalStats
import EvalTestSupport
import Testing

@testable import EvalStudy

@Suite("The extracts of a study")
struct StudyExtractsTests {
  /// Reads a tiny study after `spoil` has changed it.
  func read(_ spoil: (TinyStudy) throws -> Void = { _ in }) throws -> StudyExtracts {
    let study = try TinyStudy()
    defer { study.clean() }
    try spoil(study)
    return try StudyExtracts(
      StudyProtocol(contentsOf: study.study.path), folder: study.folder)
  }

  func day(_ text: String) throws -> Day {
    try #require(
      Array(text.utf8).withUnsafeBufferPointer { DayTime.day($0, format: .iso) })
  }

  @Test("give a register in order of identifier, with the first contact as index date")
  func register() throws {
    let extracts = try read()
    #expect(extracts.register.count == 48)
    #expect(extracts.register.identifiers == extracts.register.identifiers.sorted())
    #expect(extracts.register.indexDates[0] == (try day("2016-07-01")))
    #expect(extracts.register.indexDates[8] == nil)
    #expect(extracts.contacts.count == 16)
    #expect(extracts.register.sexes[0] == "M" && extracts.register.sexes[1] == "F")
    #expect(
      extracts.register.attributes.names
        == ["practice", "network", "imd_decile", "long_term_conditions"])
    guard case .integer(let deciles) = try extracts.register.attributes.column("imd_decile")
    else {
      Issue.record("deciles are whole numbers")
      return
    }
    #expect(deciles[0] == 2)
  }

  @Test("give the events of each person by day")
  func history() throws {
    let extracts = try read()
    let year = try day("2015-07-02")...day("2016-06-30")
    #expect(
      extracts.history.total(
        of: 0, in: .aAndE, from: year.lowerBound, through: year.upperBound) == 6)
    // P01: 70 a week from 4 January, of which the week from 4 to 10 January is one.
    #expect(
      extracts.history.total(
        of: 0, in: .adultSocialCare, from: try day("2016-01-01"),
        through: try day("2016-01-10")) == 70)
    #expect(extracts.history.supplies(.adultSocialCare))
    #expect(!extracts.history.supplies(.outpatient))
  }

  @Test("do not depend on the order of their rows")
  func rowOrder() throws {
    let plain = try read()
    let reversed = try read { study in
      for name in ["persons.csv", "ae.csv", "mdt_contacts.csv"] {
        let lines = try study.text(of: name).split(separator: "\n")
        try study.write(
          ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n", to: name)
      }
    }
    #expect(plain.register.identifiers == reversed.register.identifiers)
    #expect(plain.register.births == reversed.register.births)
    #expect(plain.register.indexDates == reversed.register.indexDates)
    #expect(plain.history.logs[.aAndE]?.days == reversed.history.logs[.aAndE]?.days)
    #expect(plain.contacts == reversed.contacts)
  }

  @Test("find people whose identifiers have quotes or spaces around them in some of the files")
  func quotedIdentifiers() throws {
    let plain = try read()
    let quoted = try read { study in
      for name in ["persons.csv", "ae.csv", "asc_packages.csv", "mdt_contacts.csv"] {
        try study.replace("P01,", with: "\"P\"\"01\",", in: name)
      }
      try study.replace("P02,", with: " P02 ,", in: "ae.csv")
    }
    #expect(quoted.register.identifiers[0] == "P\"01")
    #expect(plain.register.indexDates == quoted.register.indexDates)
    #expect(plain.history.logs[.aAndE]?.days == quoted.history.logs[.aAndE]?.days)
  }

  @Test("account for every row: kept, or left out with the reason and the first place")
  func accounting() throws {
    let extracts = try read { study in
      try study.append("P01,2016-08-05,2,1,RAA", to: "ae.csv")
      try study.append("P01,2010-08-05,1,1,RAA", to: "ae.csv")
      try study.append("P02,2010-08-05,1,1,RAA", to: "ae.csv")
    }
    let account = try #require(extracts.sources.first { $0.kind == .ae }).account
    #expect(account.rowsRead == account.rowsKept + 3)
    #expect(
      account.refusals == [
        RowAccount.Refusal(
          reason: "planned follow-up attendance", rows: 1,
          firstPlace: ExtractPlace(
            file: "ae.csv", line: account.rowsKept + 2, column: "attendance_category"),
          isFault: false),
        RowAccount.Refusal(
          reason: "outside the coverage of the study", rows: 2,
          firstPlace: ExtractPlace(
            file: "ae.csv", line: account.rowsKept + 3, column: "arrival_date"), isFault: false),
      ])
    #expect(account.faultyShare == 0)
  }

  @Test("leave faulty rows out and count them where the protocol says so")
  func refusing() throws {
    let extracts = try read { study in
      try study.replace("sources:\n", with: "sources:\n  bad_rows: refuse\n", in: "study.yml")
      try study.append("P01,2016-13-05,1,1,RAA", to: "ae.csv")
      try study.append("P99,2016-08-05,1,1,RAA", to: "ae.csv")
      try study.append("P01,1941-06-15,M,A1,N1,2,1,2010-01-01,,", to: "persons.csv")
    }
    let persons = try #require(extracts.sources.first { $0.kind == .persons }).account
    #expect(persons.rowsKept == 48)
    #expect(persons.refusals.map(\.reason) == ["the person stands twice"])
    let attendances = try #require(extracts.sources.first { $0.kind == .ae }).account
    #expect(
      attendances.refusals.map(\.reason)
        == ["a value of the wrong kind", "the person is not in the register"])
    #expect(attendances.faultyShare > 0)
  }

  @Test("split admissions by method and class, and keep regular attenders out")
  func admissions() throws {
    let extracts = try read { study in
      try study.write(
        """
        person_id,admission_date,discharge_date,admission_method,patient_class,provider
        P01,2016-01-01,2016-01-02,21,1,RAA
        P01,2016-02-01,2016-02-02,31,1,RAA
        P01,2016-03-01,2016-03-02,11,1,RAA
        P01,2016-04-01,2016-04-01,12,2,RAA
        P01,2016-05-01,2016-05-01,13,3,RAA
        P01,2016-06-01,,2A,1,RAA

        """, to: "inpatient.csv")
      try study.replace(
        "  ae: ae.csv", with: "  ae: ae.csv\n  inpatient: inpatient.csv", in: "study.yml")
    }
    let counts = [Setting.nonElective, .emergency, .elective, .dayCase].map {
      extracts.history.logs[$0]?.eventCount
    }
    #expect(counts == [3, 2, 1, 1])
    let account = try #require(extracts.sources.first { $0.kind == .inpatient }).account
    #expect(account.refusals.map(\.reason) == ["regular day or night attender"])
  }

  @Test("count appointments at which the patient was seen, read UK dates and mapped columns")
  func appointments() throws {
    let extracts = try read { study in
      try study.write(
        """
        ENCRYPTED_HESID,APPTDATE,ATTENDED
        P01,01/02/2016,5
        P01,02/02/2016,6
        P01,03/02/2016,3
        """, to: "op.csv")
      try study.replace(
        "  ae: ae.csv",
        with: "  ae: ae.csv\n  outpatient: {file: op.csv, format: hes, dates: uk}",
        in: "study.yml")
    }
    #expect(
      extracts.history.logs[.outpatient]?.days == [
        try day("2016-02-01"), try day("2016-02-02"),
      ])
  }

  @Test("end packages at death and flag what social care records get wrong")
  func packages() throws {
    let extracts = try read { study in
      try study.replace(
        "P09,1941-06-15,M,A0,N1,10,4,2010-01-01,,",
        with: "P09,1941-06-15,M,A0,N1,10,4,2010-01-01,,2016-04-10", in: "persons.csv")
      try study.append("P09,home,personal care,2016-04-01,,70", to: "asc_packages.csv")
      try study.append("P10,home,personal care,2016-05-01,2016-05-07,-7", to: "asc_packages.csv")
      try study.append("P10,home,personal care,2016-05-01,2016-05-07,-7", to: "asc_packages.csv")
    }
    let found = try #require(extracts.packages)
    #expect(found.packageCount == 4)
    #expect(found.negativeCosts == 2)
    #expect(found.zeroCosts == 0)
    #expect(found.openAfterDeath == 1)
    #expect(found.yearStarts == 1)
    #expect(found.repeatedRows == 1)
    #expect(found.overlapping == 0)
    #expect(
      extracts.history.total(
        of: 8, in: .adultSocialCare, from: try day("2016-01-01"),
        through: try day("2017-01-01")) == 100)
  }

  @Test("know a month's risk score from the first day of the next month")
  func riskScores() throws {
    let extracts = try read { study in
      try study.write("person_id,month,score\nP01,2016-12,7.5\nP01,2016-06,3\n", to: "risk.csv")
      try study.replace(
        "  ae: ae.csv", with: "  ae: ae.csv\n  risk_scores: risk.csv", in: "study.yml")
    }
    let log = try #require(extracts.history.measurements["risk_score"])
    #expect(log.last(of: 0, before: try day("2017-01-01")) == 3)
    #expect(log.last(of: 0, before: try day("2017-01-02")) == 7.5)
  }

  @Test("hold a summary-only year as totals in which a gap is not 0")
  func summary() throws {
    let extracts = try read { study in
      try study.write(
        "quarter,support_reason,people,cost\n2015-Q1,personal care,100,5000\n"
          + "2015-Q2,personal care,,\n", to: "summary.csv")
      try study.replace(
        "  ae: ae.csv", with: "  ae: ae.csv\n  asc_summary: summary.csv", in: "study.yml")
    }
    let summary = try #require(extracts.socialCareSummary)
    #expect(summary.cells.map(\.cost) == [5000, nil])
    #expect(summary.gapCount == 1)
  }
}

@Suite("A day in an extract")
struct DayTextTests {
  func day(_ text: String, _ format: CSVDayFormat) -> String? {
    Array(text.utf8).withUnsafeBufferPointer { DayTime.day($0, format: format) }?.description
  }

  func minutes(_ text: String) -> Int? {
    Array(text.utf8).withUnsafeBufferPointer { DayTime.minutes($0) }
  }

  @Test(
    "is read in one way only, a time after it left off",
    arguments: [
      ("2016-04-01", "2016-04-01"), ("2016-4-1", nil), ("2016-02-30", nil), ("01/04/2016", nil),
      ("2016-04-01T00:00", "2016-04-01"), ("2016-04-01 23:59:59.000", "2016-04-01"),
      ("2016-04-01 00:00:00+00", "2016-04-01"), ("2016-04-01 24:00", nil),
      ("2016-04-01 noon", nil), ("2016-04-01 ", nil), ("+016-04-01", nil), ("", nil),
    ] as [(String, String?)])
  func iso(text: String, expected: String?) {
    #expect(day(text, .iso) == expected)
  }

  @Test(
    "is read day first where the protocol says so",
    arguments: [
      ("01/04/2016", "2016-04-01"), ("1/4/2016", "2016-04-01"), ("31/04/2016", nil),
      ("04/31/2016", nil), ("2016-04-01", nil), ("01/04/16", nil),
      ("01/04/2016 09:30", "2016-04-01"),
    ] as [(String, String?)])
  func uk(text: String, expected: String?) {
    #expect(day(text, .uk) == expected)
  }

  @Test(
    "may have a time, in minutes after midnight",
    arguments: [
      ("00:00", 0), ("14:05", 845), ("1405", 845), ("14:05:59", 845), ("2016-04-01 14:05", 845),
      ("2016-04-01T23:59:00Z", 1439), ("24:00", nil), ("12:60", nil), ("12", nil), ("12.30", nil),
      ("", nil),
    ] as [(String, Int?)])
  func times(text: String, expected: Int?) {
    #expect(minutes(text) == expected)
  }
}
