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
    let untreated = untreated(seed: seed)
    let population = untreated.population
    let indexDays = indexDays(among: untreated, seed: seed)
    let events = events(of: untreated, indexDays: indexDays, seed: seed)
    let packages = applyCostEffect(
      configuration.effects.socialCareCost, to: untreated.packages, indexDays: indexDays)
    var generator = stream(.admissionMethods, of: seed)
    let methods = drawAdmissionMethods(
      events.first { $0.setting == .nonElective }?.list ?? .empty(population.count), population,
      &generator)
    generator = stream(.discussions, of: seed)
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

  func stream(_ stream: SimulationStream, of seed: UInt64) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: stream.rawValue)
  }

  /// How far lateness reaches: exp(−days / lateDays), 0 beyond twelve times that.
  func lateness(_ days: Int32) -> Double {
    let scaled = Double(days) / configuration.records.lateDays
    return scaled < 12 ? PortableElementary.exp(-scaled) : 0
  }
}
