/// Stays in hospital across providers: spells joined by transfers, in order of person and admission.
///
/// A spell continues an earlier one of the person if it begins 0 to `largestGap` days after that one
/// ended and either the earlier one left, or it arrived, by transfer. Where several could be continued
/// it is the one that ended last. A spell that arrived by transfer and continues none of these
/// continues one that had not ended yet, as happens where a bed is kept. A spell that is not over is
/// continued by none.
///
/// Source: NHS Digital 2014, Methodology to create provider and CIP spells from HES APC data.
public struct ContinuousSpells: Sendable, Equatable {
  /// `personCount + 1` places into the other columns.
  public let offsets: [Int]
  /// The row of the person in the register.
  public let persons: [Int32]
  /// Day of the first admission.
  public let admissions: [Day]
  /// Day of the last discharge; `nil` if a spell of it is not over.
  public let discharges: [Day?]
  /// The first spell.
  public let firstSpells: [Int32]
  /// The spell that ended last, or one that is not over.
  public let lastSpells: [Int32]
  /// The number of spells.
  public let spellCounts: [Int32]
  /// The continuous spell that each spell belongs to.
  public let continuousSpellOfSpell: [Int32]
  /// Spells joined to an earlier one.
  public let joinedCount: Int

  /// The days that may pass between a discharge and the admission that continues it.
  public static let usualLargestGap = 3

  /// Joins the spells of each person.
  ///
  /// - Complexity: O(*n* · *k*) for *n* spells of which at most *k* of a person overlap or nearly do
  public init(_ spells: HospitalSpells, largestGap: Int = usualLargestGap) {
    precondition(largestGap >= 0, "a largest gap of \(largestGap) days")
    var columns = Columns(spellCount: spells.count)
    // Spells of the person that ended late enough to be continued.
    var open: [Int] = []
    for person in 0..<spells.personCount {
      open.removeAll(keepingCapacity: true)
      for spell in spells.offsets[person]..<spells.offsets[person + 1] {
        let admission = spells.admissions[spell]
        open.removeAll { (spells.discharges[$0]?.distance(to: admission) ?? 0) > largestGap }
        if let earlier = ContinuousSpells.spell(of: open, continuedBy: spell, spells) {
          columns.extend(columns.owners[earlier], by: spell, of: spells)
        } else {
          columns.begin(with: spell, of: spells)
        }
        if spells.discharges[spell] != nil { open.append(spell) }
      }
      columns.offsets.append(columns.admissions.count)
    }
    offsets = columns.offsets
    persons = columns.firstSpells.map { spells.persons[Int($0)] }
    admissions = columns.admissions
    discharges = columns.discharges
    firstSpells = columns.firstSpells
    lastSpells = columns.lastSpells
    spellCounts = columns.spellCounts
    continuousSpellOfSpell = columns.owners
    joinedCount = spells.count - columns.admissions.count
  }

  /// The spell, of those that ended late enough, that the next one continues.
  private static func spell(
    of open: [Int], continuedBy next: Int, _ spells: HospitalSpells
  ) -> Int? {
    let arrives = spells.arrivesByTransfer[next]
    var ended: (end: Day, spell: Int)?
    var lasting: (end: Day, spell: Int)?
    for spell in open {
      guard let end = spells.discharges[spell], arrives || spells.leavesByTransfer[spell] else {
        continue
      }
      if end <= spells.admissions[next] {
        if ended.map({ end >= $0.end }) ?? true { ended = (end, spell) }
      } else if arrives, lasting.map({ end >= $0.end }) ?? true {
        lasting = (end, spell)
      }
    }
    return ended?.spell ?? lasting?.spell
  }

  /// The number of continuous spells.
  public var count: Int { persons.count }

  /// The number of people in the register.
  public var personCount: Int { offsets.count - 1 }

  /// The columns while they grow.
  private struct Columns {
    var offsets = [0]
    var admissions: [Day] = []
    var discharges: [Day?] = []
    var firstSpells: [Int32] = []
    var lastSpells: [Int32] = []
    var spellCounts: [Int32] = []
    var owners: [Int32]

    init(spellCount: Int) { owners = Array(repeating: -1, count: spellCount) }

    mutating func begin(with spell: Int, of spells: HospitalSpells) {
      owners[spell] = Int32(admissions.count)
      admissions.append(spells.admissions[spell])
      discharges.append(spells.discharges[spell])
      firstSpells.append(Int32(spell))
      lastSpells.append(Int32(spell))
      spellCounts.append(1)
    }

    mutating func extend(_ continuous: Int32, by spell: Int, of spells: HospitalSpells) {
      let place = Int(continuous)
      owners[spell] = continuous
      spellCounts[place] += 1
      guard let end = discharges[place] else { return }
      if let own = spells.discharges[spell], own < end { return }
      discharges[place] = spells.discharges[spell]
      lastSpells[place] = Int32(spell)
    }
  }
}
