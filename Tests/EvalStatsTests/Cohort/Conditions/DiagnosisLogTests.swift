import EvalStats
import Testing

@Suite("Diagnoses as of a date")
struct DiagnosisLogTests {
  private typealias Row = (person: Int, end: Int?, code: String)

  private func log(
    _ rows: [Row], personCount: Int = 1, list: ConditionList = CharlsonIndex.conditions
  ) throws -> DiagnosisLog {
    try DiagnosisLog(
      personCount: personCount, persons: rows.map { Int32($0.person) },
      ends: rows.map { $0.end.map { day($0) } }, codes: rows.map { ICD10Code($0.code) }, list: list)
  }

  @Test("a diagnosis is known from the day after its admission ended, and never before")
  func known() throws {
    let log = try log([(0, 10, "I500"), (0, 20, "F03")])
    func score(_ date: Int) -> Int { log.charlsonIndex(of: 0, before: day(date)) }
    #expect(score(9) == 0 && score(10) == 0 && score(11) == 2)
    #expect(score(20) == 2 && score(21) == 4 && score(1_000) == 4)
  }

  @Test("an admission that has not ended tells nothing")
  func unfinished() throws {
    let log = try log([(0, nil, "I500")])
    #expect(log.charlsonIndex(of: 0, before: day(10_000)) == 0)
    #expect(log.account.unfinishedCount == 1)
  }

  @Test("a look-back holds its first day and not the day before")
  func lookBack() throws {
    let log = try log([(0, 10, "I500"), (0, 20, "F03")])
    func found(_ date: Int, _ days: Int) -> [Int] {
      Array(log.conditions(of: 0, before: day(date), lookBackDays: days))
    }
    let failure = CharlsonCondition.congestiveHeartFailure.rawValue
    let dementia = CharlsonCondition.dementia.rawValue
    #expect(found(21, 11) == [failure, dementia] && found(21, 10) == [dementia])
    #expect(found(21, 1) == [dementia] && found(20, 1) == [] && found(21, 0) == [])
  }

  @Test("the frailty score looks two years back")
  func frailty() throws {
    let log = try log([(0, 0, "F00"), (0, 100, "W19")], list: HospitalFrailtyRiskScore.conditions)
    #expect(log.frailtyRiskScore(of: 0, before: day(101)) == 10.3)
    #expect(log.frailtyRiskScore(of: 0, before: day(730)) == 10.3)
    #expect(log.frailtyRiskScore(of: 0, before: day(731)) == 3.2)
    #expect(log.frailtyRiskScore(of: 0, before: day(831)) == 0)
  }

  @Test("both weights and the count of conditions are told by their own lists")
  func scores() throws {
    let charlson = try log([(0, 1, "I21"), (0, 1, "E112")])
    #expect(charlson.charlsonIndex(of: 0, before: day(2), weights: .original) == 3)
    #expect(charlson.charlsonIndex(of: 0, before: day(2), weights: .updated) == 1)
    let counted = try log([(0, 1, "I10"), (0, 5, "I120")], list: LongTermConditions.conditions)
    #expect(counted.longTermConditionCount(of: 0, before: day(5)) == 1)
    #expect(counted.longTermConditionCount(of: 0, before: day(6)) == 2)
    #expect(counted.longTermConditionCount(of: 0, before: day(10), lookBackDays: 5) == 2)
    #expect(counted.longTermConditionCount(of: 0, before: day(11), lookBackDays: 5) == 0)
  }

  @Test("the account adds up to the rows, and an unknown person is refused")
  func account() throws {
    let log = try log(
      [(0, 1, "I21"), (1, nil, "I21"), (1, 2, "??"), (1, 2, "S72"), (1, 2, "I21"), (1, 2, "I22")],
      personCount: 3)
    let account = log.account
    #expect(account.diagnosisCount == 6 && account.unfinishedCount == 1)
    #expect(account.unreadableCount == 1 && account.otherCount == 1 && account.recordingCount == 3)
    #expect(log.conditions(of: 2, before: day(100)).isEmpty && log.personCount == 3)
    #expect(throws: ConditionError.unknownPerson(row: 1, personCount: 1)) {
      try self.log([(0, 1, "I21"), (1, 1, "I21")])
    }
  }

  @Test("any person, date and look-back gives what going through all rows gives", arguments: 0..<10)
  func bruteForce(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    func draw(_ limit: Int) -> Int { Int(generator.uniform() * Double(limit)) }
    let codes = ["I21", "I500", "K703", "K766", "E119", "E112", "C509", "S72", "B24", "J459"]
    let rows: [Row] = (0..<120).map { _ in
      (draw(5), draw(10) == 0 ? nil : draw(60), codes[draw(codes.count)])
    }
    let log = try log(rows, personCount: 5)
    for _ in 0..<400 {
      let person = draw(5)
      let date = draw(70)
      let back = draw(3) == 0 ? nil : draw(40)
      var expected = ConditionSet()
      for row in rows where row.person == person {
        guard let end = row.end, end < date, back.map({ end >= date - $0 }) ?? true else {
          continue
        }
        expected.formUnion(CharlsonIndex.conditions[row.code])
      }
      #expect(log.conditions(of: person, before: day(date), lookBackDays: back) == expected)
    }
  }
}
