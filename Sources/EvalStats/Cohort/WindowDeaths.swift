/// Deaths after the index date by arm, over a fixed window.
///
/// A death counts if it falls on an observed day: one of somebody who had left the register, or of
/// a control censored at their own index date, is not counted, as their time is not.
public struct WindowDeaths: Sendable, Equatable {
  /// One arm.
  public struct Row: Sendable, Equatable {
    /// The arm.
    public let arm: Arm
    /// Members counted.
    public let memberCount: Int
    /// Deaths in the window.
    public let deaths: Int
    /// Person-months alive and registered in the window.
    public let personMonths: Double
    /// Σ weight over members.
    public let weightSum: Double
    /// Σ weight over deaths.
    public let weightedDeaths: Double
    /// Σ weight · person-months.
    public let weightedPersonMonths: Double
  }

  /// Treated, then control.
  public let rows: [Row]
  /// Whether each counted member died in the window, in the order of `observable.members`.
  public let died: [Bool]
  /// The sets counted and left out.
  public let observable: ObservableSets

  /// Counts deaths in the window after the index date.
  ///
  /// - Parameters:
  ///   - cohort: Matched sets.
  ///   - register: The people, with their days of death.
  ///   - time: Who was observed when.
  ///   - coverage: The days on which deaths are known.
  ///   - windows: The windows a set must be covered in; deaths are counted in the one after.
  /// - Throws: `CohortError.windowsOutsideCoverage` if no set is covered.
  /// - Complexity: O(*members*)
  public init(
    of cohort: Cohort, register: PersonRegister, time: PersonTime, coverage: ClosedRange<Day>,
    windows: PrePostWindows
  ) throws(CohortError) {
    observable = ObservableSets(of: cohort, windows: windows, coverage: coverage)
    guard !observable.members.isEmpty else {
      throw .windowsOutsideCoverage(nil, windows, coverage: coverage)
    }
    let observedDays = observable.members.map { member in
      time.days(
        of: cohort.persons[member], arm: cohort.arms[member],
        indexDate: cohort.indexDates[member], in: windows.after)
    }
    died = zip(observable.members, observedDays).map { member, days in
      guard let days, let death = register.deaths[cohort.persons[member]] else { return false }
      return days.contains(death)
    }
    var rows: [Row] = []
    for arm in [Arm.treated, .control] {
      var memberCount = 0
      var deaths = 0
      var personMonths = 0.0
      var weightSum = 0.0
      var weightedDeaths = 0.0
      var weightedMonths = 0.0
      for (place, member) in observable.members.enumerated() where cohort.arms[member] == arm {
        let weight = cohort.weights[member]
        let months = observedDays[place].map { PersonTime.months(in: $0) } ?? 0
        memberCount += 1
        personMonths += months
        weightSum += weight
        weightedMonths += weight * months
        if died[place] {
          deaths += 1
          weightedDeaths += weight
        }
      }
      rows.append(
        Row(
          arm: arm, memberCount: memberCount, deaths: deaths, personMonths: personMonths,
          weightSum: weightSum, weightedDeaths: weightedDeaths,
          weightedPersonMonths: weightedMonths))
    }
    self.rows = rows
  }
}
