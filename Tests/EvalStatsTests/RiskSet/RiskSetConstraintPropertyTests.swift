import Testing

@testable import EvalStats

@Suite("Risk-set rules on random studies")
struct RiskSetConstraintPropertyTests {
  /// A random study with diagnoses and admissions; a risk measured twice.
  static func study(seed: UInt64) -> HandMadeStudy {
    var study = randomStudy(seed: seed, people: 400)
    var generator = SeededGenerator(seed: seed, stream: 9)
    for row in study.people.indices {
      if generator.bernoulli(0.4) {
        study.people[row].diagnosed = day(-200 + generator.integer(below: 500))
      }
      study.people[row].admissions = (0..<generator.poisson(mean: 1)).map { _ in
        day(-300 + generator.integer(below: 600))
      }
    }
    return study
  }

  @Test("a match under all rules agrees with one worked out pair by pair", arguments: 1...8)
  func bruteForce(seed: Int) throws {
    let study = Self.study(seed: UInt64(seed))
    let match = try PlainConstrainedMatch.design.match(study.register, history: study.history)
    let plain = PlainConstrainedMatch(study.people)
    #expect(match.flow.admittedCount == SensitiveCount(plain.sets.count))
    let matched = plain.sets.filter { !$0.controls.isEmpty }
    #expect(match.setCount > 5)
    #expect(match.cohort.persons == matched.flatMap { [$0.treated] + $0.controls })
    #expect(
      match.unmatched.map(\.person) == plain.sets.filter(\.controls.isEmpty).map(\.treated))
    #expect(
      match.flow.treatedExclusions.map(\.count)
        == plain.treatedExclusions.map { SensitiveCount($0) })
    #expect(
      match.flow.controlExclusions.map(\.count)
        == plain.controlExclusions.map { SensitiveCount($0) })
    #expect(plain.controlExclusions.allSatisfy { $0 > 0 })
  }

  @Test(
    "what is recorded on or after an index date changes no set, however the controls are chosen",
    arguments: [RiskSetDesign.Choice.score, .nearest, .random(seed: 3)])
  func noFuture(choice: RiskSetDesign.Choice) throws {
    // Everybody is taken on on one day, so that everything from that day on is the future of all.
    var study = Self.study(seed: 21)
    for row in study.people.indices where study.people[row].index != nil {
      study.people[row].index = day(60)
    }
    var design = PlainConstrainedMatch.design
    design.choice = choice
    design.covariates = [.age, .daysSinceLast(.aAndE, cap: 365), .measurement("risk")]
    design.within.append(CovariateCaliper(.measurement("risk"), width: 0.6))
    // A model of the month's first day reads what is known by then.
    let date = day(60)
    func measured(_ later: Double) -> [String: MeasurementLog] {
      let count = study.people.count
      let people = Array(0..<count) + Array(0..<count)
      return [
        "risk": MeasurementLog(
          personCount: count, persons: people,
          days: people.indices.map { $0 < count ? day(-400) : date },
          values: people.indices.map { $0 < count ? Double($0 % 7) / 7 : later })
      ]
    }
    study.measurements = measured(0)
    let match = try design.match(study.register, history: study.history)
    var changed = study
    changed.measurements = measured(50)
    for row in changed.people.indices {
      changed.people[row].attendances.removeAll { $0 >= date }
      changed.people[row].attendances += [date, date, date.advanced(by: 9)]
      changed.people[row].admissions.removeAll { $0 >= date }
      changed.people[row].admissions += [date, date.advanced(by: 1)]
      if changed.people[row].diagnosed.map({ $0 >= date }) ?? true {
        changed.people[row].diagnosed = row % 2 == 0 ? nil : date.advanced(by: row % 3)
      }
      if let death = changed.people[row].death, death > date {
        changed.people[row].death = row % 2 == 0 ? nil : date.advanced(by: 1)
      }
      if let to = changed.people[row].to, to >= date { changed.people[row].to = date }
    }
    let again = try design.match(changed.register, history: changed.history)
    #expect(match.setCount > 10)
    #expect(again.cohort == match.cohort)
    #expect(again.flow == match.flow)
    #expect(again.scores == match.scores && again.candidateScores == match.candidateScores)
    #expect(
      again.covariates.design(coding: .everyLevel) == match.covariates.design(coding: .everyLevel))
    // One day earlier the same facts would have counted.
    var known = changed
    for row in known.people.indices where known.people[row].diagnosed == nil {
      known.people[row].diagnosed = date.advanced(by: -1)
    }
    #expect(
      try design.match(known.register, history: known.history).flow.treatedExclusions
        != match.flow.treatedExclusions)
  }

  @Test("under every choice each rule holds of every pair", arguments: 1...4)
  func rules(seed: Int) throws {
    let study = Self.study(seed: UInt64(30 + seed))
    for choice in [RiskSetDesign.Choice.score, .random(seed: 1)] {
      var design = PlainConstrainedMatch.design
      design.choice = choice
      design.caliper = choice == .score ? 0.5 : nil
      design.reuse = .atMost(2)
      let cohort = try design.match(study.register, history: study.history).cohort
      var own = 0
      for member in 0..<cohort.count {
        let person = study.people[cohort.persons[member]]
        let date = cohort.indexDates[member]
        #expect(person.diagnosed.map { $0 >= date } ?? true)
        #expect(Double(person.birth.distance(to: date)) >= 55 * 365.25)
        if cohort.arms[member] == .treated {
          own = cohort.persons[member]
          continue
        }
        let treated = study.people[own]
        #expect(abs(person.birth.distance(to: treated.birth)) <= 2_191)
        #expect(abs((person.deprivation ?? 99) - (treated.deprivation ?? 0)) <= 3)
        #expect(person.network != treated.network && person.sex == treated.sex)
        #expect(!person.admissions.contains { (1...60).contains($0.distance(to: date)) })
      }
    }
  }

  @Test("a rule that keeps nobody out changes nothing", arguments: 1...3)
  func idle(seed: Int) throws {
    let study = Self.study(seed: UInt64(50 + seed))
    var design = RiskSetDesign(
      covariates: [.age, .attribute("deprivation")], admittedIndexDates: day(0)...day(119))
    let plain = try design.match(study.register, history: study.history)
    design.exclusions = [
      Exclusion(.ageBelow(0)), Exclusion(.attribute("network", .listed(["mars"], orMissing: true))),
    ]
    design.within = [CovariateCaliper(.age, width: 200)]
    design.excludedControls = [.init(attribute: "network", values: .listed(["mars"]))]
    let ruled = try design.match(study.register, history: study.history)
    #expect(ruled.cohort == plain.cohort && ruled.score == plain.score)
    #expect(ruled.flow.treatedExclusions.map(\.count) == [0, 0])
    #expect(ruled.flow.controlExclusions.map(\.count) == [0, 0, 0])
    #expect(ruled.flow.treatedLosses == plain.flow.treatedLosses)
    #expect(ruled.flow.candidateLosses == plain.flow.candidateLosses)
  }
}
