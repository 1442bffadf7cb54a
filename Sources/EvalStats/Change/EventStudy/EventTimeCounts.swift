/// Events and person-time month by month from the index date, one row a member and month.
///
/// Months are counted as `Window.month` counts them: −1 ends the day before the index date, 1 begins
/// the day after. Day 0 belongs to no month; rows of month 0 take no part in an event study.
public struct EventTimeCounts: Sendable, Equatable {
  /// The arm of each row.
  public let arms: [Arm]
  /// The matched set of each row.
  public let sets: [Int]
  /// The person behind each row.
  public let persons: [Int]
  /// The match weight of each row.
  public let weights: [Double]
  /// The month of each row, counted from the index date.
  public let months: [Int]
  /// Events (or pounds, or bed days) in the month.
  public let events: [Double]
  /// Person-months observed in the month.
  public let time: [Double]

  /// Creates counts from columns of equal length; rows can stand in any order, and several rows of
  /// one member and month add up.
  public init(
    arms: [Arm], sets: [Int], persons: [Int], weights: [Double], months: [Int],
    events: [Double], time: [Double]
  ) {
    let count = arms.count
    precondition(
      sets.count == count && persons.count == count && weights.count == count
        && months.count == count && events.count == count && time.count == count,
      "the columns of the counts are of one length")
    self.arms = arms
    self.sets = sets
    self.persons = persons
    self.weights = weights
    self.months = months
    self.events = events
    self.time = time
  }

  /// The number of rows.
  public var count: Int { arms.count }

  /// Counts what the members of a cohort used in each month around their index dates.
  ///
  /// Every month holds the same sets, those whose months the records of the setting cover
  /// throughout; months in which a member was never observed have no row.
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
    precondition(months > 0, "\(months) months leave nothing to count")
    let members = try history.observableSets(
      of: cohort, setting: setting,
      windows: PrePostWindows(
        before: Window(firstDay: Window.month(-months).firstDay, lastDay: -1),
        after: Window(firstDay: 1, lastDay: Window.month(months).lastDay))
    ).members
    var rows: [(member: Int, month: Int, events: Double, time: Double)] = []
    rows.reserveCapacity(members.count * 2 * months)
    for member in members {
      let person = cohort.persons[member]
      for month in Array(-months...(-1)) + Array(1...months) {
        guard
          let days = time.days(
            of: person, arm: cohort.arms[member], indexDate: cohort.indexDates[member],
            in: .month(month))
        else { continue }
        let used = history.total(
          of: person, in: setting, from: days.lowerBound, through: days.upperBound)
        rows.append((member, month, used, PersonTime.months(in: days)))
      }
    }
    self.init(
      arms: rows.map { cohort.arms[$0.member] }, sets: rows.map { cohort.sets[$0.member] },
      persons: rows.map { cohort.persons[$0.member] },
      weights: rows.map { cohort.weights[$0.member] }, months: rows.map(\.month),
      events: rows.map(\.events), time: rows.map(\.time))
  }
}
