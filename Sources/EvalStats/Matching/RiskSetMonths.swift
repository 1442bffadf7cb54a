/// The person-months of a pooled discrete-time model of being taken on.
///
/// For every calendar month in which somebody is taken on: the treated on their index dates, and
/// everybody else at risk on the first day of the month, and not kept out by a rule, who is not
/// taken on within it. Whether they are taken on in a later month is not asked, so that the score
/// knows nothing of the future.
struct RiskSetMonths: Sendable {
  /// A calendar month with its treated people.
  struct Month: Sendable {
    /// `2016-05`
    let name: String
    /// Places of its people in the list of treated.
    let treated: Range<Int>
    /// Rows of its person-months; the treated come first.
    let rows: Range<Int>
  }

  let months: [Month]
  /// The person of each row.
  let persons: [Int]
  /// The day of each row.
  let dates: [Day]

  /// Lists the person-months.
  ///
  /// - Parameters:
  ///   - treated: Treated people and their index dates, in order of date.
  ///   - firstDate: No one is described on a day before this one.
  init(
    treated: [RiskSetTreated], register: PersonRegister, eligibility: RiskSetEligibility,
    firstDate: Day
  ) {
    var months: [Month] = []
    var persons: [Int] = []
    var dates: [Day] = []
    var start = 0
    while start < treated.count {
      let (first, next, name) = RiskSetMonths.month(of: treated[start].date)
      var end = start
      while end < treated.count, treated[end].date < next { end += 1 }
      let firstRow = persons.count
      for place in start..<end {
        persons.append(treated[place].person)
        dates.append(treated[place].date)
      }
      let date = max(first, firstDate)
      for person in 0..<register.count where eligibility.isAtRisk(person, on: date) {
        if let own = register.indexDates[person], own < next { continue }
        persons.append(person)
        dates.append(date)
      }
      months.append(
        Month(name: name, treated: start..<end, rows: firstRow..<persons.count))
      start = end
    }
    self.months = months
    self.persons = persons
    self.dates = dates
  }

  /// The person-months of the given places, in ascending order; all treated must be among them.
  func rows(at places: [Int]) -> RiskSetMonths {
    var kept: [Month] = []
    var start = 0
    for month in months {
      var end = start
      while end < places.count, places[end] < month.rows.upperBound { end += 1 }
      kept.append(
        Month(name: month.name, treated: month.treated, rows: start..<end))
      start = end
    }
    return RiskSetMonths(
      months: kept, persons: places.map { persons[$0] }, dates: places.map { dates[$0] })
  }

  /// Takes person-months that are listed already.
  init(months: [Month], persons: [Int], dates: [Day]) {
    self.months = months
    self.persons = persons
    self.dates = dates
  }

  /// The number of person-months.
  var count: Int { persons.count }

  /// The first day of a day's month, that of the next, and the month's name.
  private static func month(of day: Day) -> (first: Day, next: Day, name: String) {
    let (_, month, dayOfMonth) = day.components
    let first = day.advanced(by: 1 - dayOfMonth)
    let next = first.advanced(by: Day.lengthOfMonth(month, in: first.components.year))
    return (first, next, String(first.description.dropLast(3)))
  }
}

/// A treated person on their index date.
struct RiskSetTreated: Sendable, Equatable {
  let person: Int
  let date: Day
}
