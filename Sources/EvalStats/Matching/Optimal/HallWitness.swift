/// Finds the groups for whom there are too few partners.
///
/// From everyone left out go all the partners they might have; from those, all who have them; and so
/// on. In a match of as many as possible no partner met on the way is free, or the way would end in
/// one more pair: so those met share too few partners (the over-determined part of Dulmage and
/// Mendelsohn 1958, doi:10.4153/CJM-1958-052-0).
struct HallWitness {
  /// One for each connected group, and one for each stratum's people without anyone; largest first.
  let shortages: [Shortage]

  /// - Parameters:
  ///   - partners: for each focal unit the places of its partners, forced ones first.
  ///   - held: the forced ones.
  /// - Complexity: O(pairs of the groups)
  init(
    _ resolved: ResolvedDesign, table: Table, pairs: AdmissiblePairs, partners: [[Int]],
    held: [[Int]]
  ) {
    var search = Search(resolved, pairs: pairs, partners: partners, held: held)
    for focal in partners.indices where partners[focal].isEmpty { search.explore(from: focal) }
    let labels = StratumLabels(resolved, table: table)
    shortages = search.groups.filter { !$0.focals.isEmpty }.map { group in
      Shortage(
        arm: resolved.design.estimand.isFocalTreated ? .treated : .control,
        focalCount: group.focals.count, partnerCount: group.partnerCount,
        fewest: resolved.design.minimumRatio,
        stratum: labels.values(of: pairs.focalRows[group.focals[0]]),
        calipers: resolved.design.calipers)
    }.sorted { ($0.focalCount, $0.partnerCount) > ($1.focalCount, $1.partnerCount) }
  }

  struct Group {
    var focals: [Int]
    var partnerCount: Int
  }

  private struct Search {
    let resolved: ResolvedDesign
    let pairs: AdmissiblePairs
    let held: [[Int]]
    var groups: [Group] = []
    private var owners: [Int: Int] = [:]
    private var groupOfPerson: [Int32: Int] = [:]
    private var groupOfFocal: [Int: Int] = [:]
    private var isolated: [Int32: Int] = [:]

    init(
      _ resolved: ResolvedDesign, pairs: AdmissiblePairs, partners: [[Int]], held: [[Int]]
    ) {
      self.resolved = resolved
      self.pairs = pairs
      self.held = held
      for (focal, places) in partners.enumerated() {
        for place in places where !held[focal].contains(place) { owners[place] = focal }
      }
    }

    mutating func explore(from start: Int) {
      guard groupOfFocal[start] == nil else { return }
      var group = Group(focals: [], partnerCount: 0)
      let number = groups.count
      var members: [Int32: [Int]] = [:]
      if resolved.units != nil {
        for place in pairs.partnerRows.indices {
          members[resolved.unit(pairs.partnerRows[place]), default: []].append(place)
        }
      }
      var waiting = [start]
      groupOfFocal[start] = number
      while let focal = waiting.popLast() {
        group.focals.append(focal)
        for arc in pairs.nearest(focal, count: pairs.scopes[focal].count + 1).arcs {
          let person = resolved.unit(pairs.partnerRows[Int(arc.partner)])
          if let other = groupOfPerson[person] {
            if other != number { absorb(other, into: &group, number: number) }
            continue
          }
          groupOfPerson[person] = number
          group.partnerCount += 1
          for place in members[person] ?? [Int(arc.partner)] {
            guard let owner = owners[place], groupOfFocal[owner] == nil else { continue }
            groupOfFocal[owner] = number
            waiting.append(owner)
          }
        }
      }
      let stratum = resolved.strata.strata[pairs.focalRows[start]]
      if group.partnerCount == 0, let number = isolated[stratum] {
        groups[number].focals += group.focals
        return
      }
      if group.partnerCount == 0 { isolated[stratum] = number }
      groups.append(group)
    }

    /// Joins a group found before, which shares a partner.
    private mutating func absorb(_ other: Int, into group: inout Group, number: Int) {
      for (person, group) in groupOfPerson where group == other { groupOfPerson[person] = number }
      for (focal, group) in groupOfFocal where group == other { groupOfFocal[focal] = number }
      group.focals += groups[other].focals
      group.partnerCount += groups[other].partnerCount
      groups[other] = Group(focals: [], partnerCount: 0)
    }
  }
}

/// The values of the exact columns, in words.
struct StratumLabels {
  private let columns: [(name: String, column: Column)]

  init(_ resolved: ResolvedDesign, table: Table) {
    columns = resolved.design.exact.compactMap { name in
      (try? table.column(name)).map { (name, $0) }
    }
  }

  func values(of row: Int) -> [Shortage.Value] {
    columns.map { .init(column: $0.name, value: $0.column.label(row)) }
  }
}

extension Column {
  /// A value in words; "missing" where there is none.
  fileprivate func label(_ row: Int) -> String {
    let text: String? =
      switch self {
      case .real(let values): values[row].map { "\($0)" }
      case .integer(let values): values[row].map { "\($0)" }
      case .factor(let factor): factor[row]
      case .text(let values): values[row]
      case .day(let values): values[row].map { "\($0)" }
      case .boolean(let values): values[row].map { "\($0)" }
      }
    return text ?? "missing"
  }
}
