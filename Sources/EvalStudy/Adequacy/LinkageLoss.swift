internal import EvalStats

/// Of whom a source holds nothing: whether any event is recorded, never how many.
struct LinkageLoss {
  /// People with an admitted index date who were alive on it and on the register for a year before.
  let treatedCount: Int
  /// Those of them of whom nothing is recorded in the year before or after.
  let treatedWithout: Int
  /// The same of people never taken on, around the middle of the index dates.
  let untreatedCount: Int
  let untreatedWithout: Int
  /// Share of people taken on with no record in a month before (−12…−1) or after (1…12), of those
  /// alive and registered throughout it.
  let months: [Month]

  struct Month: Equatable {
    let month: Int
    let people: Int
    let without: Int
  }

  private static let yearDays = 365

  init(_ logs: [ActivityLog], register: PersonRegister, dates: [Contact], time: PersonTime) {
    func hasAny(_ person: Int, _ first: Day, _ last: Day) -> Bool {
      logs.contains { $0.total(of: person, from: first, through: last) > 0 }
    }
    func hasNone(_ person: Int, around date: Day) -> Bool {
      !hasAny(person, date.advanced(by: -Self.yearDays), date.advanced(by: Self.yearDays))
    }
    func isKnown(_ person: Int, on date: Day) -> Bool {
      register.isRegistered(person, on: date)
        && register.registeredFrom[person].advanced(by: Self.yearDays) <= date
        && (register.deaths[person].map { $0 > date } ?? true)
    }
    let treated = dates.filter { isKnown($0.person, on: $0.day) }
    treatedCount = treated.count
    treatedWithout = treated.count { hasNone($0.person, around: $0.day) }
    let sorted = dates.map(\.day).sorted()
    var untreated: [Int] = []
    if !sorted.isEmpty {
      let middle = sorted[sorted.count / 2]
      untreated = (0..<register.count).filter {
        register.indexDates[$0] == nil && isKnown($0, on: middle)
      }
      untreatedWithout = untreated.count { hasNone($0, around: middle) }
    } else {
      untreatedWithout = 0
    }
    untreatedCount = untreated.count
    months = (Array(-12...(-1)) + Array(1...12)).map { month in
      let window = Window.month(month)
      var people = 0
      var without = 0
      for contact in dates {
        guard
          let days = time.days(
            of: contact.person, arm: .treated, indexDate: contact.day, in: window),
          days.count == window.dayCount
        else { continue }
        people += 1
        if !hasAny(contact.person, days.lowerBound, days.upperBound) { without += 1 }
      }
      return Month(month: month, people: people, without: without)
    }
  }

  var treatedShare: Double { Double(treatedWithout) / Double(max(1, treatedCount)) }
  var untreatedShare: Double { Double(untreatedWithout) / Double(max(1, untreatedCount)) }
}
