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

  private struct Group {
    var focals: [Int] = []
    var partnerCount = 0
  }

  private struct Search {
    let pairs: AdmissiblePairs
    /// The strata of the focal units.
    let strata: [Int32]
    var groups: [Group] = []
    /// The person behind each place, and the places of each person.
    private var persons: [Int] = []
    private var placesOf: [[Int]] = []
    /// Who has each place, −1 for nobody; forced pairs do not count.
    private var owners: [Int]
    private var groupOfPerson: [Int]
    private var isMet: [Bool]
    private var isolated: [Int32: Int] = [:]

    init(
      _ resolved: ResolvedDesign, pairs: AdmissiblePairs, partners: [[Int]], held: [[Int]]
    ) {
      self.pairs = pairs
      strata = pairs.focalRows.map { resolved.strata.strata[$0] }
      owners = Array(repeating: -1, count: pairs.partnerRows.count)
      for (focal, places) in partners.enumerated() {
        for place in places.dropFirst(held[focal].count) { owners[place] = focal }
      }
      var numbers: [Int32: Int] = [:]
      for (place, row) in pairs.partnerRows.enumerated() {
        let unit = resolved.unit(row)
        let number = numbers[unit] ?? placesOf.count
        if number == placesOf.count {
          numbers[unit] = number
          placesOf.append([])
        }
        persons.append(number)
        placesOf[number].append(place)
      }
      groupOfPerson = Array(repeating: -1, count: placesOf.count)
      isMet = Array(repeating: false, count: partners.count)
    }

    /// Meets everyone who shares partners with someone left out.
    mutating func explore(from start: Int) {
      guard !isMet[start] else { return }
      let number = groups.count
      groups.append(Group())
      isMet[start] = true
      var waiting = [start]
      while let focal = waiting.popLast() {
        groups[number].focals.append(focal)
        for place in pairs.scopes[focal] {
          let person = persons[place]
          guard groupOfPerson[person] != number, pairs.admits(focal, place),
            pairs.distance(focal, place) < .infinity
          else { continue }
          if groupOfPerson[person] >= 0 {
            absorb(groupOfPerson[person], into: number)
            continue
          }
          groupOfPerson[person] = number
          groups[number].partnerCount += 1
          for place in placesOf[person] where owners[place] >= 0 && !isMet[owners[place]] {
            isMet[owners[place]] = true
            waiting.append(owners[place])
          }
        }
      }
      guard groups[number].partnerCount == 0 else { return }
      if let other = isolated[strata[start]] {
        groups[other].focals += groups[number].focals
        groups[number].focals = []
      } else {
        isolated[strata[start]] = number
      }
    }

    /// Joins a group met before, with which a partner is shared.
    private mutating func absorb(_ other: Int, into number: Int) {
      for person in groupOfPerson.indices where groupOfPerson[person] == other {
        groupOfPerson[person] = number
      }
      groups[number].focals += groups[other].focals
      groups[number].partnerCount += groups[other].partnerCount
      groups[other] = Group()
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
