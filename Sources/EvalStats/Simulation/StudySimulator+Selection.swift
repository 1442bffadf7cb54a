extension StudySimulator {
  /// The first MDT contact of each person, or `Int32.max`.
  ///
  /// Each treating practice meets once a month. Everyone of it who is eligible on that day has the
  /// key score + Gumbel noise; the month's places go to the largest keys, which fills them without
  /// replacement with chances in proportion to exp(score).
  func select(
    _ population: LatentPopulation, attendances: EventList, admissions: EventList,
    _ generator: inout SeededGenerator
  ) -> [Int32] {
    var indexDays = [Int32](repeating: .max, count: population.count)
    let months = configuration.monthStarts
    let treats = treatingPractices()
    for (month, places) in configuration.newContactsByMonth.enumerated() {
      let first = months[month].daysSinceEpoch
      let length = Double(months[month + 1].daysSinceEpoch - first)
      let meetings = treats.map { _ in first + Int32(generator.uniform() * length) }
      var keys: [(key: Double, person: Int)] = []
      for person in 0..<population.count where treats[population.practices[person]] {
        let day = meetings[population.practices[person]]
        guard indexDays[person] == .max, population.lastDays[person] > day,
          population.registeredFrom[person] + Int32(configuration.minimumTenure) <= day
        else { continue }
        let score = selectionScore(
          of: person, on: day, population, attendances: attendances, admissions: admissions)
        keys.append((score - PortableElementary.log(generator.exponential()), person))
      }
      keys.sort { ($0.key, $1.person) > ($1.key, $0.person) }
      for (_, person) in keys.prefix(places) {
        indexDays[person] = meetings[population.practices[person]]
      }
    }
    return indexDays
  }

  /// Which practices take people on: spread evenly over all.
  func treatingPractices() -> [Bool] {
    let all = configuration.practiceCount
    let treating = configuration.treatingPracticeCount
    return (0..<all).map { ($0 * treating) / all != (($0 + 1) * treating) / all }
  }

  /// The log hazard of being taken on, from what is recorded to the day before and what is not.
  func selectionScore(
    of person: Int, on day: Int32, _ population: LatentPopulation, attendances: EventList,
    admissions: EventList
  ) -> Double {
    let model = configuration.selection
    var score =
      model.longTermCondition * Double(population.conditions[person])
      + model.decadeOfAge * population.age(of: person, on: day) / 10
    if model.mechanism != .latentNeed {
      func count(_ events: EventList, _ days: Int32) -> Double {
        Double(events.count(of: person, from: day - days, through: day - 1))
      }
      score +=
        model.recentAttendance * count(attendances, 30)
        + model.recentAdmission * count(admissions, 30)
        + model.yearAttendance * count(attendances, 365)
        + model.yearAdmission * count(admissions, 365)
    }
    if model.mechanism != .recordedUse {
      score +=
        model.logFrailty * PortableElementary.log(max(population.frailties[person], 1e-6))
        + (population.isInCrisis(person, on: day) ? model.inCrisis : 0)
    }
    return score
  }

  /// Further discussions after the first contact: a Poisson number, four to twelve weeks apart, until
  /// the person dies or leaves or coverage ends.
  func drawDiscussions(
    _ indexDays: [Int32], _ population: LatentPopulation, _ generator: inout SeededGenerator
  ) -> [SimulatedStudy.Discussion] {
    var discussions: [SimulatedStudy.Discussion] = []
    for person in indexDays.indices where indexDays[person] != .max {
      var day = indexDays[person]
      discussions.append(.init(person: person, day: Day(daysSinceEpoch: day)))
      for _ in 0..<generator.poisson(mean: configuration.meanRepeatDiscussions) {
        day += 28 + Int32(generator.integer(below: 57))
        guard day <= population.lastDays[person] else { break }
        discussions.append(.init(person: person, day: Day(daysSinceEpoch: day)))
      }
    }
    return discussions
  }
}
