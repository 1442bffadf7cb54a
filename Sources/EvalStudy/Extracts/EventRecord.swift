internal import EvalStats

/// What is kept of one event, side by side so that bringing events into order moves them once.
struct EventRecord: Sendable, Equatable {
  let day: Day
  /// Equal for rows of one person, day and source that are equal in every column read.
  let fingerprint: UInt32
  let settings: SettingSet
  /// A code of the provider; −1 where none is recorded.
  var provider: Int32
  /// Minutes after midnight; −1 where no time is known.
  let minute: Int16
  /// Which of the sources the event is from.
  var source: UInt8 = 0

  /// By day; rows that repeat one another stand together.
  static func isBefore(_ left: EventRecord, _ right: EventRecord) -> Bool {
    (left.day, left.fingerprint) < (right.day, right.fingerprint)
  }
}
