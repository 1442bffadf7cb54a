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
  /// Parts are sorted by share of the people before: whoever deals to a share writes to few places.
  /// Each task has people of its own, so that none waits for another.
  private static func ordered(
    _ parts: [EventRows.Part], codes: [[Int32]], sources: [UInt8], offsets: [Int]
  ) -> [EventRecord] {
    let shares = PersonShares(personCount: offsets.count - 1)
    let parts = Workers.map(count: parts.count) { place in
      var part = parts[place]
      part.sort(by: shares)
      return part
    }
    let count = offsets[shares.personCount]
    return [EventRecord](unsafeUninitializedCapacity: count) { buffer, initialised in
      // Each task initialises the places of its own people, all of them.
      nonisolated(unsafe) let buffer = buffer
      Workers.perform(taskCount: shares.count) { share in
        let people = shares.people(share)
        var next = Array(offsets[people])
        for (place, part) in parts.enumerated() {
          for own in part.shareStarts[share]..<part.shareStarts[share + 1] {
            var event = part.events[own]
            event.source = sources[place]
            if event.provider >= 0 { event.provider = codes[place][Int(event.provider)] }
            let person = Int(part.persons[own]) - people.lowerBound
            buffer.initializeElement(at: next[person], to: event)
            next[person] += 1
          }
        }
        for person in people {
          let range = offsets[person]..<offsets[person + 1]
          var own = UnsafeMutableBufferPointer(rebasing: buffer[range])
          let isSorted = zip(own, own.dropFirst()).allSatisfy { !EventRecord.isBefore($1, $0) }
          if !isSorted { own.sort(by: EventRecord.isBefore) }
        }
      }
      initialised = count
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
