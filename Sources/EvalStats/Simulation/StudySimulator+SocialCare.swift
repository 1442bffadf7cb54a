extension StudySimulator {
  /// Everyone's packages as they would be without the programme, by person and start.
  func drawSocialCare(
    _ population: LatentPopulation, _ generator: inout SeededGenerator
  ) -> [CarePackage] {
    let model = configuration.socialCare
    var packages: [CarePackage] = []
    for person in 0..<population.count {
      let first = population.firstDays[person]
      let last = population.lastDays[person]
      let age = population.age(of: person, on: first)
      let perYear =
        model.startHazard
        * PortableElementary.raise(population.frailties[person], to: model.frailtyExponent)
        * PortableElementary.exp(model.logHazardPerDecade * (age - 70) / 10)
      var day = first
      if generator.uniform() < perYear / (perYear + model.endHazard) {
        var package = drawPackage(person, start: first, &generator)
        package.start -= Int32(generator.exponential() / model.endHazard * 365.25)
        package.start = max(package.start, population.births[person] + 18 * 365)
        day = package.end
        packages.append(package)
      }
      while day < last {
        day = nextStart(of: person, after: day, perDay: perYear / 365.25, population, &generator)
        guard day <= last else { break }
        let package = drawPackage(person, start: day, &generator)
        packages.append(package)
        day = package.end
      }
    }
    return packages
  }

  private func drawPackage(
    _ person: Int, start: Int32, _ generator: inout SeededGenerator
  ) -> CarePackage {
    let model = configuration.socialCare
    let draw = generator.uniform()
    let kind: CarePackage.Kind =
      draw < model.nursingShare
      ? .nursing : draw < model.nursingShare + model.residentialShare ? .residential : .community
    let (mean, shape) =
      switch kind {
      case .community: (model.communityWeekly, model.communityCostShape)
      case .residential: (model.residentialWeekly, model.homeCostShape)
      case .nursing: (model.nursingWeekly, model.homeCostShape)
      }
    let cost = mean * generator.gamma(shape: shape) / shape
    let days = 7 + min(20_000, generator.exponential() / model.endHazard * 365.25)
    return CarePackage(
      person: person, kind: kind, start: start,
      end: kind == .community ? start + Int32(days) : .max,
      weeklyCost: (cost * 100).rounded() / 100,
      supportReason: drawSupportReason(&generator))
  }

  /// Personal care is the usual reason; the order is that of `SimulatedStudy.supportReasons`.
  private func drawSupportReason(_ generator: inout SeededGenerator) -> Int {
    let draw = generator.uniform()
    return [0.58, 0.70, 0.80, 0.88, 0.96].firstIndex { draw < $0 } ?? 5
  }

  /// The day at which the hazard of a new package, raised in crises, passes a unit exponential.
  private func nextStart(
    of person: Int, after day: Int32, perDay: Double, _ population: LatentPopulation,
    _ generator: inout SeededGenerator
  ) -> Int32 {
    var remaining = generator.exponential()
    var start = Int32.max
    population.forEachStretch(of: person, from: day + 1, through: population.lastDays[person]) {
      first, last, inCrisis in
      guard start == .max else { return }
      let hazard = inCrisis ? perDay * configuration.socialCare.crisisMultiplier : perDay
      let spent = hazard * Double(last - first + 1)
      if spent >= remaining {
        start = first + Int32(remaining / hazard)
      } else {
        remaining -= spent
      }
    }
    return start
  }

  /// The packages with the programme at work: one that runs across the index date is reassessed, so
  /// that it ends on that day and another begins on the next at `ratio` times the cost.
  func applyCostEffect(
    _ ratio: Double, to packages: [CarePackage], indexDays: [Int32]
  ) -> [CarePackage] {
    guard ratio != 1 else { return packages }
    var changed: [CarePackage] = []
    changed.reserveCapacity(packages.count)
    for package in packages {
      let index = indexDays[package.person]
      guard index != .max, package.end > index else {
        changed.append(package)
        continue
      }
      var after = package
      after.weeklyCost = (package.weeklyCost * ratio * 100).rounded() / 100
      if package.start <= index {
        var before = package
        before.end = index
        changed.append(before)
        after.start = index + 1
      }
      changed.append(after)
    }
    return changed
  }
}
