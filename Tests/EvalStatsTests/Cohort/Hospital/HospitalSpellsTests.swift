import EvalStats
import Testing

@Suite("Spells from episodes")
struct HospitalSpellsTests {
  private func spells(_ rows: [HandMadeEpisode]) throws -> HospitalSpells {
    HospitalSpells(try ConsultantEpisodes(rows))
  }

  @Test("episodes of one admission are a spell that begins as the first and ends as the last")
  func oneAdmission() throws {
    let rows: [HandMadeEpisode] = [
      .init(admission: 10, start: 14, end: 20, discharge: 20, method: nil, order: 2),
      .init(admission: 10, start: 10, end: 14, discharge: nil, method: .generalPractitioner),
    ]
    let spells = try spells(rows)
    #expect(spells.count == 1)
    #expect(spells.admissions == [day(10)] && spells.discharges == [day(20)])
    #expect(spells.methods == [.generalPractitioner])
    #expect(spells.firstEpisodes == [1] && spells.lastEpisodes == [0])
    #expect(spells.episodeCounts == [2] && spells.bedDays(of: 0) == 10)
    #expect(spells.account.mergedCount == 1)
  }

  @Test("episodes that start on one day are a spell though their admissions differ")
  func oneStart() throws {
    let rows: [HandMadeEpisode] = [
      .init(admission: 10, start: 12, end: 13, discharge: nil),
      .init(admission: 12, start: 12, end: 15, discharge: 15, order: 2),
    ]
    let spells = try spells(rows)
    #expect(spells.count == 1 && spells.admissions == [day(10)] && spells.bedDays(of: 0) == 5)
  }

  @Test("a provider's own transfer joins on the day it happens, no other discharge does")
  func transferWithin() throws {
    func count(_ leaves: Bool, next: Int, provider: Int = 1) throws -> Int {
      try spells([.stay(10, 12, leaves: leaves), .stay(next, 20, provider: provider)]).count
    }
    #expect(try count(true, next: 12) == 1)
    #expect(try count(false, next: 12) == 2)
    #expect(try count(true, next: 13) == 2)
    #expect(try count(true, next: 12, provider: 2) == 2)
  }

  @Test("of a transfer on the day the spell lasts while its second part is not over")
  func unfinishedAfterTransfer() throws {
    let spells = try spells([.stay(10, 12, leaves: true), .stay(12, nil)])
    #expect(spells.count == 1 && spells.discharges == [nil] && spells.bedDays(of: 0) == nil)
    #expect(spells.account.unfinishedCount == 1)
  }

  @Test("one admission date with two providers is two spells")
  func providers() throws {
    let spells = try spells([.stay(10, 12), .stay(10, 15, provider: 2)])
    #expect(spells.count == 2 && spells.providers == [1, 2])
  }

  @Test("episodes linked through a third are one spell")
  func linked() throws {
    // The first and second share an admission, the second and third a first day.
    let rows: [HandMadeEpisode] = [
      .init(admission: 10, start: 10, end: 12, discharge: nil),
      .init(admission: 10, start: 12, end: 14, discharge: nil, order: 2),
      .init(admission: 12, start: 12, end: 18, discharge: 18, order: 3),
    ]
    let spells = try spells(rows)
    #expect(spells.count == 1 && spells.episodeCounts == [3] && spells.discharges == [day(18)])
  }

  @Test("a row recorded twice counts once, by person, provider, start, end and order")
  func duplicates() throws {
    let row = HandMadeEpisode.stay(10, 12)
    var other = row
    other.order = 2
    var elsewhere = row
    elsewhere.provider = 2
    let spells = try spells([row, row, other, elsewhere, row])
    #expect(spells.count == 2 && spells.episodeCounts == [2, 1])
    #expect(spells.account.duplicateCount == 2 && spells.account.mergedCount == 1)
    #expect(spells.firstEpisodes == [0, 3])
  }

  @Test("a discharge on another episode of the admission ends the spell, an earlier one does not")
  func dischargeElsewhere() throws {
    let repeated: [HandMadeEpisode] = [
      .init(admission: 10, start: 10, end: 12, discharge: 20),
      .init(admission: 10, start: 12, end: 20, discharge: nil, order: 2),
    ]
    #expect(try spells(repeated).discharges == [day(20)])
    let early: [HandMadeEpisode] = [
      .init(admission: 10, start: 10, end: 12, discharge: 12),
      .init(admission: 10, start: 13, end: nil, discharge: nil, order: 2),
    ]
    #expect(try spells(early).discharges == [nil])
  }

  @Test("unknown providers are one provider, and counted")
  func unknownProvider() throws {
    let spells = try spells([.stay(10, 12, provider: -1), .stay(10, 15, provider: -1)])
    #expect(spells.count == 1 && spells.account.unknownProviderCount == 2)
  }

  @Test("a death in hospital stays with the last episode; a stay within a day has no bed days")
  func death() throws {
    let spells = try spells([.stay(10, 10, dies: true)])
    #expect(spells.endsInDeath == [true] && spells.bedDays(of: 0) == 0)
  }

  @Test("the account adds up, and people without episodes have none")
  func account() throws {
    let rows: [HandMadeEpisode] = [
      .stay(10, 12, person: 2), .stay(10, 12, person: 2), .stay(10, 14, person: 2),
      .stay(30, nil, person: 2), .stay(5, 6, person: 0, method: nil),
    ]
    let spells = HospitalSpells(try ConsultantEpisodes(rows, personCount: 4))
    let account = spells.account
    #expect(account.episodeCount == 5)
    #expect(account.duplicateCount + account.mergedCount + account.spellCount == 5)
    #expect(account.duplicateCount == 1 && account.mergedCount == 1 && account.spellCount == 3)
    #expect(account.unfinishedCount == 1 && account.unknownMethodCount == 1)
    #expect(spells.offsets == [0, 1, 1, 3, 3])
    #expect(HospitalSpells(try ConsultantEpisodes([], personCount: 2)).offsets == [0, 0, 0])
  }

  @Test("settings are told by method and class")
  func settings() throws {
    let spells = try spells([
      .stay(1, 2, method: .waitingList), .stay(5, 5, method: .booked, patientClass: .dayCase),
      .stay(10, 12), .stay(20, 22, method: .maternityBeforeDelivery), .stay(30, 31, method: nil),
      .stay(40, 40, method: .planned, patientClass: .regularDay),
    ])
    func days(_ setting: Setting) -> [Day] { spells.admissionLog(of: setting).days }
    #expect(days(.elective) == [day(1)] && days(.dayCase) == [day(5)])
    #expect(days(.emergency) == [day(10)] && days(.nonElective) == [day(10), day(20)])
    #expect(days(.outpatient).isEmpty)
  }

  @Test("dates that cannot be are refused with their row")
  func errors() {
    let endsEarly = HandMadeEpisode(admission: 10, start: 12, end: 11, discharge: nil)
    let leavesEarly = HandMadeEpisode(admission: 10, start: 12, end: 12, discharge: 9)
    let startsEarly = HandMadeEpisode(admission: 10, start: 9, end: 12, discharge: nil)
    let good = HandMadeEpisode.stay(1, 2)
    #expect(throws: HospitalError.episodeEndsBeforeStart(row: 1)) {
      try ConsultantEpisodes([good, endsEarly])
    }
    #expect(throws: HospitalError.dischargedBeforeAdmission(row: 0)) {
      try ConsultantEpisodes([leavesEarly])
    }
    #expect(throws: HospitalError.episodeStartsBeforeAdmission(row: 2)) {
      try ConsultantEpisodes([good, good, startsEarly])
    }
    #expect(throws: HospitalError.unknownPerson(row: 0, personCount: 3)) {
      try ConsultantEpisodes([.stay(1, 2, person: 3)], personCount: 3)
    }
    #expect(
      HospitalError.episodeEndsBeforeStart(row: 1).description
        == "episode 2: the episode ends before it starts; correct the dates or leave the row out")
    #expect(HospitalError.unknownPerson(row: 0, personCount: 3).code == "unknown-person")
  }
}
