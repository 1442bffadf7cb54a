extension StudySimulator {
  /// The events with the programme at work: from the day after the index date on, each is kept with
  /// probability `ratio` where that is below 1, and others of intensity (ratio − 1) times the
  /// untreated one are added where it is above.
  func applyEffect(
    _ ratio: Double, of process: ActivityProcess, to events: EventList, ratesPerDay: [Double],
    indexDays: [Int32], _ population: LatentPopulation, _ generator: inout SeededGenerator
  ) -> EventList {
    guard ratio != 1 else { return events }
    var changed = EventList()
    changed.days.reserveCapacity(events.days.count)
    changed.offsets.reserveCapacity(events.offsets.count)
    var rate = personalRate(of: process)
    for person in 0..<population.count {
      let own = events.days[events.offsets[person]..<events.offsets[person + 1]]
      let index = indexDays[person]
      if index == .max {
        changed.days.append(contentsOf: own)
      } else {
        var days: [Int32] = []
        for day in own where day <= index || ratio >= 1 || generator.uniform() < ratio {
          days.append(day)
        }
        if ratio > 1 {
          rate.perDay = ratesPerDay[person] * (ratio - 1)
          drawEvents(
            rate, person, from: index + 1, through: population.lastDays[person], population,
            into: &days, &generator)
          days.sort()
        }
        changed.days.append(contentsOf: days)
      }
      changed.closePerson()
    }
    return changed
  }

  /// The events that reach the record.
  func record(
    _ events: EventList, indexDays: [Int32], _ generator: inout SeededGenerator
  ) -> EventList {
    let model = configuration.records
    guard model.lateShare > 0 || model.missingAfterIndex > 0 else { return events }
    let end = configuration.coverage.upperBound.daysSinceEpoch
    var recorded = EventList()
    for person in indexDays.indices {
      for event in events.offsets[person]..<events.offsets[person + 1] {
        let day = events.days[event]
        if generator.uniform() < model.lateShare * lateness(end - day) { continue }
        if day > indexDays[person], generator.uniform() < model.missingAfterIndex { continue }
        recorded.days.append(day)
      }
      recorded.closePerson()
    }
    return recorded
  }
}
