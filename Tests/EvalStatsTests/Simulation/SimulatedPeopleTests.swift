import Testing

@testable import EvalStats

@Suite("Studies of the same people")
struct SimulatedPeopleTests {
  private func configuration() -> SimulationConfiguration {
    var configuration = SimulationCases.small(people: 600)
    configuration.newContactsByMonth = [12, 12, 12, 12, 12, 12]
    return configuration
  }

  @Test("are those that the simulator draws one by one", arguments: [false, true])
  func same(isLate: Bool) throws {
    var configuration = configuration()
    if isLate {
      configuration.records = RecordModel(lateShare: 0.5, lateDays: 40, missingAfterIndex: 0.2)
      configuration.socialCareCoverage = configuration.census...configuration.coverage.upperBound
    }
    let people = SimulatedPeople(configuration, seed: 5)
    let truths = [
      TrueEffects.none, TrueEffects(aAndE: 0.7, nonElective: 0.7, outpatient: 0.7),
      TrueEffects(dayCase: 1.6, socialCareCost: 1.3),
    ]
    for mechanism in SelectionModel.Mechanism.allCases {
      let register = people.register(selectedBy: mechanism)
      for effects in truths {
        configuration.selection.mechanism = mechanism
        configuration.effects = effects
        let study = StudySimulator(configuration).simulate(seed: 5)
        let history = people.history(of: register, under: effects)
        #expect(register.indexDates == study.register.indexDates)
        #expect(register.deaths == study.register.deaths)
        #expect(register.births == study.register.births && register.sexes == study.register.sexes)
        #expect(register.attributes.names == study.register.attributes.names)
        for process in configuration.activity {
          let own = try #require(history.logs[process.setting])
          let drawn = try #require(study.history.logs[process.setting])
          #expect(own.offsets == drawn.offsets && own.days == drawn.days)
          #expect(own.quantities == drawn.quantities)
          #expect(own.runningTotals == drawn.runningTotals)
        }
        let packages = try #require(history.packages)
        let drawn = try #require(study.history.packages)
        #expect(packages.starts == drawn.starts && packages.ends == drawn.ends)
        #expect(packages.weeklyCosts == drawn.weeklyCosts && packages.offsets == drawn.offsets)
        #expect(history.coverage == study.history.coverage)
        #expect(history.settingCoverage == study.history.settingCoverage)
      }
    }
  }

  @Test("An effect moves nothing up to the index date and nobody who was not taken on")
  func untouched() throws {
    let people = SimulatedPeople(configuration(), seed: 6)
    let register = people.register(selectedBy: .recordedUse)
    let none = people.history(of: register, under: .none)
    let some = people.history(of: register, under: TrueEffects(aAndE: 0.7, outpatient: 0.7))
    var changedCount = 0
    for setting in [Setting.aAndE, .outpatient, .nonElective] {
      let before = try #require(none.logs[setting])
      let after = try #require(some.logs[setting])
      for person in 0..<register.count {
        let index = register.indexDates[person] ?? none.coverage.upperBound
        func past(_ log: ActivityLog) -> [Day] {
          log.days[log.offsets[person]..<log.offsets[person + 1]].filter { $0 <= index }
        }
        #expect(past(before) == past(after))
        changedCount +=
          (before.offsets[person + 1] - before.offsets[person])
          - (after.offsets[person + 1] - after.offsets[person])
      }
    }
    #expect(changedCount > 50)
  }
}
