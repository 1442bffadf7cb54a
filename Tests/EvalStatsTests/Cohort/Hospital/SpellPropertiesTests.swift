import EvalStats
import Testing

@Suite("Spells of random episodes")
struct SpellPropertiesTests {
  /// A few people with many episodes on few days, so that every rule applies often.
  private func randomRows(_ generator: inout SeededGenerator, count: Int) -> [HandMadeEpisode] {
    func draw(_ limit: Int) -> Int { Int(generator.uniform() * Double(limit)) }
    return (0..<count).map { _ in
      let admission = draw(20)
      let start = admission + draw(4)
      let end = draw(8) == 0 ? nil : start + draw(5)
      let discharge = end.flatMap { draw(3) == 0 ? nil : $0 + draw(2) }
      return HandMadeEpisode(
        person: draw(4), provider: draw(3), admission: admission, start: start, end: end,
        discharge: discharge, method: AdmissionMethod.allCases[draw(18)], order: 1 + draw(2),
        source: draw(4) == 0 ? .otherProviderGeneralWard : .usualResidence,
        destination: draw(3) == 0 ? .otherProviderGeneralWard : .usualResidence)
    }
  }

  /// The groups of rows by the rules, each pair of rows compared until nothing changes.
  private func naiveGroups(_ rows: [HandMadeEpisode]) -> [Set<Int>] {
    func leaves(_ row: HandMadeEpisode, on day: Int) -> Bool {
      row.destination == .otherProviderGeneralWard && (row.end ?? row.discharge) == day
    }
    func linked(_ a: HandMadeEpisode, _ b: HandMadeEpisode) -> Bool {
      a.person == b.person && a.provider == b.provider
        && (a.admission == b.admission || a.start == b.start || leaves(a, on: b.start)
          || leaves(b, on: a.start))
    }
    var labels = Array(rows.indices)
    var changed = true
    while changed {
      changed = false
      for a in rows.indices {
        for b in rows.indices where linked(rows[a], rows[b]) && labels[a] != labels[b] {
          labels[a] = min(labels[a], labels[b])
          labels[b] = labels[a]
          changed = true
        }
      }
    }
    return Dictionary(grouping: rows.indices, by: { labels[$0] }).values.map { Set($0) }
  }

  private func withoutDuplicates(_ rows: [HandMadeEpisode]) -> [HandMadeEpisode] {
    var kept: [HandMadeEpisode] = []
    for row in rows
    where !kept.contains(where: {
      $0.person == row.person && $0.provider == row.provider && $0.start == row.start
        && $0.end == row.end && $0.order == row.order
    }) {
      kept.append(row)
    }
    return kept
  }

  @Test("spells are the groups that comparing every pair gives", arguments: 0..<40)
  func bruteForce(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rows = withoutDuplicates(randomRows(&generator, count: 30))
    let spells = HospitalSpells(try ConsultantEpisodes(rows, personCount: 4))
    let groups = naiveGroups(rows)
    #expect(spells.count == groups.count && spells.account.duplicateCount == 0)
    for spell in 0..<spells.count {
      let first = Int(spells.firstEpisodes[spell])
      let group = try #require(groups.first { $0.contains(first) })
      #expect(Int(spells.episodeCounts[spell]) == group.count)
      #expect(group.contains(Int(spells.lastEpisodes[spell])))
      #expect(spells.admissions[spell] == group.map { day(rows[$0].admission) }.min())
      #expect(group.allSatisfy { rows[$0].start >= rows[first].start })
    }
  }

  @Test("the order of rows changes nothing but their numbers", arguments: 0..<40)
  func permutation(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(1_000 + seed))
    let rows = randomRows(&generator, count: 40)
    let shuffled = rows.map { ($0, generator.uniform()) }.sorted { $0.1 < $1.1 }.map(\.0)
    let spells = HospitalSpells(try ConsultantEpisodes(rows, personCount: 4))
    let again = HospitalSpells(try ConsultantEpisodes(shuffled, personCount: 4))
    #expect(spells.account == again.account)
    #expect(spells.persons == again.persons && spells.providers == again.providers)
    #expect(spells.admissions == again.admissions && spells.discharges == again.discharges)
    #expect(spells.methods == again.methods && spells.episodeCounts == again.episodeCounts)
    let (one, other) = (ContinuousSpells(spells), ContinuousSpells(again))
    #expect(one.admissions == other.admissions && one.discharges == other.discharges)
    #expect(one.spellCounts == other.spellCounts)
  }

  @Test("a spell continues the one that ended last of those it may continue", arguments: 0..<40)
  func continuousBruteForce(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(2_000 + seed))
    let rows = randomRows(&generator, count: 30)
    let spells = HospitalSpells(try ConsultantEpisodes(rows, personCount: 4))
    let continuous = ContinuousSpells(spells)
    var labels = Array(0..<spells.count)
    for next in 0..<spells.count {
      func gap(_ one: Int) -> Int? {
        spells.persons[one] == spells.persons[next]
          ? spells.discharges[one]?.distance(to: spells.admissions[next]) : nil
      }
      let ended = (0..<next).filter { one in
        guard let days = gap(one) else { return false }
        return (0...3).contains(days)
          && (spells.leavesByTransfer[one] || spells.arrivesByTransfer[next])
      }
      let lasting = (0..<next).filter { one in
        spells.arrivesByTransfer[next] && (gap(one) ?? 0) < 0
      }
      let earlier = ended.isEmpty ? lasting : ended
      let last = earlier.max {
        (spells.discharges[$0] ?? day(0), $0) < (spells.discharges[$1] ?? day(0), $1)
      }
      if let last { labels[next] = labels[last] }
    }
    let groups = Dictionary(grouping: 0..<spells.count, by: { labels[$0] })
    #expect(continuous.count == groups.count)
    #expect(continuous.joinedCount == spells.count - groups.count)
    for group in groups.values {
      let own = Set(group.map { continuous.continuousSpellOfSpell[$0] })
      #expect(own.count == 1)
      let place = Int(try #require(own.first))
      #expect(Int(continuous.spellCounts[place]) == group.count)
      #expect(continuous.admissions[place] == group.map { spells.admissions[$0] }.min())
      let isOpen = group.contains { spells.discharges[$0] == nil }
      #expect(
        continuous.discharges[place]
          == (isOpen ? nil : group.compactMap { spells.discharges[$0] }.max()))
    }
  }
}
