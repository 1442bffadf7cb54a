internal import EvalStats

/// People with several records in the year before a date and none in the year after, though they were
/// alive and on the register: of people taken on after their index date, of others after its middle.
struct VanishedPeople {
  let treatedCount: Int
  let treatedVanished: Int
  let untreatedCount: Int
  let untreatedVanished: Int

  /// Records in the year before from which on silence in the year after is unlikely.
  private static let usualCount = 3.0
  private static let yearDays = 365

  /// - Parameter end: The last day of the records.
  init(_ logs: [ActivityLog], register: PersonRegister, dates: [Contact], end: Day) {
    func count(_ people: some Sequence<(person: Int, date: Day)>) -> (known: Int, vanished: Int) {
      var (known, vanished) = (0, 0)
      for (person, date) in people {
        let first = date.advanced(by: -Self.yearDays)
        let last = date.advanced(by: Self.yearDays)
        guard register.registeredFrom[person] <= first,
          register.lastDay(of: person, cutOff: end) >= last,
          logs.contains(where: {
            $0.total(of: person, from: first, through: date.advanced(by: -1)) >= Self.usualCount
          })
        else { continue }
        known += 1
        if logs.allSatisfy({
          $0.total(of: person, from: date.advanced(by: 1), through: last) == 0
        }) {
          vanished += 1
        }
      }
      return (known, vanished)
    }
    let days = dates.map(\.day).sorted()
    let middle = days.isEmpty ? end : days[days.count / 2]
    (treatedCount, treatedVanished) = count(dates.lazy.map { ($0.person, $0.day) })
    (untreatedCount, untreatedVanished) = count(
      (0..<register.count).lazy.filter { register.indexDates[$0] == nil }.map { ($0, middle) })
  }

  var treatedShare: Double { Double(treatedVanished) / Double(max(1, treatedCount)) }
  var untreatedShare: Double { Double(untreatedVanished) / Double(max(1, untreatedCount)) }

  /// Whether more people taken on vanished than others, by so much and beyond chance (three standard
  /// errors of the difference).
  func isExcessive(by difference: Double) -> Bool {
    guard treatedCount >= 20, untreatedCount >= 20 else { return false }
    let (treated, untreated) = (Double(treatedCount), Double(untreatedCount))
    let pooled = Double(treatedVanished + untreatedVanished) / (treated + untreated)
    let error = (pooled * (1 - pooled) * (1 / treated + 1 / untreated)).squareRoot()
    let found = treatedShare - untreatedShare
    return found > difference && found > 3 * error
  }
}
