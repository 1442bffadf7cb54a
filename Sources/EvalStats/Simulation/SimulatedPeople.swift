/// The people of one seed, from whom studies are made that differ in who is taken on and in what
/// that does to them.
///
/// Every study is the one `StudySimulator.simulate` draws with that mechanism, those effects and the
/// same seed, but that of emergency admissions there is no log of their own. What the studies have
/// in common is drawn once.
package struct SimulatedPeople: Sendable {
  private let configuration: SimulationConfiguration
  private let seed: UInt64
  private let people: UntreatedPeople
  /// Nobody taken on.
  private let register: PersonRegister
  private let logs: [Setting: ActivityLog]
  private let packages: PackageLog

  /// Draws people and their use without the programme.
  package init(_ configuration: SimulationConfiguration, seed: UInt64) {
    let simulator = StudySimulator(configuration)
    self.configuration = configuration
    self.seed = seed
    people = simulator.untreated(seed: seed)
    register = simulator.register(
      of: people.population,
      indexDays: Array(repeating: .max, count: people.population.count))
    var logs: [Setting: ActivityLog] = [:]
    for (process, drawn) in zip(configuration.activity, people.activity) {
      logs[process.setting] = ActivityLog(drawn.events)
    }
    self.logs = logs
    packages = simulator.packageLog(people.packages, people.population)
  }

  /// The register with the people whom a mechanism takes on.
  package func register(selectedBy mechanism: SelectionModel.Mechanism) -> PersonRegister {
    var configuration = configuration
    configuration.selection.mechanism = mechanism
    let days = StudySimulator(configuration).indexDays(among: people, seed: seed)
    return PersonRegister(
      identifiers: register.identifiers, births: register.births, sexes: register.sexes,
      registeredFrom: register.registeredFrom, registeredTo: register.registeredTo,
      deaths: register.deaths,
      indexDates: days.map { $0 == .max ? nil : Day(daysSinceEpoch: $0) },
      attributes: register.attributes)
  }

  /// What is recorded where the programme does this to the people taken on.
  package func history(of register: PersonRegister, under effects: TrueEffects) -> ActivityHistory {
    var configuration = configuration
    configuration.effects = effects
    let simulator = StudySimulator(configuration)
    let indexDays = register.indexDates.map { $0?.daysSinceEpoch ?? .max }
    var logs = logs
    if effects != .none || configuration.records != RecordModel() {
      let events = simulator.events(of: people, indexDays: indexDays, seed: seed)
      for (setting, list) in events
      where effects.ratio(for: setting) != 1 || configuration.records != RecordModel() {
        logs[setting] = ActivityLog(list)
      }
    }
    return ActivityHistory(
      logs: logs,
      packages: effects.socialCareCost == 1
        ? packages
        : simulator.packageLog(
          simulator.applyCostEffect(
            effects.socialCareCost, to: people.packages, indexDays: indexDays),
          people.population),
      coverage: configuration.coverage,
      settingCoverage: configuration.socialCareCoverage.map { [.adultSocialCare: $0] } ?? [:])
  }
}

extension ActivityLog {
  /// A log of events that stand in order already, each counting 1.
  init(_ list: EventList) {
    self.init(
      offsets: list.offsets, days: list.days.map { Day(daysSinceEpoch: $0) })
  }
}
