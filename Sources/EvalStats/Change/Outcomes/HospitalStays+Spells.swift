extension HospitalStays {
  /// Stays that are the spells of one provider each.
  ///
  /// - Parameter deaths: The register's days of death: a stay that ends on the day of death or later
  ///   ended in death, whatever the record of the hospital says.
  /// - Complexity: O(*spells*)
  public init(_ spells: HospitalSpells, deaths: [Day?]? = nil) {
    self.init(
      spells, stayCount: spells.count, joining: .spells, deaths: deaths, first: { $0 },
      last: { $0 }, discharges: spells.discharges)
  }

  /// Stays that are continuous spells over providers.
  ///
  /// - Parameters:
  ///   - continuous: Spells joined by transfers.
  ///   - spells: The spells they were made of.
  ///   - deaths: The register's days of death, as for spells.
  /// - Complexity: O(*spells*)
  public init(_ continuous: ContinuousSpells, of spells: HospitalSpells, deaths: [Day?]? = nil) {
    precondition(
      continuous.continuousSpellOfSpell.count == spells.count,
      "\(continuous.continuousSpellOfSpell.count) and \(spells.count) spells")
    self.init(
      spells, stayCount: continuous.count, joining: .continuous, deaths: deaths,
      first: { Int(continuous.firstSpells[$0]) }, last: { Int(continuous.lastSpells[$0]) },
      discharges: continuous.discharges, stayOfSpell: continuous.continuousSpellOfSpell)
  }

  private init(
    _ spells: HospitalSpells, stayCount: Int, joining: Joining, deaths: [Day?]?,
    first: (Int) -> Int, last: (Int) -> Int, discharges: [Day?], stayOfSpell: [Int32]? = nil
  ) {
    precondition(
      deaths?.count ?? spells.personCount == spells.personCount,
      "\(deaths?.count ?? 0) days of death for \(spells.personCount) people")
    var episodeCounts = Array(repeating: 0, count: stayCount)
    var isDayCase = Array(repeating: true, count: stayCount)
    for spell in 0..<spells.count {
      let stay = stayOfSpell.map { Int($0[spell]) } ?? spell
      episodeCounts[stay] += Int(spells.episodeCounts[spell])
      isDayCase[stay] = isDayCase[stay] && spells.classes[spell] == .dayCase
    }
    let kept = (0..<stayCount).filter { spells.classes[first($0)]?.isRegularAttender != true }
      .sorted { left, right in
        let (one, other) = (first(left), first(right))
        let never = Day(daysSinceEpoch: .max)
        return (
          spells.persons[one], spells.admissions[one], discharges[left] ?? never, left
        ) < (spells.persons[other], spells.admissions[other], discharges[right] ?? never, right)
      }
    persons = kept.map { Int(spells.persons[first($0)]) }
    admissions = kept.map { spells.admissions[first($0)] }
    self.discharges = kept.map { discharges[$0] }
    isEmergency = kept.map { spells.methods[first($0)]?.isEmergency == true }
    self.isDayCase = kept.map { isDayCase[$0] }
    endsInDeath = kept.map { stay in
      if spells.endsInDeath[last(stay)] { return true }
      guard let death = deaths?[Int(spells.persons[first(stay)])], let end = discharges[stay]
      else { return false }
      return death <= end
    }
    self.episodeCounts = kept.map { episodeCounts[$0] }
    regularAttenderCount = stayCount - kept.count
    self.joining = joining
  }
}
