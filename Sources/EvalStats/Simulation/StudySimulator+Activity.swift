/// The personal part of an intensity, ready to be multiplied by season and crisis.
struct PersonalRate {
  /// Events a day outside a crisis in mid-season.
  var perDay: Double
  /// The seasonal factor of each simulated day and the largest of them.
  var seasons: [Double]
  var peak: Double
  /// The day that `seasons` begins with.
  var origin: Int32
  var crisisMultiplier: Double
}

extension StudySimulator {
  /// One process drawn for everyone, as it would be without the programme, with each person's rate.
  func drawActivity(
    _ process: ActivityProcess, _ population: LatentPopulation,
    _ generator: inout SeededGenerator
  ) -> (events: EventList, ratesPerDay: [Double]) {
    var events = EventList()
    var rates: [Double] = []
    rates.reserveCapacity(population.count)
    var rate = personalRate(of: process)
    for person in 0..<population.count {
      let own =
        process.ownVariance > 0
        ? generator.gamma(shape: 1 / process.ownVariance) * process.ownVariance : 1
      rate.perDay =
        process.yearlyRate / 365.25
        * PortableElementary.raise(population.frailties[person], to: process.frailtyExponent) * own
      rates.append(rate.perDay)
      drawEvents(
        rate, person, from: population.firstDays[person], through: population.lastDays[person],
        population, into: &events.days, &generator)
      events.closePerson()
    }
    return (events, rates)
  }

  /// The part of a process that all people share.
  func personalRate(of process: ActivityProcess) -> PersonalRate {
    let origin = configuration.coverage.lowerBound.daysSinceEpoch
    let seasons = process.seasons(
      from: origin, through: configuration.coverage.upperBound.daysSinceEpoch)
    return PersonalRate(
      perDay: 0, seasons: seasons, peak: 1 + process.seasonalAmplitude, origin: origin,
      crisisMultiplier: process.crisisMultiplier)
  }

  /// Appends the days of a Poisson process in ascending order, by thinning at the seasonal peak.
  ///
  /// Each stretch inside or outside a crisis has a constant bound; gaps are exponential at the
  /// bound, and an event is kept with probability season / peak.
  @inline(__always)
  func drawEvents(
    _ rate: PersonalRate, _ person: Int, from: Int32, through: Int32,
    _ population: LatentPopulation, into days: inout [Int32],
    _ generator: inout SeededGenerator
  ) {
    population.forEachStretch(of: person, from: from, through: through) { first, last, inCrisis in
      let bound = rate.perDay * rate.peak * (inCrisis ? rate.crisisMultiplier : 1)
      guard bound > 0 else { return }
      var place = Double(first)
      let end = Double(last) + 1
      while true {
        place += generator.exponential() / bound
        guard place < end else { break }
        let day = Int32(place)
        if generator.uniform() * rate.peak < rate.seasons[Int(day - rate.origin)] {
          days.append(day)
        }
      }
    }
  }
}
