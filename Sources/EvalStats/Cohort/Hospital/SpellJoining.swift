/// Joins the episodes of one person at a time to spells.
struct SpellJoining {
  /// One spell of the person at hand.
  struct Spell {
    /// Rows of the first and the last episode.
    var first: Int32
    var last: Int32
    var episodeCount: Int32
    var admission: Day
    var discharge: Day?
  }

  private let episodes: ConsultantEpisodes
  /// Rows left out so far.
  private(set) var duplicateCount = 0
  // Kept from person to person, so that nobody costs an allocation.
  private var own: [Int32] = []
  private var byAdmission: [Int32] = []
  private var links = DisjointSets()
  private var spellOfRoot: [Int32] = []

  init(_ episodes: ConsultantEpisodes) { self.episodes = episodes }

  /// Appends the spells of a person in order of admission, discharge and provider.
  mutating func appendSpells(of rows: ArraySlice<Int32>, to spells: inout [Spell]) {
    guard !rows.isEmpty else { return }
    own.removeAll(keepingCapacity: true)
    own.append(contentsOf: rows)
    own.sort { [episodes] in episodes.precedes(Int($0), Int($1)) }
    removeDuplicates()
    links.reset(count: own.count)
    var first = 0
    while first < own.count {
      var end = first + 1
      while end < own.count, provider(end) == provider(first) { end += 1 }
      link(first..<end)
      first = end
    }
    let before = spells.count
    collect(into: &spells)
    guard spells.count - before > 1 else { return }
    let sorted = spells[before...].sorted { left, right in
      (
        left.admission, left.discharge ?? SpellJoining.never,
        episodes.providers[Int(left.first)], left.first
      ) < (
        right.admission, right.discharge ?? SpellJoining.never,
        episodes.providers[Int(right.first)], right.first
      )
    }
    for (place, spell) in sorted.enumerated() { spells[before + place] = spell }
  }

  private static let never = Day(daysSinceEpoch: Int32.max)

  private mutating func removeDuplicates() {
    var kept = 1
    for place in 1..<own.count {
      let row = Int(own[place])
      let last = Int(own[kept - 1])
      if episodes.areDuplicates(row, last) {
        duplicateCount += 1
      } else {
        own[kept] = own[place]
        kept += 1
      }
    }
    own.removeSubrange(kept...)
  }

  private func provider(_ place: Int) -> Int32 { episodes.providers[Int(own[place])] }
  private func start(_ place: Int) -> Day { episodes.starts[Int(own[place])] }

  /// Links the episodes of one provider, which stand in order of their first days.
  private mutating func link(_ places: Range<Int>) {
    guard places.count > 1 else { return }
    for place in places.dropFirst() where start(place) == start(place - 1) {
      links.join(place, place - 1)
    }
    byAdmission.removeAll(keepingCapacity: true)
    byAdmission.append(contentsOf: places.lazy.map { Int32($0) })
    byAdmission.sort { [episodes, own] in
      (episodes.admissions[Int(own[Int($0)])], $0) < (episodes.admissions[Int(own[Int($1)])], $1)
    }
    for (one, next) in zip(byAdmission, byAdmission.dropFirst())
    where episodes.admissions[Int(own[Int(one)])] == episodes.admissions[Int(own[Int(next)])] {
      links.join(Int(one), Int(next))
    }
    for place in places {
      let row = Int(own[place])
      guard episodes.leavesByTransfer[row], let end = episodes.ends[row] ?? episodes.discharges[row]
      else { continue }
      // All that start on a day are linked already, so that the first of them stands for all.
      let follower = firstPlace(in: places, startingOn: end)
      if follower < places.upperBound, start(follower) == end { links.join(place, follower) }
    }
  }

  /// The first place whose episode starts on a day or later.
  private func firstPlace(in places: Range<Int>, startingOn day: Day) -> Int {
    var low = places.lowerBound
    var high = places.upperBound
    while low < high {
      let middle = (low + high) / 2
      if start(middle) < day { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func collect(into spells: inout [Spell]) {
    let before = spells.count
    spellOfRoot.removeAll(keepingCapacity: true)
    spellOfRoot.append(contentsOf: repeatElement(-1, count: own.count))
    for place in own.indices {
      let row = own[place]
      let root = links.root(of: place)
      if spellOfRoot[root] < 0 {
        spellOfRoot[root] = Int32(spells.count)
        spells.append(
          Spell(
            first: row, last: row, episodeCount: 1, admission: episodes.admissions[Int(row)],
            discharge: nil))
      } else {
        let spell = Int(spellOfRoot[root])
        spells[spell].last = row
        spells[spell].episodeCount += 1
        spells[spell].admission = min(
          spells[spell].admission, episodes.admissions[Int(row)])
      }
    }
    for spell in before..<spells.count {
      spells[spell].discharge = episodes.discharges[Int(spells[spell].last)]
    }
    // Some extracts put the day of discharge on another episode than the last. It ends the spell if
    // it is of the same admission and not before the last episode's start.
    for place in own.indices {
      let row = Int(own[place])
      let spell = Int(spellOfRoot[links.root(of: place)])
      let last = Int(spells[spell].last)
      guard episodes.discharges[last] == nil, let discharge = episodes.discharges[row],
        discharge >= episodes.starts[last],
        episodes.admissions[row] == episodes.admissions[last]
      else { continue }
      spells[spell].discharge = max(spells[spell].discharge ?? discharge, discharge)
    }
  }
}
