/// Makes studies whose truth is known: the source of sample data, coverage and calibration.
///
/// People differ in frailty; crises come and go and raise all use at once; use is seasonal; people
/// leave and die, the frail sooner; an MDT takes people on by a declared mechanism; from the day
/// after, the intensity of each setting is multiplied by a known ratio. Nothing in an analysis need
/// be taken on trust: the answer is `configuration.effects`.
///
/// Simplifications: settings are independent given frailty, crisis and season (an admission through
/// A&E does not carry an attendance of its own), crises are untouched by the programme, and a stay
/// in hospital does not stop other use.
///
/// - Complexity: O(*people* + *events*); a study of the pilot's size takes tens of milliseconds in an
///   optimised build.
public struct StudySimulator: Sendable {
  /// What to simulate.
  public let configuration: SimulationConfiguration

  /// Creates a simulator.
  public init(_ configuration: SimulationConfiguration) { self.configuration = configuration }

  /// Draws one study; the same seed gives the same study.
  public func simulate(seed: UInt64) -> SimulatedStudy {
    func stream(_ stream: SimulationStream) -> SeededGenerator {
      SeededGenerator(seed: seed, stream: stream.rawValue)
    }
    var generator = stream(.population)
    let population = drawPopulation(&generator)
    generator = stream(.activity)
    let drawn = configuration.activity.map { drawActivity($0, population, &generator) }
    func untreated(_ setting: Setting) -> EventList {
      configuration.activity.firstIndex { $0.setting == setting }.map { drawn[$0].events }
        ?? .empty(population.count)
    }
    generator = stream(.selection)
    let indexDays = select(
      population, attendances: untreated(.aAndE), admissions: untreated(.nonElective), &generator)

    generator = stream(.effects)
    var events: [(setting: Setting, list: EventList)] = []
    for (process, (list, rates)) in zip(configuration.activity, drawn) {
      let ratio = configuration.effects.ratio(for: process.setting) ?? 1
      events.append(
        (
          process.setting,
          applyEffect(
            ratio, of: process, to: list, ratesPerDay: rates, indexDays: indexDays, population,
            &generator)
        ))
    }
    generator = stream(.records)
    for place in events.indices {
      events[place].list = record(events[place].list, indexDays: indexDays, &generator)
    }
    generator = stream(.socialCare)
    let packages = applyCostEffect(
      configuration.effects.socialCareCost, to: drawSocialCare(population, &generator),
      indexDays: indexDays)
    generator = stream(.admissionMethods)
    let methods = drawAdmissionMethods(
      events.first { $0.setting == .nonElective }?.list ?? .empty(population.count), population,
      &generator)
    generator = stream(.discussions)
    let discussions = drawDiscussions(indexDays, population, &generator)
    return SimulatedStudy(
      configuration: configuration, seed: seed,
      register: register(of: population, indexDays: indexDays),
      history: history(of: events, methods: methods, packages, population),
      discussions: discussions, conditions: population.conditions,
      deprivationDeciles: population.deprivationDeciles, frailties: population.frailties,
      admissionMethods: methods,
      packages: packages)
  }

  /// How far lateness reaches: exp(−days / lateDays), 0 beyond twelve times that.
  func lateness(_ days: Int32) -> Double {
    let scaled = Double(days) / configuration.records.lateDays
    return scaled < 12 ? PortableElementary.exp(-scaled) : 0
  }
}
