/// Dated uses of one kind of service, sorted by person and day.
///
/// The events of person *p* stand at `offsets[p] ..< offsets[p + 1]`, in ascending order of day, so
/// that a count in any window is two binary searches and one subtraction of running totals.
public struct ActivityLog: Sendable {
  /// `personCount + 1` places into `days`.
  public let offsets: [Int]
  /// The day of each event.
  public let days: [Day]
  /// How much each event counts: 1 for an attendance, days for bed days, pounds for a cost.
  public let quantities: [Double]
  /// Running totals of `quantities` within each person, beginning with the first event's own.
  let runningTotals: [Double]
  /// Whether every event counts 1, so that a total is a number of events.
  let countsEvents: Bool

  /// Creates a log from events in any order.
  ///
  /// - Complexity: O(*n* log *n*)
  public init(personCount: Int, persons: [Int], days: [Day], quantities: [Double]? = nil) {
    precondition(persons.count == days.count, "one day for each event")
    precondition(quantities == nil || quantities!.count == days.count, "one quantity each")
    let order = persons.indices.sorted {
      (persons[$0], days[$0], $0) < (persons[$1], days[$1], $1)
    }
    var offsets = Array(repeating: 0, count: personCount + 1)
    for person in persons { offsets[person + 1] += 1 }
    for person in 0..<personCount { offsets[person + 1] += offsets[person] }
    self.offsets = offsets
    self.days = order.map { days[$0] }
    self.quantities =
      quantities.map { values in order.map { values[$0] } }
      ?? Array(repeating: 1, count: days.count)
    countsEvents = quantities?.allSatisfy { $0 == 1 } ?? true
    var totals: [Double] = []
    totals.reserveCapacity(days.count)
    for person in 0..<personCount {
      var total = 0.0
      for event in offsets[person]..<offsets[person + 1] {
        total += self.quantities[event]
        totals.append(total)
      }
    }
    runningTotals = totals
  }

  /// Creates a log of events that each count 1 and stand in order of person and day already.
  ///
  /// - Complexity: O(*n*)
  init(offsets: [Int], days: [Day]) {
    precondition(offsets.last == days.count, "the last person's events end with the list")
    self.offsets = offsets
    self.days = days
    quantities = Array(repeating: 1, count: days.count)
    countsEvents = true
    var totals: [Double] = []
    totals.reserveCapacity(days.count)
    for person in 0..<(offsets.count - 1) {
      for place in 0..<(offsets[person + 1] - offsets[person]) {
        totals.append(Double(place + 1))
      }
    }
    runningTotals = totals
  }

  /// The number of people the log covers.
  public var personCount: Int { offsets.count - 1 }

  /// The number of events.
  public var eventCount: Int { days.count }

  /// The sum of quantities of a person from `first` to `last`, both included.
  ///
  /// - Complexity: O(log *events of the person*)
  public func total(of person: Int, from first: Day, through last: Day) -> Double {
    guard first <= last else { return 0 }
    let upper = firstEvent(of: person, after: last)
    let lower = firstEvent(of: person, after: first.advanced(by: -1))
    guard upper > lower else { return 0 }
    let before = lower > offsets[person] ? runningTotals[lower - 1] : 0
    return runningTotals[upper - 1] - before
  }

  /// The place of a person's first event after `day`, or the end of the person's events.
  func firstEvent(of person: Int, after day: Day) -> Int {
    var low = offsets[person]
    var high = offsets[person + 1]
    while low < high {
      let middle = (low + high) / 2
      if days[middle] <= day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
