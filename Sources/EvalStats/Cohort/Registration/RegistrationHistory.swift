/// When each person was registered with any practice, as stretches that neither overlap nor touch.
///
/// Someone who changes practice is registered throughout: the registration that ends and the one that
/// begins the next day are one stretch, and so are those that overlap. A gap is a loss unless it is
/// at most `bridgedGapDays`, as where a move takes some days to be recorded.
public struct RegistrationHistory: Sendable, Equatable {
  /// A stretch of registration.
  public struct Stretch: Sendable, Hashable {
    /// First day.
    public let from: Day
    /// Last day, included; `nil` while registered.
    public let to: Day?

    /// Creates a stretch.
    public init(from: Day, to: Day?) {
      self.from = from
      self.to = to
    }

    /// Whether a day lies in it.
    public func contains(_ day: Day) -> Bool { from <= day && to.map { day <= $0 } ?? true }
  }

  /// `personCount + 1` places into `stretches`.
  public let offsets: [Int]
  /// Stretches in ascending order within a person.
  public let stretches: [Stretch]
  /// The largest gap, in days without registration, that was closed.
  public let bridgedGapDays: Int
  /// What became of the records.
  public let account: Account

  /// What became of the records: rows = stretches + overlapping + touching + bridged.
  public struct Account: Sendable, Equatable {
    /// Rows read.
    public let recordCount: Int
    /// Rows merged that shared a day with an earlier one.
    public let overlappingCount: Int
    /// Rows merged that began the day after an earlier one ended.
    public let touchingCount: Int
    /// Rows merged over a gap.
    public let bridgedCount: Int
    /// Days between them, which count as registered.
    public let bridgedDays: Int
    /// People without any registration.
    public let unregisteredPersonCount: Int
  }

  /// Merges records in any order.
  ///
  /// - Parameter bridgedGapDays: The largest gap to close, in days without registration; 0 closes none.
  /// - Throws: `RegistrationError` for the first row whose person or dates cannot be.
  /// - Complexity: O(*n* log *k*) for *n* records of at most *k* a person
  public init(
    personCount: Int, persons: [Int32], from: [Day], to: [Day?], bridgedGapDays: Int = 0
  ) throws(RegistrationError) {
    precondition(
      persons.count == from.count && persons.count == to.count,
      "\(persons.count) persons, \(from.count) first and \(to.count) last days")
    precondition(bridgedGapDays >= 0, "a gap of \(bridgedGapDays) days")
    for row in persons.indices {
      guard persons[row] >= 0, persons[row] < personCount else {
        throw .unknownPerson(row: row, personCount: personCount)
      }
      if let last = to[row], last < from[row] { throw .endsBeforeStart(row: row) }
    }
    let rows = PersonOrder(personCount: personCount, persons: persons)
    var merging = Merging(bridgedGapDays: bridgedGapDays)
    var own: [Stretch] = []
    for person in 0..<personCount {
      own.removeAll(keepingCapacity: true)
      own.append(
        contentsOf: rows[person].lazy.map { Stretch(from: from[Int($0)], to: to[Int($0)]) })
      own.sort { $0.from < $1.from }
      merging.append(own)
    }
    offsets = merging.offsets
    stretches = merging.stretches
    self.bridgedGapDays = bridgedGapDays
    account = Account(
      recordCount: persons.count, overlappingCount: merging.overlappingCount,
      touchingCount: merging.touchingCount, bridgedCount: merging.bridgedCount,
      bridgedDays: merging.bridgedDays, unregisteredPersonCount: merging.unregisteredCount)
  }

  /// The number of people.
  public var personCount: Int { offsets.count - 1 }

  /// The stretch that holds a day, or `nil` if the person was not registered on it.
  ///
  /// - Complexity: O(log *stretches of the person*)
  public func stretch(of person: Int, holding day: Day) -> Stretch? {
    var low = offsets[person]
    var high = offsets[person + 1]
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].from <= day { low = middle + 1 } else { high = middle }
    }
    guard low > offsets[person], stretches[low - 1].contains(day) else { return nil }
    return stretches[low - 1]
  }

  /// The days from `first` to `last`, both included, on which a person was registered and alive and
  /// that the data cover; the day of death counts.
  ///
  /// - Complexity: O(*stretches of the person*)
  public func days(
    of person: Int, from first: Day, through last: Day, death: Day?, cutOff: Day
  ) -> Int {
    let end = min(last, cutOff, death ?? cutOff)
    var days = 0
    for stretch in stretches[offsets[person]..<offsets[person + 1]] {
      let from = max(first, stretch.from)
      let to = min(end, stretch.to ?? end)
      if from <= to { days += from.distance(to: to) + 1 }
    }
    return days
  }
}
