internal import EvalLinearAlgebra
internal import EvalStats

/// The events of one kind of extract, of all its sources, in order of person and day.
struct EventTable {
  /// `personCount + 1` places into `events`.
  let offsets: [Int]
  let events: [EventRecord]
  /// By code; empty where no source names providers.
  let providerNames: [String]
  let hasProviders: Bool
  /// Whether any source has times.
  let hasMinutes: Bool

  /// - Parameter parts: What was read, source by source.
  /// - Complexity: O(*events*) where each person's events are in order in the files, otherwise
  ///   O(*events* · log *events of a person*).
  init(_ parts: [[EventRows.Part]], personCount: Int) {
    let all = parts.flatMap(\.self)
    hasProviders = all.contains(where: \.hasProviders)
    hasMinutes = all.contains(where: \.hasMinutes)
    var names = LevelColumn()
    let codes = all.map { names.places(of: $0.providers) }
    providerNames = names.texts
    let sources = parts.enumerated().flatMap { source, parts in
      parts.map { _ in UInt8(truncatingIfNeeded: source) }
    }
    let offsets = Self.offsets(all, personCount: personCount)
    self.offsets = offsets
    events = Self.ordered(all, codes: codes, sources: sources, offsets: offsets)
  }

  private static func offsets(_ parts: [EventRows.Part], personCount: Int) -> [Int] {
    var offsets = [Int](repeating: 0, count: personCount + 1)
    for part in parts { for person in part.persons { offsets[Int(person) + 1] += 1 } }
    for person in 0..<personCount { offsets[person + 1] += offsets[person] }
    return offsets
  }

  /// Deals the events by person and sorts each person's where they are not in order.
  ///
  /// Every event is moved once. Each task deals to people of its own, so that none waits for another.
  private static func ordered(
    _ parts: [EventRows.Part], codes: [[Int32]], sources: [UInt8], offsets: [Int]
  ) -> [EventRecord] {
    let personCount = offsets.count - 1
    let taskCount = offsets[personCount] < 100_000 ? 1 : 4
    return [EventRecord](unsafeUninitializedCapacity: offsets[personCount]) { buffer, initialised in
      // Each task initialises the places of its own people, all of them.
      nonisolated(unsafe) let buffer = buffer
      Workers.perform(taskCount: taskCount) { task in
        let people =
          Int32(task * personCount / taskCount)..<Int32((task + 1) * personCount / taskCount)
        var next = Array(offsets[Int(people.lowerBound)..<Int(people.upperBound)])
        for (place, part) in parts.enumerated() {
          for (person, event) in zip(part.persons, part.events) where people.contains(person) {
            var event = event
            event.source = sources[place]
            if event.provider >= 0 { event.provider = codes[place][Int(event.provider)] }
            let own = Int(person - people.lowerBound)
            buffer.initializeElement(at: next[own], to: event)
            next[own] += 1
          }
        }
        for person in people {
          let range = offsets[Int(person)]..<offsets[Int(person) + 1]
          var own = UnsafeMutableBufferPointer(rebasing: buffer[range])
          let isSorted = zip(own, own.dropFirst()).allSatisfy { !EventRecord.isBefore($1, $0) }
          if !isSorted { own.sort(by: EventRecord.isBefore) }
        }
      }
      initialised = offsets[personCount]
    }
  }

  var personCount: Int { offsets.count - 1 }
  var count: Int { events.count }

  /// The log of a setting; empty where nothing was recorded.
  func log(of setting: Setting) -> ActivityLog {
    let only = SettingSet(setting)
    if events.allSatisfy({ $0.settings.isSuperset(of: only) }) {
      return ActivityLog(offsets: offsets, days: events.map(\.day))
    }
    var own = [0]
    own.reserveCapacity(offsets.count)
    var kept: [Day] = []
    for person in 0..<personCount {
      for event in events[offsets[person]..<offsets[person + 1]]
      where event.settings.isSuperset(of: only) {
        kept.append(event.day)
      }
      own.append(kept.count)
    }
    return ActivityLog(offsets: own, days: kept)
  }
}
