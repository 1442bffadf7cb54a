import Testing

@testable import EvalStats

/// Without a score and in the order of the register, the lowest admissible row is chosen, so that each
/// rule about a pair can be tried on its own.
@Suite("What a pair must keep")
struct RiskSetConstraintTests {
  private typealias Person = HandMadeStudy.Person

  private func design(
    within: [CovariateCaliper] = [], antiExact: [Covariate] = [],
    excludedControls: [ControlExclusion] = [], missing: MissingRule = .error
  ) -> RiskSetDesign {
    RiskSetDesign(
      covariates: [], exact: [], ageBandEdges: [], caliper: nil, ratio: 1,
      admittedIndexDates: day(0)...day(0), missing: missing, within: within, antiExact: antiExact,
      excludedControls: excludedControls, choice: .nearest)
  }

  /// Whether a candidate is chosen by a treated person who has nobody else but a lower bidder.
  private func isMatched(
    _ candidate: HandMadeStudy.Person, by design: RiskSetDesign,
    treated: HandMadeStudy.Person = .init(index: day(0)),
    measurements: [String: MeasurementLog] = [:]
  ) throws -> Bool {
    let study = HandMadeStudy(people: [treated, candidate], measurements: measurements)
    do {
      let match = try design.match(study.register, history: study.history)
      return match.cohort.persons == [0, 1]
    } catch RiskSetError.nobodyMatched {
      return false
    } catch RiskSetError.noCandidates {
      return false
    }
  }

  @Test("ages lie within a caliper by the days between births, the limit included")
  func age() throws {
    let four = design(within: [CovariateCaliper(.age, width: 4)])
    // Four years are 1,461 days: a birthday at the limit, whatever the two ages.
    for own in [-20_000, -25_000, -29_999, -31_417] {
      let treated = Person(birth: day(own), index: day(0))
      #expect(try isMatched(Person(birth: day(own - 1_461)), by: four, treated: treated))
      #expect(try isMatched(Person(birth: day(own + 1_461)), by: four, treated: treated))
      #expect(try !isMatched(Person(birth: day(own - 1_462)), by: four, treated: treated))
      #expect(try !isMatched(Person(birth: day(own + 1_462)), by: four, treated: treated))
    }
    // Five years are 1,826.25 days.
    let five = design(within: [CovariateCaliper(.age, width: 5)])
    #expect(try isMatched(Person(birth: day(-70 * 365 - 1_826)), by: five))
    #expect(try !isMatched(Person(birth: day(-70 * 365 - 1_827)), by: five))
  }

  @Test("a numeric attribute lies within its caliper, but for the rounding of decimals")
  func attribute() throws {
    let tenth = design(within: [CovariateCaliper(.attribute("deprivation"), width: 0.2)])
    let treated = Person(index: day(0), deprivation: 0.6)
    #expect(0.8 - 0.6 > 0.2)
    #expect(try isMatched(Person(deprivation: 0.8), by: tenth, treated: treated))
    #expect(try isMatched(Person(deprivation: 0.4), by: tenth, treated: treated))
    #expect(try !isMatched(Person(deprivation: 0.8 + 1e-9), by: tenth, treated: treated))
    let same = design(within: [CovariateCaliper(.attribute("deprivation"), width: 0)])
    #expect(try isMatched(Person(deprivation: 0.6), by: same, treated: treated))
    #expect(try !isMatched(Person(deprivation: 0.7), by: same, treated: treated))
  }

  @Test("earlier use and a measurement lie within calipers as of the day before")
  func useAndMeasurement() throws {
    let use = design(within: [
      CovariateCaliper(.priorUse(.aAndE, firstDay: -90, lastDay: -1), width: 1)
    ])
    let treated = Person(index: day(0), attendances: [day(-5)])
    #expect(try isMatched(Person(), by: use, treated: treated))
    #expect(try isMatched(Person(attendances: [day(-9), day(-8)]), by: use, treated: treated))
    let often = Person(attendances: [day(-9), day(-8), day(-1)])
    #expect(try !isMatched(often, by: use, treated: treated))
    // What happens on the day itself is not known yet.
    let today = Person(attendances: [day(-9), day(-8), day(0)])
    #expect(try isMatched(today, by: use, treated: treated))
    let score = design(within: [CovariateCaliper(.measurement("risk"), width: 0.1)])
    func log(_ other: Double, on date: Day) -> [String: MeasurementLog] {
      [
        "risk": MeasurementLog(
          personCount: 2, persons: [0, 1, 1], days: [day(-40), day(-40), date],
          values: [0.3, 0.9, other])
      ]
    }
    #expect(try isMatched(Person(), by: score, measurements: log(0.4, on: day(-1))))
    #expect(try !isMatched(Person(), by: score, measurements: log(0.4, on: day(0))))
    #expect(try !isMatched(Person(), by: score, measurements: log(0.41, on: day(-1))))
  }

  @Test("a control differs where it must, and an unknown value is not known to differ")
  func antiExact() throws {
    let other = design(antiExact: [.attribute("network")], missing: .indicator)
    #expect(try !isMatched(Person(), by: other))
    #expect(try isMatched(Person(network: "south"), by: other))
    #expect(try !isMatched(Person(network: nil), by: other))
    let study = HandMadeStudy(people: [
      .init(index: day(0), network: nil), .init(index: day(0)), .init(network: "south"),
      .init(network: "south"),
    ])
    let match = try other.match(study.register, history: study.history)
    #expect(match.cohort.persons == [1, 2])
    #expect(match.unmatched.map(\.reason) == [.tooFewInStratum])
  }

  @Test("people of barred values, or of the treated people's own, are no candidates")
  func excludedControls() throws {
    let listed = design(excludedControls: [
      .init(attribute: "network", values: .listed(["south", "east"]))
    ])
    #expect(try isMatched(Person(), by: listed))
    #expect(try !isMatched(Person(network: "east"), by: listed))
    let pilot = design(excludedControls: [.init(attribute: "network", values: .ofTreated)])
    let study = HandMadeStudy(people: [
      .init(index: day(0), network: "north"), .init(index: day(0), network: "south"),
      // Taken on outside the admitted dates: her network is no pilot.
      .init(index: day(-400), network: "east"),
      .init(network: "north"), .init(network: "south"), .init(network: "east"),
      .init(network: nil),
    ])
    let match = try pilot.match(study.register, history: study.history)
    #expect(match.cohort.persons == [0, 5, 1, 6])
    #expect(match.flow.controlExclusions.map(\.label) == ["same network as somebody treated"])
    #expect(match.flow.controlExclusions.map(\.count) == [4])
    #expect(match.flow.candidateLosses.map(\.reason) == [.excluded, .takenOn])
    // By the number of deprivation too.
    let byNumber = design(excludedControls: [
      .init(attribute: "deprivation", values: .listed(["3"]))
    ])
    #expect(try !isMatched(Person(), by: byNumber))
    #expect(try isMatched(Person(deprivation: 4), by: byNumber))
  }

  @Test("a missing value is refused, left out or a value of its own, as the design says")
  func missing() throws {
    let calipers = [CovariateCaliper(.attribute("deprivation"), width: 1)]
    let people: [HandMadeStudy.Person] = [
      .init(index: day(0)), .init(index: day(0), deprivation: nil), .init(deprivation: nil),
      .init(), .init(),
    ]
    let study = HandMadeStudy(people: people)
    let expected = RiskSetError.covariates(
      .missingValues(covariate: "deprivation", rows: 1, of: 2))
    #expect(throws: expected) {
      try design(within: calipers).match(study.register, history: study.history)
    }
    let treatedKnown = HandMadeStudy(people: [people[0]] + people[2...])
    #expect(
      throws: RiskSetError.covariates(.missingValues(covariate: "deprivation", rows: 1, of: 3))
    ) {
      try design(within: calipers).match(treatedKnown.register, history: treatedKnown.history)
    }
    let excluded = try design(within: calipers, missing: .exclude)
      .match(study.register, history: study.history)
    #expect(excluded.cohort.persons == [0, 3])
    #expect(excluded.flow.treatedLosses == [.init(reason: .covariateMissing, count: 1)])
    let indicated = try design(within: calipers, missing: .indicator)
      .match(study.register, history: study.history)
    #expect(indicated.cohort.persons == [0, 3, 1, 2])
  }

  @Test("the nearest is the least sum of differences over calipers, the lower row among equals")
  func nearest() throws {
    var design = design(within: [
      CovariateCaliper(.age, width: 5), CovariateCaliper(.attribute("deprivation"), width: 4),
    ])
    design.ratio = 3
    let study = HandMadeStudy(people: [
      .init(birth: day(-20_000), index: day(0), deprivation: 5),
      // 0.5 + 0.5
      .init(birth: day(-20_913), deprivation: 7),
      // 0 + 0.75
      .init(birth: day(-20_000), deprivation: 8),
      // 0.4 + 0.25
      .init(birth: day(-20_000 - 730), deprivation: 4),
      // The same again, in a later row.
      .init(birth: day(-20_000 - 730), deprivation: 6),
      // Too deprived by 1.
      .init(birth: day(-20_000), deprivation: 10),
    ])
    let match = try design.match(study.register, history: study.history)
    #expect(match.cohort.persons == [0, 3, 4, 2])
    #expect(match.scores == nil && match.score == nil && match.caliperWidth == nil)
    #expect(match.candidateScores == nil && match.distances == nil)
    #expect(match.balance.row("distance") == nil)
  }

  @Test("a random choice follows the seed alone, and no choice depends on who else might serve")
  func random() throws {
    var people: [HandMadeStudy.Person] = [.init(index: day(0)), .init(index: day(0))]
    people += (0..<60).map { _ in .init() }
    func chosen(_ people: [HandMadeStudy.Person], _ seed: UInt64) throws -> [Int] {
      var design = design()
      design.ratio = 5
      design.choice = .random(seed: seed)
      let study = HandMadeStudy(people: people)
      return try design.match(study.register, history: study.history).cohort.persons
    }
    let first = try chosen(people, 7)
    #expect(first.count == 12 && Set(first).count == 12)
    #expect(try chosen(people, 7) == first)
    #expect(try chosen(people, 8) != first)
    #expect(first != [0, 2, 3, 4, 5, 6, 1, 7, 8, 9, 10, 11])
    // Whoever was not chosen may go and nothing changes.
    var fewer = people
    for row in people.indices where !first.contains(row) && row % 2 == 0 {
      fewer[row].death = day(-1)
    }
    #expect(try chosen(fewer, 7) == first)
    // Over many seeds every candidate serves about as often: 10 of 60 each time.
    var uses = Array(repeating: 0, count: people.count)
    for seed in 0..<300 { for row in try chosen(people, UInt64(seed)) { uses[row] += 1 } }
    // 300 draws of 1/6: mean 50, standard deviation 6.5.
    #expect(uses[2...].allSatisfy { (20...80).contains($0) })
  }

  @Test("a caliper on a covariate holds beside the one on the score")
  func beside() throws {
    let study = randomStudy(seed: 11, people: 400)
    var design = RiskSetDesign(
      covariates: [.age, .attribute("deprivation")], ageBandEdges: [],
      admittedIndexDates: day(0)...day(119))
    let free = try design.match(study.register, history: study.history)
    design.within = [CovariateCaliper(.age, width: 3)]
    let held = try design.match(study.register, history: study.history)
    func widest(_ match: RiskSetMatch) -> Double {
      var own = day(0)
      var widest = 0
      for member in 0..<match.cohort.count {
        let birth = study.people[match.cohort.persons[member]].birth
        if match.cohort.arms[member] == .treated { own = birth }
        widest = max(widest, abs(own.distance(to: birth)))
      }
      return Double(widest) / 365.25
    }
    #expect(widest(free) > 3 && widest(held) <= 3)
    #expect(held.score == free.score)
    #expect(held.setCount > 5)
  }
}
