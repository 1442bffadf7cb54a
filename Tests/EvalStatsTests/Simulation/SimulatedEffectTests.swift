import EvalStats
import Testing

@Suite("What a simulated programme does, and whom it takes on")
struct SimulatedEffectTests {
  let treated = SimulationCases.treated
  let untreated = SimulationCases.untreated

  @Test("The programme changes nothing before the index date and nobody else's use")
  func nothingElse() {
    #expect(treated.register.indexDates == untreated.register.indexDates)
    for setting in [Setting.aAndE, .nonElective, .outpatient, .adultSocialCare] {
      #expect(
        treated.totalOfTreated(setting, from: -900, through: 0)
          == untreated.totalOfTreated(setting, from: -900, through: 0))
    }
    let (first, last) = (
      treated.history.coverage.lowerBound, treated.history.coverage.upperBound
    )
    for person in 0..<treated.register.count where treated.register.indexDates[person] == nil {
      for setting in [Setting.aAndE, .outpatient, .adultSocialCare] {
        #expect(
          treated.history.total(of: person, in: setting, from: first, through: last)
            == untreated.history.total(of: person, in: setting, from: first, through: last))
      }
    }
  }

  @Test("Halved attendances and appointments up by half show as such from the day after")
  func ratios() {
    func ratio(_ setting: Setting) -> Double {
      treated.totalOfTreated(setting, from: 1, through: 365)
        / untreated.totalOfTreated(setting, from: 1, through: 365)
    }
    // About 700 attendances and 1,900 appointments: standard errors of 0.02.
    #expect(abs(ratio(.aAndE) - 0.5) < 0.07)
    #expect(abs(ratio(.outpatient) - 1.5) < 0.09)
    #expect(ratio(.nonElective) == 1)
  }

  @Test("The cost of social care is multiplied person by person, to the penny a week")
  func socialCare() {
    for person in 0..<treated.register.count {
      guard let index = treated.register.indexDates[person] else { continue }
      func cost(_ study: SimulatedStudy) -> Double {
        study.history.total(
          of: person, in: .adultSocialCare, from: index.advanced(by: 1),
          through: index.advanced(by: 365))
      }
      #expect(abs(cost(treated) - 1.12 * cost(untreated)) < 1)
    }
    #expect(untreated.totalOfTreated(.adultSocialCare, from: 1, through: 365) > 100_000)
  }

  @Test("Selected on recorded use, people use less in the year after even without an effect")
  func regressionToTheMean() {
    var configuration = SimulationCases.small(people: 4000)
    configuration.effects = .none
    let study = StudySimulator(configuration).simulate(seed: 21)
    for setting in [Setting.aAndE, .nonElective] {
      let before = study.totalOfTreated(setting, from: -365, through: -1)
      let after = study.totalOfTreated(setting, from: 1, through: 365)
      let lastMonth = study.totalOfTreated(setting, from: -30, through: -1)
      #expect(after < 0.9 * before, "\(setting.rawValue)")
      #expect(lastMonth * 12 > 1.5 * before, "\(setting.rawValue)")
    }
  }

  @Test(
    "Every mechanism picks the frail; only recorded use looks at the record alone",
    arguments: SelectionModel.Mechanism.allCases)
  func mechanisms(_ mechanism: SelectionModel.Mechanism) {
    var configuration = SimulationCases.small()
    configuration.selection.mechanism = mechanism
    let study = StudySimulator(configuration).simulate(seed: 22)
    let people = study.register.indexDates.indices
    func meanFrailty(_ isTreated: Bool) -> Double {
      let chosen = people.filter { (study.register.indexDates[$0] != nil) == isTreated }
      return chosen.reduce(0) { $0 + study.frailties[$1] } / Double(chosen.count)
    }
    #expect(meanFrailty(true) > 1.1 * meanFrailty(false))
  }

  @Test("Effects are looked up by setting; emergencies share the non-elective one")
  func lookUp() {
    let effects = TrueEffects.sample
    #expect(effects.ratio(for: .aAndE) == 0.75)
    #expect(effects.ratio(for: .nonElective) == 1)
    #expect(effects.ratio(for: .emergency) == 1)
    #expect(effects.ratio(for: .outpatient) == 1.05)
    #expect(effects.ratio(for: .adultSocialCare) == 1.12)
    #expect(effects.ratio(for: .community) == nil)
  }
}
