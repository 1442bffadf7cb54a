internal import EvalStats

/// The events of one kind of extract, of all its sources, in order of person and day.
struct EventTable {
  /// `personCount + 1` places into the columns.
  let offsets: [Int]
  let days: [Day]
  let settings: [SettingSet]
  /// Equal for rows of one source that are equal in every column read.
  let fingerprints: [UInt32]
  /// Minutes after midnight, −1 where no time is known; empty where no source has times.
  let minutes: [Int16]
  /// The provider, −1 where none is recorded; empty where no source has providers.
  let providers: [Int32]
  let providerNames: [String]
  /// Which of the sources an event is from; empty where there is one.
  let sources: [UInt8]

  /// - Parameter parts: What was read, source by source.
  /// - Complexity: O(*events*) where each person's events are in order in the files, otherwise
  ///   O(*events* · log *events of a person*).
  init(_ parts: [[EventRows.Part]], personCount: Int) {
    let all = parts.flatMap(\.self)
    let days = all.flatMap(\.days)
    let fingerprints = all.flatMap(\.fingerprints)
    var order = PersonOrder(personCount: personCount, persons: all.flatMap(\.persons))
    order.sort { row in
      Int64(days[Int(row)].daysSinceEpoch) << 32 | Int64(fingerprints[Int(row)])
    }
    offsets = order.offsets
    self.days = order.rows.map { days[Int($0)] }
    self.fingerprints = order.rows.map { fingerprints[Int($0)] }
    settings = Self.inOrder(order, all.flatMap(\.settings))
    let hasMinutes = all.contains { !$0.minutes.isEmpty }
    minutes =
      hasMinutes
      ? Self.inOrder(
        order,
        all.flatMap {
          $0.minutes.isEmpty ? Array(repeating: -1, count: $0.days.count) : $0.minutes
        }) : []
    var names = LevelColumn()
    if all.contains(where: { !$0.providers.codes.isEmpty }) {
      let codes = all.flatMap { part -> [Int32] in
        guard !part.providers.codes.isEmpty else {
          return Array(repeating: -1, count: part.days.count)
        }
        let places = names.places(of: part.providers)
        return part.providers.codes.map { $0 < 0 ? -1 : places[Int($0)] }
      }
      providers = Self.inOrder(order, codes)
    } else {
      providers = []
    }
    providerNames = names.texts
    sources =
      parts.count > 1
      ? Self.inOrder(
        order,
        parts.enumerated().flatMap { place, parts in
          parts.flatMap { Array(repeating: UInt8(truncatingIfNeeded: place), count: $0.days.count) }
        }) : []
  }

  private static func inOrder<Element>(
    _ order: PersonOrder, _ values: [Element]
  ) -> [Element] {
    order.rows.map { values[Int($0)] }
  }

  var personCount: Int { offsets.count - 1 }
  var count: Int { days.count }

  /// The log of a setting; empty where nothing was recorded.
  func log(of setting: Setting) -> ActivityLog {
    let only = SettingSet(setting)
    if settings.allSatisfy({ $0.isSuperset(of: only) }) {
      return ActivityLog(offsets: offsets, days: days)
    }
    var own = [0]
    own.reserveCapacity(offsets.count)
    var kept: [Day] = []
    for person in 0..<personCount {
      for event in offsets[person]..<offsets[person + 1]
      where settings[event].isSuperset(of: only) {
        kept.append(days[event])
      }
      own.append(kept.count)
    }
    return ActivityLog(offsets: own, days: kept)
  }
}
