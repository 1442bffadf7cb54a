internal import EvalStats

/// How much of the activity one data set holds, by arm and side of the index date.
struct DataSetShare: Sendable, Equatable {
  let format: ExtractFormat
  let eventCount: Int
  let firstDay: Day?
  let lastDay: Day?
  /// Of people taken on, before and after their index date.
  let treatedBefore: Int
  let treatedAfter: Int
  /// Of people who were never taken on.
  let untreated: Int

  /// One a source, in their order; none where there is only one source.
  static func all(
    _ events: EventTable, register: PersonRegister, formats: [ExtractFormat]
  ) -> [DataSetShare] {
    guard formats.count > 1 else { return [] }
    var counts = [[Int]](repeating: [0, 0, 0], count: formats.count)
    var days = [ClosedRange<Day>?](repeating: nil, count: formats.count)
    for person in 0..<events.personCount {
      let index = register.indexDates[person]
      for event in events.offsets[person]..<events.offsets[person + 1] {
        let source = Int(events.events[event].source)
        let day = events.events[event].day
        days[source] =
          days[source].map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
        counts[source][index.map { day < $0 ? 0 : 1 } ?? 2] += 1
      }
    }
    return formats.indices.map {
      DataSetShare(
        format: formats[$0], eventCount: counts[$0].reduce(0, +), firstDay: days[$0]?.lowerBound,
        lastDay: days[$0]?.upperBound, treatedBefore: counts[$0][0],
        treatedAfter: counts[$0][1], untreated: counts[$0][2])
    }
  }
}
