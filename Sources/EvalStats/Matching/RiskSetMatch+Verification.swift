extension RiskSetMatch {
  /// How far two sums of the same terms may differ: far above rounding, far below a caliper.
  private static let roundingAllowance = 1e-9

  /// Checks every set against the records again, by each rule as it is worded.
  ///
  /// - Precondition: every set keeps the exact covariates, the calipers, the rules for who is at
  ///   risk, whom to keep out and who must differ, and the limit of reuse. A breach is a mistake in
  ///   the matching, never a caller's.
  func verify(register: PersonRegister, history: ActivityHistory) {
    precondition(
      maximumReuse <= design.reuse.limit,
      "a control serves \(maximumReuse) times, \(design.reuse.limit) allowed")
    let distances = distances
    let readers = design.exact.compactMap {
      try? CovariateReader($0, register: register, history: history)
    }
    precondition(readers.count == design.exact.count, "an exact covariate cannot be read again")
    let pairs = RiskSetPairCheck(of: self, register, history)
    var start = 0
    while start < cohort.count {
      var end = start + 1
      while end < cohort.count, cohort.sets[end] == cohort.sets[start] { end += 1 }
      let place = "set \(cohort.sets[start])"
      precondition(
        cohort.arms[start] == .treated
          && register.indexDates[cohort.persons[start]] == cohort.indexDates[start],
        "\(place) does not begin with a treated person on their index date")
      precondition(
        (design.minimumControls...design.ratio).contains(end - start - 1),
        "\(place) has \(end - start - 1) controls")
      precondition(
        Set(cohort.persons[start..<end]).count == end - start, "\(place) holds a person twice")
      verifyExclusions(
        of: cohort.persons[start], .treated, on: cohort.indexDates[start], register, history, place)
      for control in (start + 1)..<end {
        precondition(
          cohort.arms[control] == .control
            && cohort.indexDates[control] == cohort.indexDates[start],
          "\(place) has a control without the set's index date")
        verifyRisk(of: cohort.persons[control], on: cohort.indexDates[control], register, place)
        verifyExact(
          cohort.persons[control], cohort.persons[start], cohort.indexDates[start], register,
          readers, place)
        pairs.verify(
          cohort.persons[control], with: cohort.persons[start], on: cohort.indexDates[start], place)
        verifyExclusions(
          of: cohort.persons[control], .control, on: cohort.indexDates[start], register, history,
          place)
        if let caliperWidth, let distances {
          precondition(
            distances[control] <= caliperWidth + RiskSetMatch.roundingAllowance,
            "\(place): distance \(distances[control]) exceeds the caliper \(caliperWidth)")
        }
      }
      start = end
    }
  }

  private func verifyRisk(
    of person: Int, on date: Day, _ register: PersonRegister, _ place: String
  ) {
    precondition(
      register.deaths[person].map { $0 > date } ?? true, "\(place) has a control who had died")
    precondition(
      register.registration(of: person, holding: date).map {
        $0.from.advanced(by: design.lookBackDays) <= date
      } ?? false,
      "\(place) has a control who was not registered, or too short")
    guard let own = register.indexDates[person] else { return }
    switch design.laterTreated {
    case .excludedWithin(let days):
      precondition(
        date.distance(to: own) > days, "\(place) has a control taken on within \(days) days")
    case .censored:
      precondition(own > date, "\(place) has a control taken on before")
    case .neverTreated:
      preconditionFailure("\(place) has a control who was taken on")
    }
  }

  private func verifyExact(
    _ control: Int, _ treated: Int, _ date: Day, _ register: PersonRegister,
    _ readers: [CovariateReader], _ place: String
  ) {
    for (covariate, reader) in zip(design.exact, readers) {
      let left = reader.value(of: control, on: date)
      let right = reader.value(of: treated, on: date)
      precondition(
        left == right || (left.isNaN && right.isNaN), "\(place) breaks '\(covariate.name)'")
    }
    let ages = [control, treated].map { Age.years(from: register.births[$0], to: date) }
    precondition(
      design.ageBandEdges.allSatisfy { edge in (ages[0] < edge) == (ages[1] < edge) },
      "\(place) breaks an age band")
  }
}
