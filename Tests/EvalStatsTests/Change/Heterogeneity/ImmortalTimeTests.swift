import EvalStats
import EvalTestSupport
import Foundation
import Testing

/// Discussions do nothing in the simulator; whoever lives longer has more of them.
@Suite("Immortal time")
struct ImmortalTimeTests {
  private static func study(seed: UInt64) -> SimulatedStudy {
    var configuration = SimulationConfiguration.testAndLearn
    configuration.personCount = 3_000
    configuration.treatingPracticeCount = 33
    configuration.newContactsByMonth = Array(repeating: 80, count: 6)
    configuration.meanRepeatDiscussions = 12
    configuration.effects = .none
    configuration.activity = [
      ActivityProcess(
        setting: .aAndE, yearlyRate: 5, frailtyExponent: 0.8, ownVariance: 0.4,
        crisisMultiplier: 9, seasonalAmplitude: 0.05, seasonalPeak: 20)
    ]
    // People die in crises, when they also attend most.
    configuration.population.deathHazard = 0.06
    configuration.population.deathCrisisMultiplier = 25
    return StudySimulator(configuration).simulate(seed: seed)
  }

  /// Each person taken on beside one never taken on, of the same need, alive on the index date.
  private static func cohort(of study: SimulatedStudy) -> Cohort {
    let register = study.register
    let end = study.configuration.coverage.upperBound
    var pool = (0..<register.count).filter { register.indexDates[$0] == nil }
    var persons: [Int] = []
    var dates: [Day] = []
    var arms: [Arm] = []
    var sets: [Int] = []
    for person in 0..<register.count {
      guard let date = register.indexDates[person] else { continue }
      let first = date.advanced(by: -365)
      guard
        let place = pool.firstIndex(where: {
          register.registeredFrom[$0] <= first && register.lastDay(of: $0, cutOff: end) > date
        })
      else { continue }
      let control = pool.remove(at: place)
      persons += [person, control]
      dates += [date, date]
      arms += [.treated, .control]
      sets += [sets.count / 2, sets.count / 2]
    }
    return Cohort(
      persons: persons, indexDates: dates, arms: arms, sets: sets,
      weights: persons.map { _ in 1 })
  }

  @Test("Counted over the whole follow-up discussions seem to work; to a landmark they do not")
  func nullDose() throws {
    var naive: [(slope: Double, error: Double)] = []
    var landmark: [(slope: Double, error: Double)] = []
    for seed in UInt64(1)...6 {
      let study = Self.study(seed: seed)
      let cohort = Self.cohort(of: study)
      let dose = try LandmarkDose(
        of: cohort, register: study.register, history: study.history, setting: .aAndE,
        discussionPersons: study.discussions.map(\.person),
        discussionDays: study.discussions.map(\.day))
      #expect((dose.exclusions[.treated]?[.died] ?? 0) > 0)
      #expect((dose.exclusions[.control]?[.died] ?? 0) > 0)
      let finding = try dose.perDiscussion().further
      landmark.append((log(finding.estimate), try #require(finding.standardError)))
      let trend = try Self.naiveTrend(study, cohort)
      naive.append((log(trend.estimate), try #require(trend.standardError)))
    }
    let wrong = Self.pooled(naive)
    let right = Self.pooled(landmark)
    // No truth but none: the landmark's factor is 1 within its error, the naive one is far below.
    #expect(abs(right.slope) < 2.5 * right.error, "landmark \(right)")
    #expect(wrong.slope < -4 * wrong.error, "naive \(wrong)")
    #expect(wrong.slope < -0.1, "naive \(wrong)")
  }

  /// The trend over all discussions within the year, with the outcome from day 1: what this library
  /// does not offer.
  private static func naiveTrend(
    _ study: SimulatedStudy, _ cohort: Cohort
  ) throws -> Finding {
    let counts = try PrePostCounts(
      of: cohort, time: PersonTime(of: study.register), history: study.history, setting: .aAndE,
      windows: PrePostWindows(months: 12))
    var numbers: [Int: Int] = [:]
    for discussion in study.discussions {
      guard let index = study.register.indexDates[discussion.person],
        discussion.day <= index.advanced(by: 365)
      else { continue }
      numbers[discussion.person, default: 0] += 1
    }
    let labels = Factor(
      codes: counts.persons.map { Int32(min(numbers[$0] ?? 1, 6) - 1) },
      levels: ["1", "2", "3", "4", "5", "6 or more"])
    return try GroupedRateOfChange(counts, groups: labels).trend()
  }

  private static func pooled(_ slopes: [(slope: Double, error: Double)]) -> (
    slope: Double, error: Double
  ) {
    let weights = slopes.map { 1 / ($0.error * $0.error) }
    let total = weights.reduce(0, +)
    return (
      zip(weights, slopes).reduce(0) { $0 + $1.0 * $1.1.slope } / total, 1 / total.squareRoot()
    )
  }
}
