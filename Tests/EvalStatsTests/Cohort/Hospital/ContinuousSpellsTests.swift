import EvalStats
import Testing

@Suite("Continuous spells")
struct ContinuousSpellsTests {
  private func join(
    _ rows: [HandMadeEpisode], largestGap: Int = 3
  ) throws -> (spells: HospitalSpells, continuous: ContinuousSpells) {
    let spells = HospitalSpells(try ConsultantEpisodes(rows))
    return (spells, ContinuousSpells(spells, largestGap: largestGap))
  }

  @Test("a code on either side joins up to three days on; without one nothing is joined")
  func gap() throws {
    func count(_ next: Int, arrives: Bool = false, leaves: Bool = false) throws -> Int {
      try join([
        .stay(10, 12, leaves: leaves), .stay(next, 30, provider: 2, arrives: arrives),
      ]).continuous.count
    }
    #expect(try count(12) == 2)
    #expect(try count(12, arrives: true) == 1)
    #expect(try count(12, leaves: true) == 1)
    #expect(try count(15, leaves: true) == 1)
    #expect(try count(15, arrives: true) == 1)
    #expect(try count(16, arrives: true, leaves: true) == 2)
  }

  @Test("admission methods 2B and 81 are transfer codes too")
  func methods() throws {
    for method in [AdmissionMethod.emergencyTransfer, .transferOtherThanEmergency] {
      let joined = try join([.stay(10, 12), .stay(13, 20, provider: 2, method: method)])
      #expect(joined.continuous.count == 1)
    }
  }

  @Test("three hospitals on one day are one stay, in whatever order they are numbered")
  func threeHospitals() throws {
    for providers in [[1, 2, 3], [3, 2, 1], [2, 3, 1]] {
      let joined = try join([
        .stay(10, 10, provider: providers[0], leaves: true),
        .stay(10, 10, provider: providers[1], arrives: true, leaves: true),
        .stay(10, 18, provider: providers[2], arrives: true),
      ])
      #expect(joined.continuous.count == 1 && joined.continuous.spellCounts == [3])
      #expect(joined.continuous.discharges == [day(18)] && joined.continuous.joinedCount == 2)
    }
  }

  @Test("three hospitals in a row are one stay from the first admission to the last discharge")
  func inARow() throws {
    let (spells, continuous) = try join([
      .stay(10, 12, provider: 3, leaves: true), .stay(13, 20, provider: 1, leaves: true),
      .stay(22, 40, provider: 2), .stay(60, 61, provider: 2),
    ])
    #expect(continuous.count == 2 && continuous.spellCounts == [3, 1])
    #expect(continuous.admissions == [day(10), day(60)])
    #expect(continuous.discharges == [day(40), day(61)])
    #expect(continuous.firstSpells == [0, 3] && continuous.lastSpells == [2, 3])
    #expect(spells.count == 4 && continuous.continuousSpellOfSpell == [0, 0, 0, 1])
  }

  @Test("a day elsewhere during a long stay does not hide where the next stay came from")
  func nested() throws {
    let (_, continuous) = try join([
      .stay(10, 30, leaves: true), .stay(15, 15, provider: 2, patientClass: .dayCase),
      .stay(31, 40, provider: 3),
    ])
    #expect(continuous.count == 2 && continuous.continuousSpellOfSpell == [0, 1, 0])
  }

  @Test("a transfer into a stay elsewhere while the bed is kept is part of it, other care is not")
  func bedKept() throws {
    func count(arrives: Bool) throws -> Int {
      try join([
        .stay(10, 30, leaves: true), .stay(15, 17, provider: 2, arrives: arrives),
      ]).continuous.count
    }
    #expect(try count(arrives: true) == 1)
    #expect(try count(arrives: false) == 2)
    // Where one had just ended and another had not, it came from the first.
    let (_, continuous) = try join([
      .stay(10, 14), .stay(12, 40, provider: 2), .stay(15, 18, provider: 3, arrives: true),
    ])
    #expect(continuous.continuousSpellOfSpell == [0, 1, 0])
  }

  @Test("what is not over is continued by nothing, but may continue and leaves the stay open")
  func unfinished() throws {
    #expect(
      try join([.stay(10, nil), .stay(12, 20, provider: 2, arrives: true)]).continuous.count == 2)
    let open = try join([.stay(10, 12, leaves: true), .stay(12, nil, provider: 2)]).continuous
    #expect(open.count == 1 && open.discharges == [nil] && open.lastSpells == [1])
  }

  @Test("people are never joined to one another, and the gap is the caller's to choose")
  func people() throws {
    let two = try join([.stay(10, 12, leaves: true), .stay(12, 20, person: 1, provider: 2)])
    #expect(two.continuous.count == 2 && two.continuous.offsets == [0, 1, 2])
    let rows: [HandMadeEpisode] = [.stay(10, 12, leaves: true), .stay(13, 20, provider: 2)]
    #expect(try join(rows, largestGap: 0).continuous.count == 2)
    #expect(try join(rows, largestGap: 1).continuous.count == 1)
  }
}
