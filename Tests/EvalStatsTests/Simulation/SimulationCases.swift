import EvalStats

/// Studies small enough for a debug build, and simple enough to know the answer.
enum SimulationCases {
  /// The pilot with fewer people, all practices treating.
  static func small(people: Int = 1500) -> SimulationConfiguration {
    var configuration = SimulationConfiguration.testAndLearn
    configuration.personCount = people
    configuration.treatingPracticeCount = configuration.practiceCount
    return configuration
  }

  /// The small study at work and without any effect, same seed: the same people, the same index
  /// dates, the same use before them.
  static let treated: SimulatedStudy = {
    var configuration = small(people: 2000)
    configuration.newContactsByMonth = [100, 100, 100, 100, 100, 100]
    configuration.effects = TrueEffects(
      aAndE: 0.5, nonElective: 1, outpatient: 1.5, socialCareCost: 1.12)
    return StudySimulator(configuration).simulate(seed: 7)
  }()
  static let untreated: SimulatedStudy = {
    var configuration = treated.configuration
    configuration.effects = .none
    return StudySimulator(configuration).simulate(seed: 7)
  }()

  /// People alike in everything, with one setting and no seasons.
  static func uniform(
    rate: Double, ownVariance: Double = 0, crisis: CrisisModel = CrisisModel(yearlyRate: 0),
    crisisMultiplier: Double = 1
  ) -> SimulationConfiguration {
    var configuration = small()
    configuration.crisis = crisis
    configuration.activity = [
      ActivityProcess(
        setting: .aAndE, yearlyRate: rate, frailtyExponent: 0, ownVariance: ownVariance,
        crisisMultiplier: crisisMultiplier, seasonalAmplitude: 0, seasonalPeak: 1)
    ]
    return configuration
  }
}

extension SimulatedStudy {
  /// First and last day on which a person can have events.
  func observation(of person: Int) -> ClosedRange<Day> {
    let first = max(register.registeredFrom[person], history.coverage.lowerBound)
    return first...register.lastDay(of: person, cutOff: history.coverage.upperBound)
  }

  /// Years of observation of all people.
  var personYears: Double {
    (0..<register.count).reduce(0) { years, person in
      let range = observation(of: person)
      return years + Double(range.lowerBound.distance(to: range.upperBound) + 1) / 365.25
    }
  }

  /// People on the register for the whole year before the census.
  var longRegistered: [Int] {
    let census = configuration.census
    return (0..<register.count).filter {
      register.registeredFrom[$0] <= census.advanced(by: -365)
    }
  }

  /// Events (or pounds) of the people taken on, from one day after the index date to another.
  func totalOfTreated(_ setting: Setting, from first: Int, through last: Int) -> Double {
    (0..<register.count).reduce(0) { sum, person in
      guard let index = register.indexDates[person] else { return sum }
      return sum
        + history.total(
          of: person, in: setting, from: index.advanced(by: first),
          through: index.advanced(by: last))
    }
  }
}
