extension StudySimulator {
  /// The register as the extracts would give it.
  func register(of population: LatentPopulation, indexDays: [Int32]) -> PersonRegister {
    func optional(_ day: Int32) -> Day? { day == .max ? nil : Day(daysSinceEpoch: day) }
    let practiceNames = (0..<configuration.practiceCount).map(practiceName)
    let networkNames = (0..<configuration.practiceCount).map(networkName)
    let attributes = try? Table([
      ("practice", .factor(Factor(population.practices.map { practiceNames[$0] }))),
      ("network", .factor(Factor(population.practices.map { networkNames[$0] }))),
      ("imd_decile", .integer(Values(population.deprivationDeciles))),
      ("long_term_conditions", .integer(Values(population.conditions))),
    ])
    guard let attributes else { preconditionFailure("four columns of one length have four names") }
    return PersonRegister(
      identifiers: (0..<population.count).map { "P" + padded($0 + 1, width: 6) },
      births: population.births.map { Day(daysSinceEpoch: $0) },
      sexes: Factor(codes: population.isFemale.map { $0 ? 0 : 1 }, levels: ["F", "M"]),
      registeredFrom: population.registeredFrom.map { Day(daysSinceEpoch: $0) },
      registeredTo: population.left.map(optional), deaths: population.deaths.map(optional),
      indexDates: indexDays.map(optional), attributes: attributes)
  }

  /// What is recorded of the activity.
  func history(
    of events: [(setting: Setting, list: EventList)], methods: [AdmissionMethod],
    _ packages: [CarePackage], _ population: LatentPopulation
  ) -> ActivityHistory {
    var logs: [Setting: ActivityLog] = [:]
    for (setting, list) in events {
      logs[setting] = ActivityLog(list)
      if setting == .nonElective {
        logs[.emergency] = log(of: list) { methods[$0].isEmergency }
      }
    }
    return ActivityHistory(
      logs: logs, packages: packageLog(packages, population), coverage: configuration.coverage,
      settingCoverage: configuration.socialCareCoverage.map { [.adultSocialCare: $0] } ?? [:])
  }

  private func log(
    of list: EventList, where isIncluded: (_ event: Int) -> Bool
  ) -> ActivityLog {
    var persons: [Int] = []
    var days: [Day] = []
    persons.reserveCapacity(list.days.count)
    days.reserveCapacity(list.days.count)
    for person in 0..<list.offsets.count - 1 {
      for event in list.offsets[person]..<list.offsets[person + 1] where isIncluded(event) {
        persons.append(person)
        days.append(Day(daysSinceEpoch: list.days[event]))
      }
    }
    return ActivityLog(personCount: list.offsets.count - 1, persons: persons, days: days)
  }

  /// How each non-elective admission came about: maternity for some young women, otherwise mostly
  /// through A&E.
  func drawAdmissionMethods(
    _ list: EventList, _ population: LatentPopulation, _ generator: inout SeededGenerator
  ) -> [AdmissionMethod] {
    var methods: [AdmissionMethod] = []
    methods.reserveCapacity(list.days.count)
    for person in 0..<population.count {
      for event in list.offsets[person]..<list.offsets[person + 1] {
        let mayBePregnant =
          population.isFemale[person] && population.age(of: person, on: list.days[event]) < 45
        methods.append(.draw(mayBePregnant: mayBePregnant, &generator))
      }
    }
    return methods
  }

  /// "Practice 07".
  func practiceName(_ practice: Int) -> String { "Practice " + padded(practice + 1, width: 2) }

  /// "Network 03", or "Not in network" for the last practices.
  func networkName(_ practice: Int) -> String {
    let within = configuration.practiceCount - configuration.practicesOutsideNetworks
    return practice < within
      ? "Network " + padded(practice * configuration.networkCount / within + 1, width: 2)
      : "Not in network"
  }

  private func padded(_ number: Int, width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Packages that touch the days for which social care is recorded; one that outlasts the person's
  /// observation ends with it, and one still open then ends with the coverage.
  func packageLog(
    _ packages: [CarePackage], _ population: LatentPopulation
  ) -> PackageLog {
    let covered = configuration.socialCareCoverage ?? configuration.coverage
    let kept = packages.filter {
      $0.start <= covered.upperBound.daysSinceEpoch
        && min($0.end, population.lastDays[$0.person]) >= covered.lowerBound.daysSinceEpoch
    }
    return PackageLog(
      personCount: population.count, persons: kept.map(\.person),
      starts: kept.map { Day(daysSinceEpoch: $0.start) },
      ends: kept.map {
        Day(
          daysSinceEpoch: min(
            $0.end, population.lastDays[$0.person], covered.upperBound.daysSinceEpoch))
      },
      weeklyCosts: kept.map(\.weeklyCost))
  }
}
