/// Use and person-time by month from the index date and by arm: what the monthly chart draws.
///
/// Month *m* = ⌈d / 30.4375⌉ for the days *d* after the index date, mirrored before it. Every month
/// holds the same sets, those whose months are covered by records throughout, so that the line
/// bends because people change and not because other people are counted.
public struct MonthlyCounts: Sendable, Equatable {
  /// One arm in one month.
  public struct Row: Sendable, Equatable {
    /// The arm.
    public let arm: Arm
    /// The month, −12…−1 or 1…12.
    public let month: Int
    /// Events (or pounds) on observed days.
    public let events: Double
    /// Person-months alive and registered.
    public let personMonths: Double
    /// Σ weight · events.
    public let weightedEvents: Double
    /// Σ weight · person-months.
    public let weightedPersonMonths: Double
    /// Different people with any use.
    package let userCount: Int

    /// Weighted events per 1,000 weighted person-months; `nil` without person-time.
    public var rate: Double? {
      weightedPersonMonths > 0 ? 1_000 * weightedEvents / weightedPersonMonths : nil
    }
  }

  /// Use on day 0, which belongs to no month and is shown apart.
  public struct IndexDay: Sendable, Equatable {
    /// The arm.
    public let arm: Arm
    /// Members counted.
    public let memberCount: Int
    /// Events (or pounds) on the index date.
    public let events: Double
    /// Σ weight · events.
    public let weightedEvents: Double
  }

  /// Treated, then control; in each the months in ascending order.
  public let rows: [Row]
  /// Treated, then control.
  public let indexDay: [IndexDay]
  /// The sets counted and left out.
  public let observable: ObservableSets

  /// Counts a setting month by month.
  ///
  /// - Parameters:
  ///   - cohort: Matched sets.
  ///   - time: Who was observed when.
  ///   - history: The recorded use.
  ///   - setting: What is counted.
  ///   - months: The number of months on either side.
  /// - Throws: `CohortError.settingNotSupplied`, or `windowsOutsideCoverage` if no set is covered.
  /// - Complexity: O(*members* · *months* · log *events of a person*)
  public init(
    of cohort: Cohort, time: PersonTime, history: ActivityHistory, setting: Setting,
    months: Int = 12
  ) throws(CohortError) {
    observable = try history.observableSets(
      of: cohort, setting: setting,
      windows: PrePostWindows(
        before: Window(firstDay: Window.month(-months).firstDay, lastDay: -1),
        after: Window(firstDay: 1, lastDay: Window.month(months).lastDay)))
    var rows: [Row] = []
    var indexDay: [IndexDay] = []
    for arm in [Arm.treated, .control] {
      let members = observable.members.filter { cohort.arms[$0] == arm }
      for month in Array(-months...(-1)) + Array(1...months) {
        let window = Window.month(month)
        var events = 0.0
        var personMonths = 0.0
        var weightedEvents = 0.0
        var weightedMonths = 0.0
        var users: Set<Int> = []
        for member in members {
          let person = cohort.persons[member]
          guard
            let days = time.days(
              of: person, arm: arm, indexDate: cohort.indexDates[member], in: window)
          else { continue }
          let used = history.total(
            of: person, in: setting, from: days.lowerBound, through: days.upperBound)
          let elapsed = PersonTime.months(in: days)
          if used != 0 { users.insert(person) }
          events += used
          personMonths += elapsed
          weightedEvents += cohort.weights[member] * used
          weightedMonths += cohort.weights[member] * elapsed
        }
        rows.append(
          Row(
            arm: arm, month: month, events: events, personMonths: personMonths,
            weightedEvents: weightedEvents, weightedPersonMonths: weightedMonths,
            userCount: users.count))
      }
      var events = 0.0
      var weightedEvents = 0.0
      for member in members {
        let date = cohort.indexDates[member]
        let used = history.total(
          of: cohort.persons[member], in: setting, from: date, through: date)
        events += used
        weightedEvents += cohort.weights[member] * used
      }
      indexDay.append(
        IndexDay(
          arm: arm, memberCount: members.count, events: events, weightedEvents: weightedEvents))
    }
    self.rows = rows
    self.indexDay = indexDay
  }
}
