import EvalStats
import Testing

@Suite("Use in a simulated study")
struct SimulatedUseTests {
  @Test("A rate without frailty, season or crisis gives its expected number of events")
  func plainRate() {
    let study = StudySimulator(SimulationCases.uniform(rate: 2)).simulate(seed: 11)
    let expected = 2 * study.personYears
    let events = Double(study.history.logs[.aAndE]?.eventCount ?? 0)
    #expect(abs(events - expected) < 4 * expected.squareRoot())
  }

  @Test("Crises raise the mean by the share of time they take: κD/(1 + κD) of it")
  func crisisShare() {
    let crisis = CrisisModel(
      yearlyRate: 2, frailtyExponent: 0, minimumDays: 14, meanExtraDays: 28)
    let study = StudySimulator(
      SimulationCases.uniform(rate: 2, crisis: crisis, crisisMultiplier: 5)
    ).simulate(seed: 12)
    // A crisis of 42 days and, as days are whole, on average one day more.
    let ratio = 2 * 43 / 365.25
    let expected = 2 * (1 + 4 * ratio / (1 + ratio)) * study.personYears
    let events = Double(study.history.logs[.aAndE]?.eventCount ?? 0)
    #expect(abs(events / expected - 1) < 0.03)
  }

  @Test("Variance between people makes yearly counts over-dispersed: 1 + λv")
  func overDispersionBetweenPeople() {
    #expect(abs(varianceToMean(ownVariance: 0, seed: 13) - 1) < 0.15)
    #expect(abs(varianceToMean(ownVariance: 0.5, seed: 14) - 2) < 0.3)
  }

  @Test("Bursts alone make yearly counts over-dispersed, by more than a half")
  func overDispersionByBursts() {
    let bursts = CrisisModel(yearlyRate: 1, frailtyExponent: 0, minimumDays: 14, meanExtraDays: 28)
    #expect(varianceToMean(ownVariance: 0, crisis: bursts, multiplier: 9, seed: 15) > 1.5)
  }

  /// Variance over mean of the attendances in a year, at two a year outside crises.
  private func varianceToMean(
    ownVariance: Double, crisis: CrisisModel = CrisisModel(yearlyRate: 0), multiplier: Double = 1,
    seed: UInt64
  ) -> Double {
    let study = StudySimulator(
      SimulationCases.uniform(
        rate: 2, ownVariance: ownVariance, crisis: crisis, crisisMultiplier: multiplier)
    ).simulate(seed: seed)
    let census = study.configuration.census
    let counts = study.longRegistered.map {
      study.history.total(
        of: $0, in: .aAndE, from: census.advanced(by: -365), through: census.advanced(by: -1))
    }
    let mean = counts.reduce(0, +) / Double(counts.count)
    let squares = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return squares / Double(counts.count - 1) / mean
  }

  @Test("The sample settings are over-dispersed as NHS counts are")
  func sampleSettings() {
    let study = SimulationCases.untreated
    let census = study.configuration.census
    for (setting, least) in [(Setting.aAndE, 1.8), (.nonElective, 1.4), (.outpatient, 2.5)] {
      let counts = study.longRegistered.map {
        study.history.total(
          of: $0, in: setting, from: census.advanced(by: -365), through: census.advanced(by: -1))
      }
      let mean = counts.reduce(0, +) / Double(counts.count)
      let squares = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect(squares / Double(counts.count - 1) / mean > least, "\(setting.rawValue)")
    }
  }

  @Test("Use peaks with the season, half a year apart from its trough")
  func seasons() {
    var configuration = SimulationCases.uniform(rate: 6)
    configuration.activity[0].seasonalAmplitude = 0.5
    configuration.activity[0].seasonalPeak = 15
    let study = StudySimulator(configuration).simulate(seed: 16)
    // The year before the census, in which everyone long registered is there throughout.
    func events(year: Int, month: Int) -> Int {
      study.longRegistered.reduce(0) { sum, person in
        let log = study.history.logs[.aAndE]
        let own = log?.days[(log?.offsets[person] ?? 0)..<(log?.offsets[person + 1] ?? 0)]
        return sum
          + (own ?? []).count { $0.components.year == year && $0.components.month == month }
      }
    }
    let ratio = Double(events(year: 2014, month: 1)) / Double(events(year: 2014, month: 7))
    // 1.5 against 0.5 in mid-month; over the month 1.48 against 0.52.
    #expect((2.4...3.4).contains(ratio))
  }

  @Test("Emergency admissions are most but not all of the non-elective ones")
  func emergencies() {
    let history = SimulationCases.untreated.history
    let emergencies = Double(history.logs[.emergency]?.eventCount ?? 0)
    let all = Double(history.logs[.nonElective]?.eventCount ?? 0)
    #expect((0.88...0.99).contains(emergencies / all))
  }

  @Test("Late records are missing at the end of coverage and nowhere else")
  func lateRecords() {
    let complete = StudySimulator(SimulationCases.uniform(rate: 4)).simulate(seed: 17)
    var configuration = complete.configuration
    configuration.records = RecordModel(lateShare: 0.6, lateDays: 20)
    let late = StudySimulator(configuration).simulate(seed: 17)
    let end = configuration.coverage.upperBound
    func count(_ study: SimulatedStudy, from first: Int, through last: Int) -> Int {
      study.history.logs[.aAndE]?.days.count {
        (first...last).contains($0.distance(to: end))
      } ?? 0
    }
    #expect(count(late, from: 241, through: 9999) == count(complete, from: 241, through: 9999))
    let share =
      Double(count(late, from: 0, through: 4)) / Double(count(complete, from: 0, through: 4))
    #expect((0.3...0.62).contains(share))
  }

  @Test("Records that go missing after the index date look like an effect")
  func missingRecords() {
    var configuration = SimulationCases.untreated.configuration
    configuration.records = RecordModel(missingAfterIndex: 0.4)
    let spoilt = StudySimulator(configuration).simulate(seed: 7)
    let complete = SimulationCases.untreated
    #expect(
      spoilt.totalOfTreated(.outpatient, from: -365, through: 0)
        == complete.totalOfTreated(.outpatient, from: -365, through: 0))
    let kept =
      spoilt.totalOfTreated(.outpatient, from: 1, through: 365)
      / complete.totalOfTreated(.outpatient, from: 1, through: 365)
    #expect(abs(kept - 0.6) < 0.05)
  }
}
