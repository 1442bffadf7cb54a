extension StudySimulator {
  /// Draws everyone with their coming, crises, leaving and death.
  func drawPopulation(_ generator: inout SeededGenerator) -> LatentPopulation {
    var population = LatentPopulation()
    let practices = drawPractices(&generator)
    let census = configuration.census.daysSinceEpoch
    let lastJoining = configuration.indexDates.upperBound.daysSinceEpoch
    let joiners = Int((Double(configuration.personCount) * configuration.joiningShare).rounded())
    for person in 0..<configuration.personCount {
      let joins = person >= configuration.personCount - joiners
      let arrival =
        joins ? census + 1 + Int32(generator.uniform() * Double(lastJoining - census)) : census
      drawPerson(arrival: arrival, joins: joins, practices, into: &population, &generator)
    }
    return population
  }

  /// Shares of people by practice (running totals) and the middle of each one's deprivation.
  struct Practices {
    var cumulativeShares: [Double]
    var deciles: [Double]
  }

  private func drawPractices(_ generator: inout SeededGenerator) -> Practices {
    var running = 0.0
    var shares: [Double] = []
    var deciles: [Double] = []
    for _ in 0..<configuration.practiceCount {
      running += 0.4 + 1.2 * generator.uniform()
      shares.append(running)
      deciles.append(2 + 4 * generator.uniform())
    }
    return Practices(cumulativeShares: shares.map { $0 / running }, deciles: deciles)
  }

  private func drawPerson(
    arrival: Int32, joins: Bool, _ practices: Practices, into population: inout LatentPopulation,
    _ generator: inout SeededGenerator
  ) {
    let model = configuration.population
    let position = generator.uniform()
    let practice = practices.cumulativeShares.firstIndex { position < $0 } ?? 0
    let decile = min(
      10, max(1, Int((practices.deciles[practice] + 1.6 * generator.normal()).rounded())))
    var age = model.meanAge + model.ageDeviation * generator.normal()
    while age < 18 || age > 101 { age = model.meanAge + model.ageDeviation * generator.normal() }
    let frailty =
      generator.gamma(shape: model.frailtyShape) / model.frailtyShape
      * PortableElementary.exp(
        model.frailtyPerDecade * (age - model.meanAge) / 10 + model.frailtyPerDecile
          * (5.5 - Double(decile)))
    let conditions = generator.poisson(
      mean: model.conditionMean * PortableElementary.raise(frailty, to: model.conditionExponent))
    let leaving = (model.leavingHazard + model.leavingPerYoungerDecade * max(0, 60 - age) / 10)
    let birth = arrival - Int32(age * 365.25)
    let tenure = joins ? 0 : Int32(min(365 * 60, generator.exponential() / leaving * 365.25))
    let registered = max(birth, arrival - tenure)
    let end = configuration.coverage.upperBound.daysSinceEpoch
    let leavingDay = arrival + Int32(min(365 * 60, generator.exponential() / leaving * 365.25))

    population.births.append(birth)
    population.isFemale.append(generator.uniform() < model.femaleShare)
    population.deprivationDeciles.append(decile)
    population.practices.append(practice)
    population.conditions.append(conditions)
    population.frailties.append(frailty)
    population.registeredFrom.append(registered)
    let first = max(registered, configuration.coverage.lowerBound.daysSinceEpoch)
    population.firstDays.append(first)
    drawCrises(frailty, from: first, through: min(end, leavingDay), into: &population, &generator)
    let death = drawDeath(
      of: population.count - 1, age: age, from: arrival, in: population, &generator)
    population.deaths.append(death <= min(leavingDay, end) ? death : .max)
    population.left.append(leavingDay < death && leavingDay <= end ? leavingDay : .max)
    population.lastDays.append(min(end, min(leavingDay, death)))
  }

  /// Crises from a little before the first day, so that one may be under way on it.
  private func drawCrises(
    _ frailty: Double, from first: Int32, through last: Int32,
    into population: inout LatentPopulation, _ generator: inout SeededGenerator
  ) {
    let model = configuration.crisis
    let perDay =
      model.yearlyRate * PortableElementary.raise(frailty, to: model.frailtyExponent) / 365.25
    var day = Double(first) - 180
    while perDay > 0 {
      day += generator.exponential() / perDay
      guard day <= Double(last) else { break }
      let end = day + model.minimumDays + model.meanExtraDays * generator.exponential()
      if end >= Double(first) {
        population.crisisStarts.append(Int32(max(day, Double(first))))
        population.crisisEnds.append(Int32(min(end, Double(last))))
      }
      day = end + 1
    }
    population.crisisOffsets.append(population.crisisStarts.count)
  }

  /// The day at which the cumulative hazard of death, raised in crises, passes a unit exponential.
  private func drawDeath(
    of person: Int, age: Double, from: Int32, in population: LatentPopulation,
    _ generator: inout SeededGenerator
  ) -> Int32 {
    let model = configuration.population
    let perDay =
      model.deathHazard
      * PortableElementary.exp(model.deathPerDecade * (age - 70) / 10)
      * PortableElementary.raise(population.frailties[person], to: model.deathFrailtyExponent)
      / 365.25
    var remaining = generator.exponential()
    var death = Int32.max
    let end = configuration.coverage.upperBound.daysSinceEpoch
    population.forEachStretch(of: person, from: from, through: end) { first, last, inCrisis in
      guard death == .max else { return }
      let hazard = inCrisis ? perDay * model.deathCrisisMultiplier : perDay
      let spent = hazard * Double(last - first + 1)
      if spent >= remaining {
        death = first + Int32(remaining / hazard)
      } else {
        remaining -= spent
      }
    }
    return death
  }
}
