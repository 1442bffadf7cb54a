/// Who reaches the landmark, and why the others do not.
struct LandmarkFlow {
  /// Those who do, with the weight of those lost.
  let cohort: Cohort
  /// One number a member of the cohort.
  let discussionCounts: [Int]
  let exclusions: [Arm: [LandmarkDose.Exclusion: Int]]

  init(
    _ cohort: Cohort, covered: [Int], register: PersonRegister, time: PersonTime, landmark: Int,
    discussions: [Int: Set<Day>]
  ) {
    let isCovered = Set(covered)
    let weighted = (0..<cohort.count).filter { cohort.weights[$0] > 0 }
    var reasons: [Int: LandmarkDose.Exclusion] = [:]
    var doses: [Int: Int] = [:]
    for (set, members) in LandmarkFlow.bySet(weighted, cohort) {
      for member in members where !isCovered.contains(member) {
        reasons[member] = .windowsNotCovered
      }
      let treated = members.filter { cohort.arms[$0] == .treated }
      for member in members where reasons[member] == nil {
        reasons[member] = LandmarkFlow.loss(
          of: member, in: cohort, register: register, time: time, landmark: landmark)
        if reasons[member] == nil, treated.count > 1 { reasons[member] = .severalTreated }
        guard reasons[member] == nil, cohort.arms[member] == .treated else { continue }
        let index = cohort.indexDates[member]
        let last = index.advanced(by: landmark)
        let count = (discussions[cohort.persons[member]] ?? [])
          .count { index <= $0 && $0 <= last }
        if count > 0 { doses[set] = count } else { reasons[member] = .noDiscussion }
      }
      let left = members.filter { reasons[$0] == nil }
      let hasTreated = left.contains { cohort.arms[$0] == .treated }
      let hasControls = left.contains { cohort.arms[$0] == .control }
      if !hasTreated { for member in left { reasons[member] = .withoutTreated } }
      if !hasControls { for member in left { reasons[member] = .withoutControls } }
    }
    let kept = weighted.filter { reasons[$0] == nil }
    let weights = LandmarkFlow.redistributed(cohort, from: weighted, to: kept)
    self.cohort = Cohort(
      persons: kept.map { cohort.persons[$0] }, indexDates: kept.map { cohort.indexDates[$0] },
      arms: kept.map { cohort.arms[$0] }, sets: kept.map { cohort.sets[$0] }, weights: weights)
    discussionCounts = kept.map { doses[cohort.sets[$0]] ?? 0 }
    var exclusions: [Arm: [LandmarkDose.Exclusion: Int]] = [:]
    for (member, reason) in reasons {
      exclusions[cohort.arms[member], default: [:]][reason, default: 0] += 1
    }
    self.exclusions = exclusions
  }

  /// Days with a discussion, by person.
  static func daysByPerson(_ persons: [Int], _ days: [Day]) -> [Int: Set<Day>] {
    var byPerson: [Int: Set<Day>] = [:]
    for (person, day) in zip(persons, days) { byPerson[person, default: []].insert(day) }
    return byPerson
  }

  private static func bySet(_ members: [Int], _ cohort: Cohort) -> [Int: [Int]] {
    var bySet: [Int: [Int]] = [:]
    for member in members { bySet[cohort.sets[member], default: []].append(member) }
    return bySet
  }

  /// Why a member is not there on the day after the landmark; `nil` if they are.
  private static func loss(
    of member: Int, in cohort: Cohort, register: PersonRegister, time: PersonTime, landmark: Int
  ) -> LandmarkDose.Exclusion? {
    let person = cohort.persons[member]
    let index = cohort.indexDates[member]
    let next = Window(firstDay: landmark + 1, lastDay: landmark + 1)
    guard
      time.days(of: person, arm: cohort.arms[member], indexDate: index, in: next) == nil
    else { return nil }
    let last = index.advanced(by: landmark)
    let death = register.deaths[person].flatMap { $0 <= last ? $0 : nil }
    let leaving = register.registeredTo[person].flatMap { $0 <= last ? $0 : nil }
    if let death, leaving.map({ death <= $0 }) ?? true { return .died }
    if leaving != nil || register.registeredFrom[person] > last.advanced(by: 1) { return .left }
    return .takenOn
  }

  /// The weights of those kept, so that each arm of each set weighs what it did.
  private static func redistributed(
    _ cohort: Cohort, from members: [Int], to kept: [Int]
  ) -> [Double] {
    struct Place: Hashable {
      let set: Int
      let arm: Arm
    }
    func sums(_ members: [Int]) -> [Place: Double] {
      var sums: [Place: Double] = [:]
      for member in members {
        sums[Place(set: cohort.sets[member], arm: cohort.arms[member]), default: 0] +=
          cohort.weights[member]
      }
      return sums
    }
    let (before, after) = (sums(members), sums(kept))
    return kept.map { member in
      let place = Place(set: cohort.sets[member], arm: cohort.arms[member])
      guard let whole = before[place], let rest = after[place], whole != rest else {
        return cohort.weights[member]
      }
      return cohort.weights[member] * whole / rest
    }
  }
}
