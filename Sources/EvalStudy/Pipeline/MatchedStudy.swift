internal import EvalStats

/// A study once people are matched: what every section of the results is made from.
struct MatchedStudy: Sendable {
  let plan: StudyProtocol
  let register: PersonRegister
  let history: ActivityHistory
  let match: RiskSetMatch
  /// Who was observed when, under the design of this match.
  let time: PersonTime

  init(
    plan: StudyProtocol, register: PersonRegister, history: ActivityHistory, match: RiskSetMatch
  ) {
    self.plan = plan
    self.register = register
    self.history = history
    self.match = match
    time = PersonTime(
      of: register, censorsControlsAtOwnIndex: match.design.censorsControlsAtOwnIndex)
  }

  var cohort: Cohort { match.cohort }

  /// The matched sets and, each in a set of its own, the treated who found no control: what a
  /// before/after claim without controls would speak of.
  var cohortOfAllTreated: Cohort {
    let firstSet = (cohort.sets.max() ?? -1) + 1
    return Cohort(
      persons: cohort.persons + match.unmatched.map(\.person),
      indexDates: cohort.indexDates + match.unmatched.map(\.date),
      arms: cohort.arms + match.unmatched.map { _ in .treated },
      sets: cohort.sets + match.unmatched.indices.map { firstSet + $0 },
      weights: cohort.weights + match.unmatched.map { _ in 1 })
  }

  /// Activity before and after of a cohort, or why there is none.
  func counts(
    of cohort: Cohort, in setting: Setting, _ windows: PrePostWindows
  ) throws(CohortError) -> PrePostCounts {
    try PrePostCounts(
      of: cohort, time: time, history: history, setting: setting, windows: windows)
  }

  /// The members as a table for the analyst.
  func table() -> MatchTable {
    MatchTable(
      rows: (0..<cohort.count).map { member in
        MatchTable.Row(
          set: cohort.sets[member] + 1, arm: cohort.arms[member],
          person: register.identifiers[cohort.persons[member]],
          indexDate: cohort.indexDates[member], weight: cohort.weights[member],
          score: match.scores?[member])
      })
  }

  /// A stream of random numbers of its own for each step, so that one step more or less leaves the
  /// others' numbers alone.
  func generator(_ stream: RandomStream, _ place: Int = 0) -> SeededGenerator {
    SeededGenerator(seed: plan.seed, stream: stream.rawValue << 32 | UInt64(place))
  }

  /// The steps that draw random numbers.
  enum RandomStream: UInt64 {
    case costs = 3
    case eventStudies = 4
    case subgroups = 5
  }
}
