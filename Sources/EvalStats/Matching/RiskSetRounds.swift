/// The greedy choice of controls, month by month.
///
/// Within a month everyone gets a first control before anyone gets a second, the largest score
/// first; equal scores, and equal distances, go to the lower row of the register. Without a score the
/// treated of a month take turns in order of index date and row.
struct RiskSetRounds {
  let design: RiskSetDesign
  let eligibility: RiskSetEligibility
  let strata: RiskSetStrata
  let constraints: RiskSetConstraints
  /// `nil` where none is fitted.
  let score: RiskSetScore?
  let readers: CovariateReaders
  /// The caliper in `ScoreUnits`; infinite for none.
  let reach: Double

  /// What a treated person found.
  struct Outcome {
    /// The controls, in the order taken.
    var controls: [Int] = []
    var stratumCount = 0
    var withinCaliperCount = 0
  }

  /// The controls of each treated person.
  ///
  /// - Parameters:
  ///   - treated: People and index dates in order of date.
  ///   - scores: Their η; `nil` without a score.
  ///   - months: Places in `treated` by month, in calendar order.
  ///   - registerCount: People on the register.
  /// - Throws: `CohortError.missingValues` if a candidate turns out to miss a covariate on the day
  ///   itself and the design does not say what to do.
  func run(
    treated: [RiskSetTreated], scores: [Double]?, months: [Range<Int>], registerCount: Int
  ) throws(CohortError) -> [Outcome] {
    var outcomes = Array(repeating: Outcome(), count: treated.count)
    var usesLeft = Array(repeating: design.reuse.limit, count: registerCount)
    let units = scores.map { ScoreUnits.rounded($0) } ?? Array(repeating: 0, count: treated.count)
    for month in months {
      var lists: [[PairCandidate]] = []
      for place in month {
        let found = try candidates(of: treated[place], units: units[place])
        outcomes[place].stratumCount = found.stratumCount
        outcomes[place].withinCaliperCount = found.within.count
        lists.append(found.within.filter { usesLeft[$0.control] > 0 })
      }
      let order =
        score == nil
        ? Array(month)
        : month.sorted { left, right in
          units[left] != units[right]
            ? units[left] > units[right] : treated[left].person < treated[right].person
        }
      let chosen = choose(
        from: lists, in: order.map { $0 - month.lowerBound }, usesLeft: &usesLeft)
      for (place, controls) in zip(month, chosen) { outcomes[place].controls = controls }
    }
    return outcomes
  }

  /// Everyone who may serve for a treated person: at risk that day, alike and different as the design
  /// asks, within every caliper.
  private func candidates(
    of treated: RiskSetTreated, units: Double
  ) throws(CohortError) -> (within: [PairCandidate], stratumCount: Int) {
    let people = strata.peers(of: treated.person, on: treated.date).lazy
      .map { Int($0) }
      .filter { eligibility.mayServe($0, on: treated.date) && $0 != treated.person }
    let atRisk = try constraints.differing(Array(people), from: treated)
    let near = try constraints.within(atRisk, of: treated)
    let within =
      switch design.choice {
      case .score: try scored(near.map(\.control), for: treated, units: units)
      case .nearest:
        near.map {
          PairCandidate(control: $0.control, distance: ScoreUnits.rounded($0.distance))
        }
      case .random(let seed):
        near.map {
          PairCandidate(control: $0.control, distance: draw(seed, treated.person, $0.control))
        }
      }
    return (within, atRisk.count)
  }

  /// The number of a pair, uniform on 0..<1.
  private func draw(_ seed: UInt64, _ treated: Int, _ control: Int) -> Double {
    var generator = SeededGenerator(seed: seed, stream: UInt64(treated) << 32 | UInt64(control))
    return Double(generator.next() >> 11) * 0x1p-53
  }

  /// Those of some people whose score lies within the caliper.
  private func scored(
    _ people: [Int], for treated: RiskSetTreated, units: Double
  ) throws(CohortError) -> [PairCandidate] {
    guard let score else { return [] }
    let values = score.values(of: people, on: treated.date, readers: readers)
    var within: [PairCandidate] = []
    for (person, value) in zip(people, values) {
      if value.isNaN {
        if design.missing == .error {
          try refuseMissing(of: person, on: treated.date, among: people.count)
        }
        continue
      }
      let distance = abs(ScoreUnits.rounded(value) - units)
      if distance.isFinite, distance <= reach {
        within.append(PairCandidate(control: person, distance: distance))
      }
    }
    return within
  }

  private func refuseMissing(
    of person: Int, on date: Day, among count: Int
  ) throws(CohortError) {
    for (covariate, reader) in zip(design.covariates, readers.readers)
    where reader.value(of: person, on: date).isNaN {
      throw .missingValues(covariate: covariate.name, rows: 1, of: count)
    }
  }

  /// Round-robin over one month; takes what is used from `usesLeft`.
  private func choose(
    from lists: [[PairCandidate]], in order: [Int], usesLeft: inout [Int]
  ) -> [[Int]] {
    let sorted = lists.map { list in
      list.sorted { ($0.distance, $0.control) < ($1.distance, $1.control) }
    }
    var chosen = Array(repeating: [Int](), count: lists.count)
    // A place passed over was used up for good, or is in the set already: neither comes back.
    var next = Array(repeating: 0, count: lists.count)
    var seeking = order
    for _ in 0..<design.ratio {
      seeking = seeking.filter { focal in
        while next[focal] < sorted[focal].count {
          let control = sorted[focal][next[focal]].control
          next[focal] += 1
          if usesLeft[control] > 0 {
            usesLeft[control] -= 1
            chosen[focal].append(control)
            return true
          }
        }
        return false
      }
    }
    // Controls of a set that stays too small are free again from the next month on.
    for focal in chosen.indices where chosen[focal].count < design.minimumControls {
      for control in chosen[focal] { usesLeft[control] += 1 }
      chosen[focal] = []
    }
    return chosen
  }
}
