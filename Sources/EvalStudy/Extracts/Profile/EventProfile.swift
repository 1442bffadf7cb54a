internal import EvalLinearAlgebra
internal import EvalStats

/// How the events of one kind of extract were recorded: what adequacy is judged by.
///
/// It holds no outcome: nothing here says whether people used more or less after their index date.
struct EventProfile: Sendable, Equatable {
  /// Events kept.
  let eventCount: Int
  /// Rows that repeat another of the same source in every column that was read.
  let repeatedRows: Int
  /// Further attendances of a person within an hour of one before; `nil` where no times are known.
  let withinAnHour: Int?
  /// Events after the person's death, before their birth, and while they were not on the register.
  let afterDeath: Int
  let beforeBirth: Int
  let outsideRegistration: Int
  /// The most events of one person, and how many people have any.
  let busiestPerson: Int
  let personCount: Int
  /// How days are spread.
  let days: DaySpread
  /// Who recorded them; `nil` where no source names providers.
  let providers: ProviderProfile?
  /// Which data sets they are from, in the order of the sources.
  let dataSets: [DataSetShare]

  /// - Parameter formats: The format of each source.
  /// - Complexity: O(*events* + *people*)
  init(_ events: EventTable, register: PersonRegister, formats: [ExtractFormat]) {
    let tally = RowTasks.parts(rowCount: events.personCount) {
      Tally(events, register: register, people: $0)
    }.reduce(into: Tally()) { $0.add($1) }
    eventCount = events.count
    repeatedRows = tally.repeated
    withinAnHour = events.hasMinutes ? tally.close : nil
    afterDeath = tally.late
    beforeBirth = tally.early
    outsideRegistration = tally.outside
    busiestPerson = tally.busiest
    personCount = tally.people
    days = DaySpread(events.events.lazy.map(\.day))
    providers = ProviderProfile(events, register: register)
    dataSets = DataSetShare.all(events, register: register, formats: formats)
  }

  /// What is counted person by person.
  private struct Tally {
    var (repeated, close) = (0, 0)
    var (late, early, outside) = (0, 0, 0)
    var (busiest, people) = (0, 0)

    init() {}

    init(_ events: EventTable, register: PersonRegister, people: Range<Int>) {
      for person in people {
        let range = events.offsets[person]..<events.offsets[person + 1]
        guard !range.isEmpty else { continue }
        self.people += 1
        busiest = max(busiest, range.count)
        for event in range.dropFirst() where EventProfile.repeats(event, events) { repeated += 1 }
        if events.hasMinutes { close += EventProfile.closeCount(range, events) }
        for event in range {
          let day = events.events[event].day
          if let death = register.deaths[person], day > death {
            late += 1
          } else if day < register.births[person] {
            early += 1
          } else if !register.isRegistered(person, on: day) {
            outside += 1
          }
        }
      }
    }

    mutating func add(_ other: Tally) {
      repeated += other.repeated
      close += other.close
      late += other.late
      early += other.early
      outside += other.outside
      busiest = max(busiest, other.busiest)
      people += other.people
    }
  }

  /// Whether an event repeats the one before it, which is of the same person.
  private static func repeats(_ event: Int, _ events: EventTable) -> Bool {
    let (own, other) = (events.events[event], events.events[event - 1])
    return own.day == other.day && own.fingerprint == other.fingerprint
      && own.source == other.source
  }

  /// Events of a person that begin within an hour of one before and do not repeat it: one attendance
  /// recorded twice, as a rule.
  private static func closeCount(_ range: Range<Int>, _ events: EventTable) -> Int {
    var times = range.compactMap { event -> Int? in
      let own = events.events[event]
      guard own.minute >= 0 else { return nil }
      if event > range.lowerBound, repeats(event, events) { return nil }
      return Int(own.day.daysSinceEpoch) * 1440 + Int(own.minute)
    }
    guard times.count > 1 else { return 0 }
    times.sort()
    return zip(times, times.dropFirst()).count { $1 - $0 <= 60 }
  }
}

extension PersonRegister {
  /// Whether a person was on the register on a day; the last day counts.
  func isRegistered(_ person: Int, on day: Day) -> Bool {
    registration(of: person, holding: day) != nil
  }
}
