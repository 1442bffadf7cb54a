extension PrePostCounts {
  /// Counts what the members of a cohort used before and after their index dates, and the time in
  /// which they could have.
  ///
  /// Events count on observed days only (alive, registered), so that numerator and denominator
  /// belong together; day 0 belongs to neither window. Only sets whose whole windows the records of
  /// the setting cover enter, with both their arms; the sets keep their numbers.
  ///
  /// - Parameters:
  ///   - cohort: Matched sets.
  ///   - time: Who was observed when.
  ///   - history: The recorded use.
  ///   - setting: What is counted.
  ///   - windows: The days before and after.
  /// - Throws: `CohortError.settingNotSupplied`; `windowsOutsideCoverage` if no set is covered;
  ///   `noPersonTime` if an arm has no observed day in a window.
  /// - Complexity: O(*members* · log *events of a person*)
  public init(
    of cohort: Cohort, time: PersonTime, history: ActivityHistory, setting: Setting,
    windows: PrePostWindows
  ) throws(CohortError) {
    let members = try history.observableSets(of: cohort, setting: setting, windows: windows)
      .members
    func count(in window: Window) -> (events: [Double], months: [Double]) {
      var events: [Double] = []
      var months: [Double] = []
      events.reserveCapacity(members.count)
      months.reserveCapacity(members.count)
      for member in members {
        let person = cohort.persons[member]
        let days = time.days(
          of: person, arm: cohort.arms[member], indexDate: cohort.indexDates[member], in: window)
        events.append(
          days.map {
            history.total(of: person, in: setting, from: $0.lowerBound, through: $0.upperBound)
          } ?? 0)
        months.append(days.map { PersonTime.months(in: $0) } ?? 0)
      }
      return (events, months)
    }
    let before = count(in: windows.before)
    let after = count(in: windows.after)
    self.init(
      arms: members.map { cohort.arms[$0] }, sets: members.map { cohort.sets[$0] },
      persons: members.map { cohort.persons[$0] }, weights: members.map { cohort.weights[$0] },
      before: before.events, timeBefore: before.months, after: after.events,
      timeAfter: after.months)
    for arm in Arm.allCases {
      if !timeBefore.indices.contains(where: { arms[$0] == arm && timeBefore[$0] > 0 }) {
        throw .noPersonTime(arm, windows.before)
      }
      if !timeAfter.indices.contains(where: { arms[$0] == arm && timeAfter[$0] > 0 }) {
        throw .noPersonTime(arm, windows.after)
      }
    }
  }

  /// Weighted mean use per person over the fixed windows: Σ weight · events / Σ weight.
  ///
  /// Everyone counts whole, however short their life or registration: use after death, and use
  /// after leaving, which is not seen, counts as 0. Beside the rate per person-month it shows
  /// whether use fell because people used less or because they died. It is not a rate.
  ///
  /// - Returns: `nil` if the arm has no weight.
  public func meansPerPerson(of arm: Arm) -> (before: Double, after: Double)? {
    var weightSum = 0.0
    var sumBefore = 0.0
    var sumAfter = 0.0
    for row in 0..<count where arms[row] == arm {
      weightSum += weights[row]
      sumBefore += weights[row] * before[row]
      sumAfter += weights[row] * after[row]
    }
    guard weightSum > 0 else { return nil }
    return (sumBefore / weightSum, sumAfter / weightSum)
  }
}
