import EvalStats
import Testing

@Suite("Stays and readmissions from spells")
struct StaysFromSpellsTests {
  private func stays(_ rows: [HandMadeEpisode], deaths: [Day?]? = nil) throws -> HospitalStays {
    let spells = HospitalSpells(try ConsultantEpisodes(rows))
    return HospitalStays(ContinuousSpells(spells), of: spells, deaths: deaths)
  }

  @Test(
    "a stay takes method from its first spell, end and death from its last, and all its episodes")
  func columns() throws {
    let stays = try stays([
      .stay(10, 12, leaves: true), .stay(12, 30, provider: 2, method: .booked, dies: true),
      .stay(50, 50, method: .booked, patientClass: .dayCase),
      .stay(60, 60, method: .planned, patientClass: .regularDay),
    ])
    #expect(stays.persons == [0, 0] && stays.admissions == [day(10), day(50)])
    #expect(stays.discharges == [day(30), day(50)] && stays.episodeCounts == [2, 1])
    #expect(stays.isEmergency == [true, false] && stays.isDayCase == [false, true])
    #expect(stays.endsInDeath == [true, false] && stays.regularAttenderCount == 1)
    #expect(stays.joining == .continuous)
  }

  @Test("single-episode stays agree with joining by columns", arguments: 0..<20)
  func agreement(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    func draw(_ limit: Int) -> Int { Int(generator.uniform() * Double(limit)) }
    // One stay a person and fortnight, so that the two joinings have no overlaps to settle.
    let rows = (0..<60).map { place in
      let from = place / 3 * 14 + draw(4)
      return HandMadeEpisode.stay(
        from, from + 10 - draw(3), person: place % 3, provider: draw(3),
        method: [.accidentAndEmergency, .booked][draw(2)], arrives: draw(2) == 0,
        leaves: draw(2) == 0, dies: draw(9) == 0)
    }
    let stays = try stays(rows)
    let plain = HospitalStays(
      try HospitalEpisodes(
        persons: rows.map(\.person), admissions: rows.map { day($0.admission) },
        ends: rows.map { $0.discharge.map { day($0) } },
        isEmergency: rows.map { $0.method?.isEmergency == true }, providers: rows.map(\.provider),
        arrivesByTransfer: rows.map { $0.source?.isTransfer == true },
        leavesByTransfer: rows.map { $0.destination?.isTransfer == true },
        endsInDeath: rows.map { $0.dischargeMethod?.isDeath == true }))
    #expect(stays.admissions == plain.admissions && stays.discharges == plain.discharges)
    #expect(stays.isEmergency == plain.isEmergency && stays.episodeCounts == plain.episodeCounts)
  }

  @Test("day 30 is a readmission and day 31 none; a transfer is neither discharge nor readmission")
  func readmission() throws {
    func found(_ next: HandMadeEpisode, leaves: Bool = false) throws -> [Bool] {
      Readmissions(after: try stays([.stay(10, 12, leaves: leaves), next]), through: day(200))
        .isReadmitted
    }
    #expect(try found(.stay(42, 44)) == [true, false])
    #expect(try found(.stay(43, 44)) == [false, false])
    #expect(try found(.stay(12, 14, provider: 2)) == [true, false])
    #expect(try found(.stay(12, 14, provider: 2), leaves: true) == [false])
    #expect(try found(.stay(20, 22, method: .booked)) == [false, false])
  }

  @Test("a death that only the register knows is no discharge of someone alive")
  func deaths() throws {
    let rows: [HandMadeEpisode] = [.stay(10, 12), .stay(20, 25)]
    let known = Readmissions(after: try stays(rows, deaths: [day(25)]), through: day(200))
    #expect(known.discharges == [day(12)] && known.deathCount == 1)
    #expect(Readmissions(after: try stays(rows), through: day(200)).discharges.count == 2)
    let later = Readmissions(after: try stays(rows, deaths: [day(26)]), through: day(200))
    #expect(later.discharges.count == 2)
  }

  @Test("counts by person and window go by the day of discharge")
  func counts() throws {
    let found = Readmissions(
      after: try stays([
        .stay(10, 12), .stay(20, 25), .stay(100, 110), .stay(15, 18, person: 2),
      ]), through: day(300))
    func counts(_ person: Int, _ first: Int, _ last: Int) -> [Int] {
      let counts = found.counts(of: person, from: day(first), through: day(last))
      return [counts.discharges, counts.readmitted]
    }
    #expect(counts(0, 0, 300) == [3, 1] && counts(0, 12, 12) == [1, 1])
    #expect(counts(0, 13, 110) == [2, 0] && counts(0, 13, 24) == [0, 0])
    #expect(counts(1, 0, 300) == [0, 0] && counts(2, 0, 300) == [1, 0])
  }

  @Test("definitions name their source and keep emergencies apart from non-elective admissions")
  func definitions() {
    let definitions = [
      NamedDefinition.emergencyAdmission, .nonElectiveAdmission, .thirtyDayEmergencyReadmission,
      AmbulatoryCareSensitive.definition,
    ]
    #expect(Set(definitions.map(\.name)).count == 4)
    #expect(definitions.allSatisfy { $0.wording.hasSuffix(".") && !$0.source.isEmpty })
    #expect(NamedDefinition.mixedAdmissionsWarning.contains("two outcomes"))
  }
}
