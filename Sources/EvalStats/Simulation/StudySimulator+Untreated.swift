/// Everyone of a study with the use they would make without the programme.
struct UntreatedPeople {
  var population: LatentPopulation
  /// Events and personal rates of each process, in the order of the configuration.
  var activity: [(events: EventList, ratesPerDay: [Double])]
  var packages: [CarePackage]
}

extension StudySimulator {
  /// Draws people and their use as nobody's selection and no effect has touched them.
  func untreated(seed: UInt64) -> UntreatedPeople {
    var generator = stream(.population, of: seed)
    let population = drawPopulation(&generator)
    generator = stream(.activity, of: seed)
    let activity = configuration.activity.map { drawActivity($0, population, &generator) }
    generator = stream(.socialCare, of: seed)
    return UntreatedPeople(
      population: population, activity: activity,
      packages: drawSocialCare(population, &generator))
  }

  /// The first contact of each person, or `Int32.max`.
  func indexDays(among people: UntreatedPeople, seed: UInt64) -> [Int32] {
    func events(_ setting: Setting) -> EventList {
      configuration.activity.firstIndex { $0.setting == setting }.map { people.activity[$0].events }
        ?? .empty(people.population.count)
    }
    var generator = stream(.selection, of: seed)
    return select(
      people.population, attendances: events(.aAndE), admissions: events(.nonElective), &generator)
  }

  /// What is recorded of everyone's use with the programme at work.
  func events(
    of people: UntreatedPeople, indexDays: [Int32], seed: UInt64
  ) -> [(setting: Setting, list: EventList)] {
    var generator = stream(.effects, of: seed)
    var events: [(setting: Setting, list: EventList)] = []
    for (process, (list, rates)) in zip(configuration.activity, people.activity) {
      let ratio = configuration.effects.ratio(for: process.setting) ?? 1
      events.append(
        (
          process.setting,
          applyEffect(
            ratio, of: process, to: list, ratesPerDay: rates, indexDays: indexDays,
            people.population, &generator)
        ))
    }
    generator = stream(.records, of: seed)
    for place in events.indices {
      events[place].list = record(events[place].list, indexDays: indexDays, &generator)
    }
    return events
  }
}
