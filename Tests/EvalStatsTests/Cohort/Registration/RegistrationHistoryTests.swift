import EvalStats
import Testing

@Suite("Registrations")
struct RegistrationHistoryTests {
  private typealias Record = (person: Int, from: Int, to: Int?)

  private func history(
    _ records: [Record], personCount: Int = 1, bridging: Int = 0
  ) throws -> RegistrationHistory {
    try RegistrationHistory(
      personCount: personCount, persons: records.map { Int32($0.person) },
      from: records.map { day($0.from) }, to: records.map { $0.to.map { day($0) } },
      bridgedGapDays: bridging)
  }

  private func stretch(_ from: Int, _ to: Int?) -> RegistrationHistory.Stretch {
    .init(from: day(from), to: to.map { day($0) })
  }

  @Test("registrations that overlap or touch are one stretch, those with a gap are two")
  func merging() throws {
    #expect(try history([(0, 0, 10), (0, 5, 20)]).stretches == [stretch(0, 20)])
    #expect(try history([(0, 0, 10), (0, 11, 20)]).stretches == [stretch(0, 20)])
    #expect(try history([(0, 0, 10), (0, 12, 20)]).stretches == [stretch(0, 10), stretch(12, 20)])
    #expect(try history([(0, 0, 30), (0, 5, 20)]).stretches == [stretch(0, 30)])
    #expect(try history([(0, 0, 10), (0, 5, nil)]).stretches == [stretch(0, nil)])
    #expect(try history([(0, 0, nil), (0, 5, 20)]).stretches == [stretch(0, nil)])
    #expect(try history([(0, 5, 5), (0, 0, 4)]).stretches == [stretch(0, 5)])
  }

  @Test("gaps up to the chosen number of days are closed")
  func bridging() throws {
    let records: [Record] = [(0, 0, 10), (0, 14, 20), (0, 25, nil)]
    #expect(try history(records, bridging: 2).stretches.count == 3)
    let three = try history(records, bridging: 3)
    #expect(three.stretches == [stretch(0, 20), stretch(25, nil)])
    #expect(three.account.bridgedCount == 1 && three.account.bridgedDays == 3)
    #expect(try history(records, bridging: 4).stretches == [stretch(0, nil)])
  }

  @Test("the account adds up to the records")
  func account() throws {
    let history = try history(
      [(0, 0, 10), (0, 5, 20), (0, 21, 30), (0, 33, 40), (2, 0, nil), (2, 9, nil), (0, 90, 99)],
      personCount: 4, bridging: 2)
    let account = history.account
    #expect(account.recordCount == 7 && account.overlappingCount == 2)
    #expect(account.touchingCount == 1 && account.bridgedCount == 1)
    #expect(history.stretches.count == 3 && history.offsets == [0, 2, 2, 3, 3])
    #expect(account.unregisteredPersonCount == 2)
  }

  @Test("the stretch that holds a day is found at both its ends and not in a gap")
  func holding() throws {
    let history = try history([(0, 0, 10), (0, 20, 30), (1, 5, nil)], personCount: 3)
    #expect(history.stretch(of: 0, holding: day(0)) == stretch(0, 10))
    #expect(history.stretch(of: 0, holding: day(10)) == stretch(0, 10))
    #expect(history.stretch(of: 0, holding: day(30)) == stretch(20, 30))
    for missing in [-1, 11, 19, 31] {
      #expect(history.stretch(of: 0, holding: day(missing)) == nil)
    }
    #expect(history.stretch(of: 1, holding: day(9_000)) == stretch(5, nil))
    #expect(history.stretch(of: 2, holding: day(0)) == nil)
  }

  @Test("days are cut by leaving, death and the end of the data; the day of death counts")
  func days() throws {
    let history = try history([(0, 0, 10), (0, 20, nil)])
    func days(_ first: Int, _ last: Int, death: Int? = nil, cutOff: Int = 1_000) -> Int {
      history.days(
        of: 0, from: day(first), through: day(last), death: death.map { day($0) },
        cutOff: day(cutOff))
    }
    #expect(days(0, 10) == 11 && days(5, 25) == 12 && days(11, 19) == 0)
    #expect(days(5, 25, death: 22) == 9 && days(5, 25, death: 8) == 4)
    #expect(days(5, 25, cutOff: 20) == 7 && days(5, 25, death: 22, cutOff: 6) == 2)
    #expect(days(5, 25, death: 1) == 0)
  }

  @Test("dates that cannot be are refused with their row")
  func errors() {
    #expect(throws: RegistrationError.endsBeforeStart(row: 1)) {
      try history([(0, 0, 10), (0, 5, 4)])
    }
    #expect(throws: RegistrationError.unknownPerson(row: 0, personCount: 1)) {
      try history([(1, 0, 10)])
    }
    #expect(RegistrationError.endsBeforeStart(row: 1).location == "registration 2")
  }

  @Test("merged stretches cover the days that the records cover, in any order", arguments: 0..<20)
  func bruteForce(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    func draw(_ limit: Int) -> Int { Int(generator.uniform() * Double(limit)) }
    let records: [Record] = (0..<25).map { _ in
      let from = draw(200)
      return (draw(3), from, from + draw(15))
    }
    let history = try history(records, personCount: 3)
    let shuffled = records.map { ($0, generator.uniform()) }.sorted { $0.1 < $1.1 }.map(\.0)
    #expect(try self.history(shuffled, personCount: 3).stretches == history.stretches)
    let account = history.account
    #expect(
      history.stretches.count + account.overlappingCount + account.touchingCount
        + account.bridgedCount == records.count)
    for person in 0..<3 {
      var covered: Set<Int> = []
      for record in records where record.person == person {
        covered.formUnion(record.from...(record.to ?? 0))
      }
      for number in -5..<230 {
        let isHeld = history.stretch(of: person, holding: day(number)) != nil
        #expect(isHeld == covered.contains(number))
      }
      let inside = covered.filter { (50...150).contains($0) }.count
      #expect(
        history.days(of: person, from: day(50), through: day(150), death: nil, cutOff: day(500))
          == inside)
    }
  }
}
