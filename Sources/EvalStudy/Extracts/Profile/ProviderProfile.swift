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
    var months = [Int](repeating: 0, count: count * monthCount)
    var sides = [Int](repeating: 0, count: 3 * count)
    var missing = 0
    for person in 0..<events.personCount {
      let index = register.indexDates[person]
      for event in events.offsets[person]..<events.offsets[person + 1] {
        let provider = Int(events.events[event].provider)
        guard provider >= 0 else {
          missing += 1
          continue
        }
        let day = events.events[event].day
        months[provider * monthCount + Int(monthOfDay[first.distance(to: day)])] += 1
        guard let index else {
          sides[3 * provider + 2] += 1
          continue
        }
        let distance = index.distance(to: day)
        if (-Self.yearDays..<0).contains(distance) { sides[3 * provider] += 1 }
        if (1...Self.yearDays).contains(distance) { sides[3 * provider + 1] += 1 }
      }
    }
    self.firstMonth = firstMonth
    missingCount = missing
    providers = (0..<count).map { provider in
      let own = Array(months[provider * monthCount..<(provider + 1) * monthCount])
      return Provider(
        name: events.providerNames[provider], eventCount: own.reduce(0, +),
        treatedBefore: sides[3 * provider], treatedAfter: sides[3 * provider + 1],
        untreated: sides[3 * provider + 2], months: own)
    }.sorted { $0.name < $1.name }
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

  /// A stretch of months without a record of a provider that otherwise has many.
  struct Gap: Sendable, Equatable {
    let provider: String
    let first: CalendarMonth
    let last: CalendarMonth
    /// Whether it lasts to the end of the records, or from their beginning.
    let isAtAnEnd: Bool
  }

  /// Months without any event of a provider whose usual month has at least `usualCount`.
  ///
  /// - Parameter coverage: Months that lie wholly within it are looked at.
  func gaps(within coverage: ClosedRange<Day>, usualCount: Int = 5) -> [Gap] {
    let months = CalendarMonth.whole(within: coverage)
    guard let start = months.first, let end = months.last else { return [] }
    return providers.flatMap { provider -> [Gap] in
      let counts = months.map { month in
        let place = firstMonth.distance(to: month)
        return provider.months.indices.contains(place) ? provider.months[place] : 0
      }
      let sorted = counts.sorted()
      guard sorted[sorted.count / 2] >= usualCount else { return [] }
      var gaps: [Gap] = []
      var from: Int?
      for place in 0...counts.count {
        if place < counts.count, counts[place] == 0 {
          from = from ?? place
        } else if let first = from {
          gaps.append(
            Gap(
              provider: provider.name, first: months[first], last: months[place - 1],
              isAtAnEnd: months[first] == start || months[place - 1] == end))
          from = nil
        }
      }
      return gaps
    }
  }
}
