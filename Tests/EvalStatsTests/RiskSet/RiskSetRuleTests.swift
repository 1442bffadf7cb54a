import EvalStats
import EvalTestSupport
import Testing

/// Scores without covariates are all alike, so that the lowest admissible row is chosen and every
/// rule can be tried on its own.
@Suite("Who is at risk")
struct RiskSetRuleTests {
  private typealias Person = HandMadeStudy.Person
  private let design = RiskSetDesign(covariates: [], ratio: 1)

  /// Whether a person is chosen over a later row who is always eligible.
  private func isChosen(
    _ candidate: HandMadeStudy.Person, by design: RiskSetDesign,
    treated: HandMadeStudy.Person = .init(index: day(0))
  ) throws -> Bool {
    let study = HandMadeStudy(people: [treated, candidate, .init(birth: treated.birth)])
    var design = design
    design.admittedIndexDates = day(0)...day(0)
    let match = try design.match(study.register, history: study.history)
    #expect(match.cohort.persons[0] == 0 && match.cohort.indexDates == [day(0), day(0)])
    return match.cohort.persons[1] == 1
  }

  @Test("a control is alive at the end of the index date")
  func alive() throws {
    #expect(try isChosen(Person(death: day(1)), by: design))
    #expect(try !isChosen(Person(death: day(0)), by: design))
  }

  @Test("a control is registered on the index date, whatever comes after")
  func registered() throws {
    #expect(try isChosen(Person(to: day(0)), by: design))
    #expect(try !isChosen(Person(to: day(-1)), by: design))
  }

  @Test("a control has the required look-back, to the day")
  func lookBack() throws {
    #expect(try isChosen(Person(from: day(-365)), by: design))
    #expect(try !isChosen(Person(from: day(-364)), by: design))
    var shorter = design
    shorter.lookBackDays = 100
    #expect(try isChosen(Person(from: day(-100)), by: shorter))
    #expect(try !isChosen(Person(from: day(-99)), by: shorter))
  }

  @Test("by default a control is not taken on within the follow-up")
  func laterTreated() throws {
    #expect(try isChosen(Person(index: day(366)), by: design))
    #expect(try !isChosen(Person(index: day(365)), by: design))
    #expect(try !isChosen(Person(index: day(-10)), by: design))
  }

  @Test("controls taken on later may be kept, and are then censored")
  func censored() throws {
    var censored = design
    censored.laterTreated = .censored
    #expect(try isChosen(Person(index: day(1)), by: censored))
    #expect(try !isChosen(Person(index: day(-1)), by: censored))
    #expect(censored.censorsControlsAtOwnIndex && !design.censorsControlsAtOwnIndex)
  }

  @Test("controls may be limited to people never taken on")
  func neverTreated() throws {
    var never = design
    never.laterTreated = .neverTreated
    #expect(try !isChosen(Person(index: day(1_000)), by: never))
    #expect(try isChosen(Person(), by: never))
  }

  @Test("a control agrees on sex, attributes and the age band on the index date")
  func exact() throws {
    #expect(try !isChosen(Person(sex: "M"), by: design))
    var byNetwork = design
    byNetwork.exact = [.sex, .attribute("network"), .attribute("deprivation")]
    #expect(try isChosen(Person(), by: byNetwork))
    #expect(try !isChosen(Person(network: "south"), by: byNetwork))
    #expect(try !isChosen(Person(deprivation: 4), by: byNetwork))
    // 65 years are 23,741.25 days: whoever was born 23,742 days before has turned 65.
    let treated = Person(birth: day(-23_742), index: day(0))
    #expect(try isChosen(Person(birth: day(-23_742)), by: design, treated: treated))
    #expect(try !isChosen(Person(birth: day(-23_741)), by: design, treated: treated))
    #expect(try isChosen(Person(birth: day(-27_393)), by: design, treated: treated))
    #expect(try !isChosen(Person(birth: day(-27_394)), by: design, treated: treated))
    var anyAge = design
    anyAge.ageBandEdges = []
    #expect(try isChosen(Person(birth: day(-23_741)), by: anyAge, treated: treated))
  }

  @Test("the treated are left out for the first reason that holds, in the order asked")
  func exclusions() throws {
    var design = design
    design.admittedIndexDates = day(0)...day(100)
    let study = HandMadeStudy(people: [
      .init(index: day(0)), .init(index: day(101)), .init(index: day(-1)),
      .init(death: day(50), index: day(50)), .init(to: day(49), index: day(50)),
      .init(from: day(51), index: day(50)), .init(from: day(-300), index: day(50)),
      .init(), .init(from: day(200)), .init(from: day(-200)), .init(death: day(0)),
    ])
    let flow = try design.match(study.register, history: study.history).flow
    #expect(flow.indexedCount == 7 && flow.admittedCount == 1)
    #expect(
      flow.treatedLosses.map(\.reason) == [
        .outsideAdmittedDates, .notAlive, .notRegistered, .lookBackTooShort,
      ])
    #expect(flow.treatedLosses.map(\.count) == [2, 1, 2, 1])
    #expect(flow.registeredCount == 11 && flow.candidateCount == 1)
    #expect(
      flow.candidateLosses.map(\.reason) == [
        .neverAliveAndRegistered, .lookBackTooShort, .takenOn,
      ])
    #expect(flow.candidateLosses.map(\.count) == [3, 2, 5])
  }

  @Test("everyone gets a first control before anyone gets a second, and nobody serves twice")
  func rounds() throws {
    let study = HandMadeStudy(people: [
      .init(index: day(0)), .init(index: day(3)), .init(index: day(40)), .init(), .init(),
      .init(), .init(),
    ])
    let match = try RiskSetDesign(covariates: []).match(study.register, history: study.history)
    #expect(match.cohort.persons == [0, 3, 5, 1, 4, 6])
    #expect(match.cohort.sets == [0, 0, 0, 1, 1, 1])
    #expect(match.cohort.indexDates == [0, 0, 0, 3, 3, 3].map { day($0) })
    #expect(match.cohort.weights == [1, 1, 1, 1, 1, 1])
    #expect(match.unmatched.map(\.person) == [2])
    #expect(match.unmatched.map(\.reason) == [.exhausted])
    #expect(match.unmatched.map(\.stratumCount) == [4])
    #expect(match.maximumReuse == 1 && match.controlCount == 4 && match.setCount == 2)
  }

  @Test("with replacement a control serves as often as allowed, once in a set")
  func reuse() throws {
    let study = HandMadeStudy(people: [
      .init(index: day(0)), .init(index: day(3)), .init(index: day(40)), .init(), .init(),
    ])
    var design = RiskSetDesign(covariates: [], reuse: .atMost(2))
    let twice = try design.match(study.register, history: study.history)
    #expect(twice.cohort.persons == [0, 3, 4, 1, 3, 4])
    #expect(twice.unmatched.map(\.reason) == [.exhausted] && twice.maximumReuse == 2)
    design.reuse = .unlimited
    let always = try design.match(study.register, history: study.history)
    #expect(always.cohort.persons == [0, 3, 4, 1, 3, 4, 2, 3, 4])
    #expect(always.cohort.sharesPeople)
    // Two controls share three sets: each person's uses weigh 1 together.
    for person in [3, 4] {
      let weight = always.cohort.persons.indices.filter { always.cohort.persons[$0] == person }
        .map { always.cohort.weights[$0] }.reduce(0, +)
      #expect(agree(weight, 1, relative: 1e-15))
    }
  }

  @Test("sets of unequal size weigh their controls 1 / k, scaled to mean 1")
  func weights() throws {
    let study = HandMadeStudy(people: [
      .init(index: day(0)), .init(sex: "M", index: day(0)), .init(), .init(), .init(),
      .init(sex: "M"),
    ])
    let match = try RiskSetDesign(covariates: []).match(study.register, history: study.history)
    #expect(match.cohort.persons == [0, 2, 3, 4, 1, 5])
    let expected = [1, 2.0 / 3, 2.0 / 3, 2.0 / 3, 1, 2]
    #expect(zip(match.cohort.weights, expected).allSatisfy { agree($0, $1, relative: 1e-15) })
  }

  @Test("a set below the least number of controls is given up and frees them for later months")
  func minimum() throws {
    let study = HandMadeStudy(people: [
      .init(sex: "M", index: day(0)), .init(index: day(0)), .init(index: day(1)),
      .init(index: day(40)), .init(), .init(), .init(), .init(sex: "M"),
    ])
    let design = RiskSetDesign(covariates: [], ratio: 2, minimumControls: 2)
    let match = try design.match(study.register, history: study.history)
    #expect(match.cohort.persons == [1, 4, 6])
    #expect(match.unmatched.map(\.person) == [0, 2, 3])
    #expect(match.unmatched.map(\.reason) == [.tooFewInStratum, .exhausted, .exhausted])
  }
}
