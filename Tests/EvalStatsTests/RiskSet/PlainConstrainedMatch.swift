import EvalStats

/// A match without a score under every rule at once, worked out again by trying every pair in words.
///
/// Sex exact; ages within `years` years, deprivation within 3, A&E in days −90…−1 within 2; another
/// network; kept out: under 55, a diagnosis before, an admission in days −60…−1 (controls only); up
/// to two controls, nearest by the sum of differences over their limits.
struct PlainConstrainedMatch {
  var sets: [(treated: Int, date: Day, controls: [Int])] = []
  /// People lost to each rule, in the order asked.
  var treatedExclusions = [0, 0]
  var controlExclusions = [0, 0, 0]

  static let years = 6.0

  static let exclusions = [
    Exclusion(.ageBelow(55)), Exclusion(.date(.attribute("diagnosed"), .before)),
    Exclusion(.use(.nonElective, Window(firstDay: -60, lastDay: -1)), arms: .control),
  ]

  static let design = RiskSetDesign(
    covariates: [.age], exact: [.sex], ageBandEdges: [], caliper: nil, ratio: 2,
    admittedIndexDates: day(0)...day(119),
    within: [
      CovariateCaliper(.age, width: years),
      CovariateCaliper(.attribute("deprivation"), width: 3),
      CovariateCaliper(.priorUse(.aAndE, firstDay: -90, lastDay: -1), width: 2),
    ], antiExact: [.attribute("network")], exclusions: exclusions, choice: .nearest)

  init(_ people: [HandMadeStudy.Person]) {
    typealias Person = HandMadeStudy.Person
    func observed(_ person: Person, _ date: Day) -> Bool {
      if let death = person.death, death <= date { return false }
      if let to = person.to, to < date { return false }
      return person.from.distance(to: date) >= 365
    }
    func rule(_ person: Person, _ date: Day, isControl: Bool) -> Int? {
      if Double(person.birth.distance(to: date)) < 55 * 365.25 { return 0 }
      if let diagnosed = person.diagnosed, diagnosed < date { return 1 }
      if isControl, person.admissions.contains(where: { (1...60).contains($0.distance(to: date)) })
      {
        return 2
      }
      return nil
    }
    for (row, person) in people.enumerated() {
      guard let date = person.index, date >= day(0), date <= day(119), observed(person, date)
      else { continue }
      if let rule = rule(person, date, isControl: false) {
        treatedExclusions[rule] += 1
      } else {
        sets.append((row, date, []))
      }
    }
    sets.sort { ($0.date, $0.treated) < ($1.date, $1.treated) }
    let dates = sets.map(\.date)
    for person in people {
      let seen = dates.filter { observed(person, $0) }
      var left = seen
      guard !seen.isEmpty else { continue }
      for number in 0..<3 {
        // A rule at a time over all dates that are left.
        left.removeAll { date in
          switch number {
          case 0: Double(person.birth.distance(to: date)) < 55 * 365.25
          case 1: person.diagnosed.map { $0 < date } ?? false
          default: person.admissions.contains { (1...60).contains($0.distance(to: date)) }
          }
        }
        if left.isEmpty {
          controlExclusions[number] += 1
          break
        }
      }
    }
    func use(_ person: Person, _ date: Day) -> Int {
      person.attendances.count { (1...90).contains($0.distance(to: date)) }
    }
    let starts = [0, 31, 60, 91, 121].map { day($0) }
    var used = Set<Int>()
    for month in 0..<4 {
      for round in 0..<2 {
        for set in sets.indices
        where sets[set].date >= starts[month] && sets[set].date < starts[month + 1]
          && sets[set].controls.count == round
        {
          let own = people[sets[set].treated]
          let date = sets[set].date
          var best: (distance: Double, row: Int)?
          for (row, person) in people.enumerated() where !used.contains(row) {
            guard observed(person, date), rule(person, date, isControl: true) == nil,
              person.sex == own.sex, person.network != own.network,
              person.index.map({ date.distance(to: $0) > 365 }) ?? true,
              let ownDeprivation = own.deprivation, let deprivation = person.deprivation
            else { continue }
            let age = Double(abs(person.birth.distance(to: own.birth))) / 365.25
            let apart = abs(deprivation - ownDeprivation)
            let uses = Double(abs(use(person, date) - use(own, date)))
            guard age <= Self.years, apart <= 3, uses <= 2 else { continue }
            // To 1e-12, as equal distances are meant to be equal.
            let distance = ((age / Self.years + apart / 3 + uses / 2) * 1e12).rounded()
            if distance < best?.distance ?? .infinity { best = (distance, row) }
          }
          if let best {
            sets[set].controls.append(best.row)
            used.insert(best.row)
          }
        }
      }
    }
  }
}
