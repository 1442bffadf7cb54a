internal import EvalLinearAlgebra
internal import EvalStats

/// Which providers recorded the events, when, and of whom.
struct ProviderProfile: Sendable, Equatable {
  /// One provider.
  struct Provider: Sendable, Equatable {
    let name: String
    let eventCount: Int
    /// Of people taken on, within a year before and after their index date.
    let treatedBefore: Int
    let treatedAfter: Int
    /// Of people who were never taken on.
    let untreated: Int
    /// Events by calendar month, from `firstMonth` on.
    let months: [Int]
  }

  /// In order of name.
  let providers: [Provider]
  let firstMonth: CalendarMonth
  /// Events without a provider.
  let missingCount: Int

  private static let yearDays = 365

  /// `nil` where no source names providers.
  init?(_ events: EventTable, register: PersonRegister) {
    let days = events.events.lazy.map(\.day)
    guard events.hasProviders, let first = days.min(), let last = days.max() else { return nil }
    let firstMonth = CalendarMonth(first)
    let monthCount = firstMonth.distance(to: CalendarMonth(last)) + 1
    let monthOfDay = (0...first.distance(to: last)).map {
      Int32(firstMonth.distance(to: CalendarMonth(first.advanced(by: $0))))
    }
    let count = events.providerNames.count
    let (offsets, records, indexDates) = (events.offsets, events.events, register.indexDates)
    let tally = RowTasks.parts(rowCount: events.personCount) { people in
      var tally = Tally(providerCount: count, monthCount: monthCount)
      for person in people {
        let index = indexDates[person]
        for place in offsets[person]..<offsets[person + 1] {
          let event = records[place]
          tally.add(
            event, month: Int(monthOfDay[first.distance(to: event.day)]), indexDate: index)
        }
      }
      return tally
    }.reduce(into: Tally(providerCount: count, monthCount: monthCount)) { $0.add($1) }
    self.firstMonth = firstMonth
    missingCount = tally.missing
    let (months, sides) = (tally.months, tally.sides)
    providers = (0..<count).map { provider in
      let own = Array(months[provider * monthCount..<(provider + 1) * monthCount])
      return Provider(
        name: events.providerNames[provider], eventCount: own.reduce(0, +),
        treatedBefore: sides[3 * provider], treatedAfter: sides[3 * provider + 1],
        untreated: sides[3 * provider + 2], months: own)
    }.sorted { $0.name < $1.name }
  }

  /// Events counted by provider.
  private struct Tally {
    let monthCount: Int
    /// `monthCount` numbers a provider.
    var months: [Int]
    /// Three numbers a provider: before, after, and of people never taken on.
    var sides: [Int]
    var missing = 0

    init(providerCount: Int, monthCount: Int) {
      self.monthCount = monthCount
      months = Array(repeating: 0, count: providerCount * monthCount)
      sides = Array(repeating: 0, count: 3 * providerCount)
    }

    @inline(__always)
    mutating func add(_ event: EventRecord, month: Int, indexDate: Day?) {
      guard event.provider >= 0 else {
        missing += 1
        return
      }
      let provider = Int(event.provider)
      months[provider * monthCount + month] += 1
      guard let distance = indexDate?.distance(to: event.day) else {
        sides[3 * provider + 2] += 1
        return
      }
      if (-yearDays..<0).contains(distance) { sides[3 * provider] += 1 }
      if (1...yearDays).contains(distance) { sides[3 * provider + 1] += 1 }
    }

    mutating func add(_ other: Tally) {
      for place in months.indices { months[place] += other.months[place] }
      for place in sides.indices { sides[place] += other.sides[place] }
      missing += other.missing
    }
  }

  /// Shares of activity away from home.
  struct Elsewhere: Sendable, Equatable {
    let overall: Double
    /// Among people taken on in the year before and after; `nil` without events.
    let before: Double?
    let after: Double?
    let eventCount: Int
  }

  /// The share of events at providers that are not local.
  ///
  /// - Parameter local: The local ones; empty for those that see a tenth of the events or more.
  func elsewhere(local: [String]) -> Elsewhere? {
    let total = providers.reduce(0) { $0 + $1.eventCount }
    guard total > 0 else { return nil }
    let away = providers.filter {
      local.isEmpty ? $0.eventCount * 10 < total : !local.contains($0.name)
    }
    func share(_ count: (Provider) -> Int) -> Double? {
      let all = providers.reduce(0) { $0 + count($1) }
      return all > 0 ? Double(away.reduce(0) { $0 + count($1) }) / Double(all) : nil
    }
    return Elsewhere(
      overall: share(\.eventCount) ?? 0, before: share(\.treatedBefore),
      after: share(\.treatedAfter), eventCount: away.reduce(0) { $0 + $1.eventCount })
  }

  /// Months without any event of a provider that otherwise has many.
  ///
  /// - Parameter coverage: Months that lie wholly within it are looked at.
  func gaps(within coverage: ClosedRange<Day>) -> [(provider: String, months: SilentMonths)] {
    let months = CalendarMonth.whole(within: coverage)
    return providers.flatMap { provider in
      let counts = months.map { month in
        let place = firstMonth.distance(to: month)
        return provider.months.indices.contains(place) ? provider.months[place] : 0
      }
      return SilentMonths.all(counts, months: months).map { (provider.name, $0) }
    }
  }
}
