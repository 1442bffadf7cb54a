import Testing

@testable import EvalStats

@Suite("Who is kept out")
struct ExclusionTests {
  private typealias Person = HandMadeStudy.Person

  private func design(_ exclusions: [Exclusion]) -> RiskSetDesign {
    RiskSetDesign(
      covariates: [], exact: [], ageBandEdges: [], caliper: nil, ratio: 1,
      admittedIndexDates: day(0)...day(400), exclusions: exclusions, choice: .nearest)
  }

  /// Whether somebody is kept out as treated and as control; the two must agree.
  private func isKeptOut(
    _ rule: Exclusion.Rule, _ person: HandMadeStudy.Person
  ) throws -> Bool {
    // Beside them a treated person and a candidate whom no rule here keeps out.
    let sound = HandMadeStudy.Person(
      deprivation: 5, network: "west", diagnosed: nil, attendances: [])
    var treated = person
    treated.index = day(0)
    var other = sound
    other.index = day(0)
    let asTreated = HandMadeStudy(people: [other, treated, sound, sound])
    let asControl = HandMadeStudy(people: [other, person, sound])
    let design = design([Exclusion(rule)])
    let first = try design.match(asTreated.register, history: asTreated.history).flow
    let second = try design.match(asControl.register, history: asControl.history).flow
    #expect(first.treatedExclusions.map(\.count) == second.controlExclusions.map(\.count))
    #expect(first.admittedCount == 2 - first.treatedExclusions[0].count)
    return first.treatedExclusions[0].count == 1
  }

  @Test("by age on the date, in days over 365.25")
  func age() throws {
    // 18 years are 6,574.5 days.
    #expect(try isKeptOut(.ageBelow(18), Person(birth: day(-6_574))))
    #expect(try !isKeptOut(.ageBelow(18), Person(birth: day(-6_575))))
    // 84 years are 30,681 days.
    #expect(try !isKeptOut(.ageAbove(84), Person(birth: day(-30_681))))
    #expect(try isKeptOut(.ageAbove(84), Person(birth: day(-30_682))))
  }

  @Test("by an attribute: listed, not listed, missing, or a list and missing")
  func attribute() throws {
    let listed = Exclusion.Rule.attribute("network", .listed(["south"], orMissing: false))
    #expect(try isKeptOut(listed, Person(network: "south")))
    #expect(try !isKeptOut(listed, Person(network: "north")))
    #expect(try !isKeptOut(listed, Person(network: nil)))
    let other = Exclusion.Rule.attribute(
      "network", .notListed(["west", "south"], orMissing: false))
    #expect(try !isKeptOut(other, Person(network: "south")))
    #expect(try isKeptOut(other, Person(network: "north")))
    #expect(try !isKeptOut(other, Person(network: nil)))
    let outside = Exclusion.Rule.attribute(
      "network", .notListed(["west", "south"], orMissing: true))
    #expect(try isKeptOut(outside, Person(network: nil)))
    #expect(try isKeptOut(.attribute("network", .missing), Person(network: nil)))
    #expect(try !isKeptOut(.attribute("network", .missing), Person(network: "north")))
    let number = Exclusion.Rule.attribute("deprivation", .listed(["1.0", "2"], orMissing: true))
    #expect(try isKeptOut(number, Person(deprivation: 1)))
    #expect(try isKeptOut(number, Person(deprivation: nil)))
    #expect(try !isKeptOut(number, Person(deprivation: 3)))
  }

  @Test("by a dated fact before the date, which is not one on the date")
  func dates() throws {
    let fact = Exclusion.DateColumn.attribute("diagnosed")
    #expect(try isKeptOut(.date(fact, .before), Person(diagnosed: day(-1))))
    #expect(try !isKeptOut(.date(fact, .before), Person(diagnosed: day(0))))
    #expect(try !isKeptOut(.date(fact, .before), Person(diagnosed: nil)))
    #expect(try isKeptOut(.date(fact, .withinDaysBefore(30)), Person(diagnosed: day(-30))))
    #expect(try isKeptOut(.date(fact, .withinDaysBefore(30)), Person(diagnosed: day(-1))))
    #expect(try !isKeptOut(.date(fact, .withinDaysBefore(30)), Person(diagnosed: day(-31))))
    #expect(try !isKeptOut(.date(fact, .withinDaysBefore(30)), Person(diagnosed: day(0))))
  }

  @Test("by the lack of a dated fact: one that comes later is none")
  func neverBefore() throws {
    let rule = Exclusion(.date(.attribute("diagnosed"), .neverBefore))
    let study = HandMadeStudy(people: [
      .init(index: day(0), diagnosed: day(-1)), .init(index: day(0), diagnosed: day(0)),
      .init(index: day(0)), .init(diagnosed: day(-500)), .init(diagnosed: day(1)),
    ])
    let match = try design([rule]).match(study.register, history: study.history)
    #expect(match.cohort.persons == [0, 3])
    #expect(match.flow.treatedExclusions == [.init(label: rule.label, count: 2)])
    // The treated two are no candidates for the same reason.
    #expect(match.flow.controlExclusions.map(\.count) == [3])
    #expect(rule.label == "no diagnosed before the index date")
  }

  @Test("by use in a window, by time on the register, by sex that is not recorded")
  func others() throws {
    let use = Exclusion.Rule.use(.aAndE, Window(firstDay: -365, lastDay: -1))
    #expect(try isKeptOut(use, Person(attendances: [day(-365)])))
    #expect(try isKeptOut(use, Person(attendances: [day(-1)])))
    #expect(try !isKeptOut(use, Person(attendances: [day(-366), day(0), day(3)])))
    #expect(try isKeptOut(.registeredLess(thanDays: 500), Person(from: day(-499))))
    #expect(try !isKeptOut(.registeredLess(thanDays: 500), Person(from: day(-500))))
    let study = HandMadeStudy(people: [.init(index: day(0)), .init(), .init()])
    let register = try study.register
    let unknown = PersonRegister(
      identifiers: register.identifiers, births: register.births,
      sexes: Factor(["F", nil, "F"]), registeredFrom: register.registeredFrom,
      registeredTo: register.registeredTo, deaths: register.deaths,
      indexDates: register.indexDates, attributes: register.attributes)
    let match = try design([Exclusion(.sexMissing)]).match(unknown, history: study.history)
    #expect(match.cohort.persons == [0, 2])
    #expect(match.flow.controlExclusions == [.init(label: "sex is not recorded", count: 1)])
  }

  @Test("a death soon after is future information, refused unless it is allowed in so many words")
  func future() throws {
    let rule = Exclusion.Rule.diesWithin(days: 30, allowsFuture: true)
    #expect(try isKeptOut(rule, Person(death: day(30))))
    #expect(try !isKeptOut(rule, Person(death: day(31))))
    #expect(Exclusion(rule).readsFuture)
    let error = #expect(throws: RiskSetError.self) {
      _ = try isKeptOut(.diesWithin(days: 30, allowsFuture: false), Person())
    }
    #expect(error?.code == "future-information")
    #expect(
      error?.description
        == "exclusion 'died within 30 days after the index date': the rule asks what happened after "
        + "the index date, which would choose people by their future; leave it out, or allow future "
        + "information and say so beside every result")
    let window = #expect(throws: RiskSetError.self) {
      _ = try isKeptOut(.use(.aAndE, Window(firstDay: 1, lastDay: 30)), Person())
    }
    #expect(window?.code == "future-information")
  }

  @Test("whoever two rules keep out counts under the first, and the counts add up")
  func order() throws {
    let young = Exclusion(.ageBelow(18), label: "children")
    let south = Exclusion(.attribute("network", .listed(["south"], orMissing: false)))
    let treatedOnly = Exclusion(
      .attribute("network", .missing), arms: .treated)
    let controlOnly = Exclusion(
      .attribute("deprivation", .listed(["9"], orMissing: false)), arms: .control)
    let study = HandMadeStudy(people: [
      .init(index: day(0)), .init(birth: day(-100 * 30), index: day(1), network: "south"),
      .init(index: day(2), network: "south"), .init(index: day(3), network: nil),
      .init(index: day(4), deprivation: 9), .init(from: day(-100), index: day(5), network: "south"),
      .init(), .init(), .init(birth: day(-100 * 30)), .init(network: "south"),
      .init(network: nil), .init(deprivation: 9), .init(from: day(-10), network: "south"),
    ])
    let flow = try design([young, south, treatedOnly, controlOnly])
      .match(study.register, history: study.history).flow
    #expect(
      flow.treatedExclusions == [
        .init(label: "children", count: 1), .init(label: "network is south", count: 1),
        .init(label: "network is missing", count: 1),
      ])
    #expect(flow.treatedLosses.map(\.reason) == [.lookBackTooShort, .excluded])
    #expect(flow.treatedLosses.map(\.count) == [1, 3])
    #expect(flow.admittedCount == 2)
    #expect(
      flow.controlExclusions == [
        .init(label: "children", count: 2), .init(label: "network is south", count: 2),
        .init(label: "deprivation is 9", count: 2),
      ])
    let lost = flow.candidateLosses.map(\.count).reduce(0, +)
    #expect(flow.candidateCount + lost == flow.registeredCount)
    let swapped = try design([south, young]).match(study.register, history: study.history).flow
    #expect(swapped.treatedExclusions.map(\.count) == [2, 0])
    #expect(swapped.controlExclusions.map(\.label) == ["network is south", "children"])
  }

  @Test("a candidate is lost to the rule that takes the last date the rules before it had left")
  func lastDate() throws {
    // Dates 0 and 100. She is diagnosed on day 50 and turns 18 on day 60.
    let person = Person(birth: day(60 - 6_575), diagnosed: day(50))
    let people: [HandMadeStudy.Person] = [.init(index: day(0)), .init(index: day(100)), .init()]
    func counts(_ rules: [Exclusion]) throws -> [SensitiveCount] {
      let study = HandMadeStudy(people: people + [person])
      return try design(rules).match(study.register, history: study.history).flow
        .controlExclusions.map(\.count)
    }
    let young = Exclusion(.ageBelow(18))
    let diagnosed = Exclusion(.date(.attribute("diagnosed"), .before))
    #expect(try counts([young]) == [0])
    #expect(try counts([diagnosed]) == [0])
    #expect(try counts([young, diagnosed]) == [0, 1])
    #expect(try counts([diagnosed, young]) == [0, 1])
  }

  @Test("rules that cannot be asked are refused by name")
  func refusals() {
    func failure(_ rule: Exclusion.Rule) -> RiskSetError? {
      #expect(throws: RiskSetError.self) { _ = try isKeptOut(rule, Person()) }
    }
    #expect(
      failure(.date(.attribute("diagnosd"), .before))
        == .exclusion(.records(.unknownAttribute("diagnosd", nearest: ["diagnosed"]))))
    #expect(
      failure(.date(.attribute("network"), .before))?.description
        == "attribute 'network': the attribute holds factor values, not days; name a column of dates"
    )
    #expect(
      failure(.attribute("deprivation", .listed(["ten"], orMissing: false)))?.description
        == "attribute 'deprivation': 'ten' is no value it can have; expected a number")
    #expect(
      failure(.use(.mentalHealth, Window(firstDay: -365, lastDay: -1)))?.code
        == "setting-not-supplied")
    #expect(
      failure(.use(.aAndE, Window(firstDay: -1_600, lastDay: -1)))?.code
        == "look-back-before-coverage")
    for rule in [
      Exclusion.Rule.ageBelow(.nan), .registeredLess(thanDays: 0),
      .date(.attribute("diagnosed"), .withinDaysBefore(0)),
      .attribute("network", .listed([], orMissing: true)),
    ] {
      #expect(failure(rule)?.code == "invalid-exclusion")
    }
  }

  @Test("everybody kept out is an error that says how many")
  func everybody() {
    let error = #expect(throws: RiskSetError.self) {
      let study = HandMadeStudy(people: [.init(index: day(0)), .init()])
      _ = try design([Exclusion(.ageBelow(100))]).match(study.register, history: study.history)
    }
    #expect(
      error?.message.contains("(excluded by a rule of the study: fewer than 8)") == true)
  }
}
