import EvalStats
import Testing

@Suite("A simulated study")
struct StudySimulatorTests {
  let study = SimulationCases.treated

  @Test("The same seed gives the same study, another seed another")
  func seeds() {
    let configuration = SimulationCases.small(people: 300)
    let first = StudySimulator(configuration).simulate(seed: 1)
    let again = StudySimulator(configuration).simulate(seed: 1)
    let other = StudySimulator(configuration).simulate(seed: 2)
    #expect(first.register.births == again.register.births)
    #expect(first.register.indexDates == again.register.indexDates)
    #expect(first.history.logs[.outpatient]?.days == again.history.logs[.outpatient]?.days)
    #expect(first.history.packages?.weeklyCosts == again.history.packages?.weeklyCosts)
    #expect(first.discussions == again.discussions)
    #expect(first.register.births != other.register.births)
    #expect(first.history.logs[.outpatient]?.days != other.history.logs[.outpatient]?.days)
  }

  @Test("Nobody uses a service before birth, before registration, after leaving or after death")
  func noEventOutsideObservation() {
    for (setting, log) in study.history.logs {
      for person in 0..<study.register.count {
        let days = log.days[log.offsets[person]..<log.offsets[person + 1]]
        let range = study.observation(of: person)
        #expect(days.allSatisfy { range.contains($0) }, "\(setting.rawValue), row \(person)")
      }
    }
    #expect(
      (0..<study.register.count).allSatisfy {
        study.register.births[$0] <= study.register.registeredFrom[$0]
      })
  }

  @Test("Everyone is an adult, and dies or leaves but not both")
  func plausiblePeople() {
    let register = study.register
    for person in 0..<register.count {
      #expect(register.births[person].distance(to: study.configuration.census) >= 17 * 365)
      #expect(register.deaths[person] == nil || register.registeredTo[person] == nil)
      if let death = register.deaths[person] { #expect(death >= study.configuration.census) }
    }
  }

  @Test("A fifth to a quarter of the people leave or die in a year")
  func churn() {
    let study = StudySimulator(SimulationCases.small(people: 8000)).simulate(seed: 3)
    let census = study.configuration.census
    let present = (0..<study.register.count).filter {
      study.register.registeredFrom[$0] <= census
    }
    let gone = present.count {
      study.register.lastDay(of: $0, cutOff: .init(daysSinceEpoch: .max))
        < census.advanced(by: 365)
    }
    #expect((0.20...0.25).contains(Double(gone) / Double(present.count)))
  }

  @Test("Frailty shows in conditions, and the frail die sooner")
  func frailty() throws {
    let conditions = try #require(
      { () -> [Int]? in
        guard
          case .integer(let values) = try study.register.attributes.column(
            "long_term_conditions")
        else { return nil }
        return values.elements
      }())
    let byFrailty = (0..<study.register.count).sorted {
      study.frailties[$0] < study.frailties[$1]
    }
    let third = byFrailty.count / 3
    func mean(_ people: ArraySlice<Int>, _ value: (Int) -> Double) -> Double {
      people.reduce(0) { $0 + value($1) } / Double(people.count)
    }
    let (low, high) = (byFrailty.prefix(third), byFrailty.suffix(third))
    #expect(
      mean(high) { Double(conditions[$0]) } > 2 * mean(low) { Double(conditions[$0]) })
    func deathShare(_ people: ArraySlice<Int>) -> Double {
      mean(people) { study.register.deaths[$0] == nil ? 0 : 1 }
    }
    #expect(deathShare(high) > 1.5 * deathShare(low))
  }

  @Test("Each month takes on its number, in practices that treat, within the index dates")
  func places() {
    let pilot = StudySimulator(.testAndLearn).simulate(seed: 1)
    let treated = pilot.register.indexDates.compactMap { $0 }
    #expect(treated.count == 123)
    #expect(treated.allSatisfy { pilot.configuration.indexDates.contains($0) })
    #expect(treated.count { $0.components.month == 10 } == 20)
    guard case .factor(let practices)? = try? pilot.register.attributes.column("practice") else {
      Issue.record("practice is not a factor")
      return
    }
    let treating = Set(
      (0..<pilot.register.count).filter { pilot.register.indexDates[$0] != nil }.map {
        practices.codes[$0]
      })
    #expect(treating.count == 7)
    #expect(practices.levels.count == 33)
  }

  @Test("Everyone taken on was registered and alive, and the first discussion is the index date")
  func discussions() {
    var first: [Int: Day] = [:]
    for discussion in study.discussions {
      first[discussion.person] = min(first[discussion.person] ?? discussion.day, discussion.day)
      #expect(study.observation(of: discussion.person).contains(discussion.day))
    }
    for person in 0..<study.register.count {
      #expect(study.register.indexDates[person] == first[person])
    }
    #expect(study.discussions.count > study.register.indexDates.count { $0 != nil } * 3 / 2)
  }
}
