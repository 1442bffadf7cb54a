import EvalStats
import EvalTestSupport
import Testing

@Suite("Spells, stays and readmissions")
struct HospitalStaysTests {
  /// Day 0 is 1 April 2017.
  private static func day(_ number: Int) -> Day {
    Day(daysSinceEpoch: 17_257).advanced(by: number)
  }

  private func episodes(
    _ rows: [(person: Int, provider: Int, from: Int, to: Int?)], emergency: [Int] = [],
    dayCases: [Int] = [], arriving: [Int] = [], leaving: [Int] = [], dying: [Int] = [],
    regular: [Int] = []
  ) throws -> HospitalEpisodes {
    func flags(_ rowNumbers: [Int]) -> [Bool] { rows.indices.map { rowNumbers.contains($0) } }
    return try HospitalEpisodes(
      persons: rows.map(\.person), admissions: rows.map { Self.day($0.from) },
      ends: rows.map { $0.to.map { Self.day($0) } }, isEmergency: flags(emergency),
      providers: rows.map(\.provider),
      patientClasses: rows.indices.map {
        regular.contains($0) ? 3 : dayCases.contains($0) ? 2 : 1
      }, arrivesByTransfer: flags(arriving), leavesByTransfer: flags(leaving),
      endsInDeath: flags(dying))
  }

  @Test("episodes of one admission date are one spell, of two providers two")
  func spells() throws {
    let stays = HospitalStays(
      try episodes([(0, 1, 10, 12), (0, 1, 10, 15), (0, 2, 10, 11), (1, 1, 10, 10)]),
      joining: .spells)
    #expect(stays.persons == [0, 0, 1])
    #expect(stays.episodeCounts == [1, 2, 1])
    #expect((0..<3).map { stays.length(of: $0) } == [1, 5, 0])
  }

  @Test("a transfer on the day joins a provider's own spells")
  func sameProvider() throws {
    let rows = [(0, 1, 10, 12), (0, 1, 12, 20)].map {
      (person: $0.0, provider: $0.1, from: $0.2, to: Optional($0.3))
    }
    #expect(HospitalStays(try episodes(rows), joining: .spells).count == 2)
    let joined = HospitalStays(try episodes(rows, leaving: [0]), joining: .spells)
    #expect(joined.count == 1 && joined.length(of: 0) == 10)
  }

  @Test("continuous stays join within three days where either side is a transfer")
  func continuous() throws {
    func count(_ gap: Int, arriving: [Int] = [], leaving: [Int] = []) throws -> Int {
      HospitalStays(
        try episodes(
          [(0, 1, 10, 12), (0, 2, 12 + gap, 20)], arriving: arriving, leaving: leaving)
      ).count
    }
    #expect(try count(0) == 2)
    #expect(try count(0, leaving: [0]) == 1)
    #expect(try count(3, arriving: [1]) == 1)
    #expect(try count(4, arriving: [1], leaving: [0]) == 2)
    #expect(try count(2, arriving: [0], leaving: [1]) == 2)
    let three = HospitalStays(
      try episodes(
        [(0, 1, 10, 12), (0, 2, 12, 20), (0, 3, 22, 30)], emergency: [0], leaving: [0, 1]))
    #expect(three.count == 1 && three.length(of: 0) == 20 && three.isEmergency == [true])
    #expect(three.episodeCounts == [3])
  }

  @Test("a short stay within a longer one does not hide the longer from a later transfer")
  func overlapping() throws {
    // The stay of days 10 to 30 goes on at another provider; that of days 12 and 13 does not.
    let stays = HospitalStays(
      try episodes([(0, 1, 10, 30), (0, 2, 12, 13), (0, 3, 31, 40)], arriving: [2]))
    #expect((0..<stays.count).map { stays.length(of: $0) } == [30, 1])
    #expect(stays.episodeCounts == [2, 1])
    let spells = HospitalStays(
      try episodes([(0, 1, 10, 30), (0, 1, 12, 13), (0, 1, 30, 35)], leaving: [0]),
      joining: .spells)
    #expect((0..<spells.count).map { spells.length(of: $0) } == [25, 1])
    // Another person's stay is no predecessor, and one that has not ended none either.
    let apart = HospitalStays(
      try episodes(
        [(0, 1, 10, 30), (1, 1, 31, 40), (2, 1, 10, nil), (2, 1, 20, 25)],
        arriving: [1, 3]))
    #expect(apart.count == 4)
  }

  @Test("all episodes of the day a transfer begins go with it")
  func severalEpisodesAfterTransfer() throws {
    let rows = [(0, 1, 10, 15), (0, 1, 15, 18), (0, 1, 15, 20)].map {
      (person: $0.0, provider: $0.1, from: $0.2, to: Optional($0.3))
    }
    let stays = HospitalStays(try episodes(rows, leaving: [0]), joining: .spells)
    #expect(stays.count == 1 && stays.length(of: 0) == 10 && stays.episodeCounts == [3])
  }

  @Test("lengths: mean, median, bed days and the share without a night")
  func lengths() throws {
    let stays = HospitalStays(
      try episodes(
        [
          (0, 1, 0, 0), (1, 1, 0, 1), (2, 1, 0, 3), (3, 1, 0, 10), (4, 1, 5, nil), (5, 1, 3, 3),
          (6, 1, 1, 1),
        ], emergency: [0, 3], dayCases: [5], regular: [6]))
    #expect(stays.regularAttenderCount == 1 && stays.count == 6)
    let summary = try stays.lengths(of: .overnightAndSameDay)
    #expect(summary.stayCount == 4 && summary.unfinishedCount == 1 && summary.bedDays == 14)
    #expect(summary.mean == 3.5 && summary.median == 2 && summary.zeroDayShare == 0.25)
    #expect(try stays.lengths(of: .emergency).mean == 5)
    #expect(try stays.lengths(of: .all).stayCount == 5)
    #expect(throws: OutcomeError.tooFew("stays that have ended", found: 0, needed: 1)) {
      try HospitalStays(try episodes([])).lengths(of: .all)
    }
  }

  @Test("bed days fall on their own days, and an unfinished stay lasts to the end of the data")
  func bedDays() throws {
    let stays = HospitalStays(
      try episodes([(0, 1, 0, 4), (1, 1, 8, nil)], dayCases: []))
    let log = stays.bedDayLog(of: .all, personCount: 2, through: Self.day(10))
    #expect(log.total(of: 0, from: Self.day(0), through: Self.day(30)) == 4)
    #expect(log.total(of: 0, from: Self.day(2), through: Self.day(30)) == 2)
    #expect(log.total(of: 0, from: Self.day(4), through: Self.day(30)) == 0)
    #expect(log.total(of: 1, from: Self.day(0), through: Self.day(30)) == 3)
    let lengths = stays.lengthLog(of: .all, personCount: 2)
    #expect(lengths.total(of: 0, from: Self.day(0), through: Self.day(0)) == 4)
    #expect(lengths.eventCount == 1)
    #expect(stays.admissionLog(of: .all, personCount: 2).eventCount == 2)
    #expect(stays.admissionLog(of: .all, personCount: 2, endedOnly: true).eventCount == 1)
  }

  @Test("a readmission is the next stay, an emergency, 0 to 30 days after discharge")
  func readmissions() throws {
    func readmitted(_ second: Int, emergency: [Int] = [1]) throws -> [Bool] {
      let stays = HospitalStays(
        try episodes([(0, 1, 0, 5), (0, 2, second, second + 2)], emergency: emergency))
      return Readmissions(after: stays, through: Self.day(200)).isReadmitted
    }
    #expect(try readmitted(5) == [true, false])
    #expect(try readmitted(35) == [true, false])
    #expect(try readmitted(36) == [false, false])
    #expect(try readmitted(20, emergency: []) == [false, false])
    // A planned stay in between takes the readmission to itself.
    let stays = HospitalStays(
      try episodes([(0, 1, 0, 5), (0, 1, 10, 11), (0, 1, 20, 22)], emergency: [2]))
    let found = Readmissions(after: stays, through: Self.day(200))
    #expect(found.isReadmitted == [false, true, false])
    #expect(found.share == 1.0 / 3)
    #expect(found.readmissionLog(personCount: 1).days == [Self.day(11)])
    #expect(found.dischargeLog(personCount: 1).eventCount == 3)
  }

  @Test("a planned stay outside of the selection does not take a readmission away")
  func passedOver() throws {
    let stays = HospitalStays(
      try episodes([(0, 1, 0, 5), (0, 1, 10, 11), (0, 1, 20, 22)], emergency: [0, 2]))
    let found = Readmissions(after: stays, of: .emergency, through: Self.day(200))
    #expect(found.isReadmitted == [true, false])
    // An emergency counts whether or not it is of the selection.
    let planned = Readmissions(after: stays, through: Self.day(200))
    #expect(planned.isReadmitted == [false, true, false])
  }

  @Test("a transfer is no readmission; deaths and the end of the data are accounted for")
  func censoring() throws {
    let moved = HospitalStays(
      try episodes([(0, 1, 0, 5), (0, 2, 5, 9)], emergency: [0, 1], leaving: [0]))
    #expect(Readmissions(after: moved, through: Self.day(100)).isReadmitted == [false])
    let stays = HospitalStays(
      try episodes(
        [(0, 1, 0, 5), (1, 1, 0, 5), (2, 1, 60, 75), (3, 1, 0, nil), (4, 1, 0, 70)],
        dying: [0]))
    let found = Readmissions(
      after: stays, through: Self.day(100),
      deaths: [Self.day(5), Self.day(20), nil, nil, nil])
    #expect(found.persons == [1, 4])
    #expect(found.deathCount == 1 && found.unobservedCount == 1)
    #expect(found.diedUnreadmittedCount == 1)
    #expect(Readmissions(after: stays, through: Self.day(100)).diedUnreadmittedCount == nil)
    #expect(Readmissions(after: stays, through: Self.day(1)).share == nil)
  }

  @Test("days per stay change by the ratio of means, clustered by set")
  func perUse() throws {
    func counts(_ before: [Double], _ after: [Double]) -> PrePostCounts {
      PrePostCounts(
        arms: [.treated, .control, .treated, .control, .treated, .control],
        sets: [0, 0, 1, 1, 2, 2],
        persons: Array(0..<6), weights: Array(repeating: 1, count: 6), before: before,
        timeBefore: Array(repeating: 6, count: 6), after: after,
        timeAfter: Array(repeating: 6, count: 6))
    }
    let days = counts([10, 4, 6, 8, 8, 3], [4, 4, 0, 6, 2, 5])
    let stays = counts([2, 1, 1, 2, 2, 1], [2, 1, 0, 2, 1, 1])
    let change = try PerUseChange(days, per: stays, named: "days per stay")
    #expect(agree(change.mean(of: .treated, .before), 24.0 / 5, relative: 1e-14))
    #expect(agree(change.mean(of: .control, .after), 15.0 / 4, relative: 1e-14))
    let ratio = try change.ratio()
    #expect(agree(ratio.estimate, (2 / 4.8) / (15.0 / 15.0), relative: 1e-13))
    #expect(ratio.estimand == "ratio of changes in days per stay")
    let difference = try change.difference()
    #expect(agree(difference.estimate, (2 - 4.8) - (3.75 - 3.75), relative: 1e-12))
    #expect(difference.estimand == "difference in differences of days per stay")
    #expect(!difference.method.contains("rates"))
    #expect(
      throws: ChangeError.eventsWithoutTime(row: 2, .after)
    ) {
      try PerUseChange(
        counts([10, 4, 6, 8, 8, 3], [4, 4, 1, 6, 2, 5]), per: stays, named: "days per stay")
    }
  }

  @Test("a stay that ends before it begins and a class that is none are refused")
  func refusals() {
    #expect(throws: OutcomeError.endsBeforeStart(row: 0)) {
      try episodes([(0, 1, 5, 4)])
    }
    #expect(throws: OutcomeError.invalidValue(column: "patientClasses", row: 0, allowed: "1 to 5"))
    {
      try HospitalEpisodes(
        persons: [0], admissions: [Self.day(0)], ends: [nil], isEmergency: [true],
        patientClasses: [9])
    }
    #expect(throws: OutcomeError.invalidValue(column: "persons", row: 0, allowed: "0 or more")) {
      try HospitalEpisodes(
        persons: [-1], admissions: [Self.day(0)], ends: [nil], isEmergency: [true])
    }
  }
}
