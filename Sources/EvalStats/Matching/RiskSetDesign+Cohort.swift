extension RiskSetDesign {
  /// The treated who found too few controls, and why.
  func unmatched(
    _ treated: [RiskSetTreated], _ outcomes: [RiskSetRounds.Outcome]
  ) -> [RiskSetMatch.Unmatched] {
    zip(treated, outcomes).compactMap { treated, outcome in
      guard outcome.controls.isEmpty else { return nil }
      let reason: RiskSetMatch.Unmatched.Reason =
        if outcome.stratumCount < minimumControls {
          .tooFewInStratum
        } else if outcome.withinCaliperCount < minimumControls {
          .tooFewWithinCaliper
        } else {
          .exhausted
        }
      return RiskSetMatch.Unmatched(
        person: treated.person, date: treated.date, reason: reason,
        stratumCount: outcome.stratumCount, withinCaliperCount: outcome.withinCaliperCount)
    }
  }

  /// The matched sets as a cohort with match weights.
  static func cohort(
    _ treated: [RiskSetTreated], _ outcomes: [RiskSetRounds.Outcome]
  ) -> Cohort {
    var persons: [Int] = []
    var dates: [Day] = []
    var arms: [Arm] = []
    var sets: [Int] = []
    var weights: [Double] = []
    var controls = Set<Int>()
    var setCount = 0
    for (treated, outcome) in zip(treated, outcomes) where !outcome.controls.isEmpty {
      persons += [treated.person] + outcome.controls
      arms += [.treated] + outcome.controls.map { _ in .control }
      weights += [1] + outcome.controls.map { _ in 1 / Double(outcome.controls.count) }
      for _ in 0...outcome.controls.count {
        dates.append(treated.date)
        sets.append(setCount)
      }
      controls.formUnion(outcome.controls)
      setCount += 1
    }
    // Each set's controls weigh 1 together, so persons weigh setCount / controls on average.
    let scale = Double(controls.count) / Double(setCount)
    for member in weights.indices where arms[member] == .control { weights[member] *= scale }
    return Cohort(persons: persons, indexDates: dates, arms: arms, sets: sets, weights: weights)
  }

  /// The person-months of people who may serve as controls, weighted to the months of the treated.
  static func pool(
    _ frame: CovariateFrame, _ months: RiskSetMonths, eligibility: RiskSetEligibility
  ) -> (frame: CovariateFrame, weights: [Double]) {
    var rows: [Int] = []
    var weights: [Double] = []
    for month in months.months {
      let serving = month.rows.dropFirst(month.treated.count).filter {
        eligibility.mayServe(months.persons[$0], on: months.dates[$0])
      }
      rows += serving
      let weight = Double(month.treated.count) / Double(max(1, serving.count))
      weights += Array(repeating: weight, count: serving.count)
    }
    return (frame.rows(at: rows), weights)
  }
}
