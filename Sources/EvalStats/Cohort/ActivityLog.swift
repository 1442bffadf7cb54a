/// Dated uses of one kind of service, sorted by person and day.
///
/// The events of person *p* stand at `offsets[p] ..< offsets[p + 1]`, in ascending order of day, so
/// that use in any window is two look-ups (`EventPlaces`) and one subtraction: of places where every
/// event counts 1, of running totals otherwise.
public struct ActivityLog: Sendable {
  /// `personCount + 1` places into `days`.
  public let offsets: [Int]
  /// The day of each event.
  public let days: [Day]
  /// How much each event counts: days for bed days, pounds for a cost; `nil` where each counts 1.
  public let quantities: [Double]?
  /// Running totals of `quantities` within each person, beginning with the first event's own; empty
  /// where each event counts 1.
  let runningTotals: [Double]
  private let places: EventPlaces?

  /// Creates a log from events in any order.
  ///
  /// - Complexity: O(*n* + *people*) where each person's events are in order, otherwise O(*n* log *n*)
  public init(personCount: Int, persons: [Int], days: [Day], quantities: [Double]? = nil) {
    precondition(persons.count == days.count, "one day for each event")
    precondition(quantities == nil || quantities!.count == days.count, "one quantity each")
    var order = PersonOrder(
      personCount: personCount, persons: persons.lazy.map { Int32($0) })
    order.sort { days[Int($0)] }
    let isCount = quantities?.allSatisfy { $0 == 1 } ?? true
    self.init(
      offsets: order.offsets, days: order.rows.map { days[Int($0)] },
      quantities: isCount ? nil : quantities.map { values in order.rows.map { values[Int($0)] } })
  }

  /// Creates a log of events that stand in order of person and day already.
  ///
  /// - Complexity: O(*n*)
  package init(offsets: [Int], days: [Day], quantities: [Double]? = nil) {
    precondition(offsets.last == days.count, "the last person's events end with the list")
    self.offsets = offsets
    self.days = days
    self.quantities = quantities
    places = EventPlaces(offsets: offsets, days: days)
    guard let quantities else {
      runningTotals = []
      return
    }
    var totals: [Double] = []
    totals.reserveCapacity(days.count)
    for person in 0..<(offsets.count - 1) {
      var total = 0.0
      for event in offsets[person]..<offsets[person + 1] {
        total += quantities[event]
        totals.append(total)
      }
    }
    runningTotals = totals
  }

  /// The number of people the log covers.
  public var personCount: Int { offsets.count - 1 }

  /// The number of events.
  public var eventCount: Int { days.count }

  /// Whether every event counts 1, so that a total is a number of events.
  var countsEvents: Bool { quantities == nil }

  /// How much an event counts.
  public func quantity(of event: Int) -> Double { quantities?[event] ?? 1 }

  /// The sum of quantities of a person from `first` to `last`, both included.
  ///
  /// - Complexity: O(1) but for the events of a month; O(log *events of the person*) where people are
  ///   many and events few.
  public func total(of person: Int, from first: Day, through last: Day) -> Double {
    guard first <= last else { return 0 }
    let upper = firstEvent(of: person, after: last)
    let lower = firstEvent(of: person, after: first.advanced(by: -1))
    guard upper > lower else { return 0 }
    guard !countsEvents else { return Double(upper - lower) }
    let before = lower > offsets[person] ? runningTotals[lower - 1] : 0
    return runningTotals[upper - 1] - before
  }

  /// The place of a person's first event after `day`, or the end of the person's events.
  func firstEvent(of person: Int, after day: Day) -> Int {
    var low = offsets[person]
    var high = offsets[person + 1]
    if let places {
      low += places.start(of: person, after: day)
      while low < high, days[low] <= day { low += 1 }
      return low
    }
    while low < high {
      let middle = (low + high) / 2
      if days[middle] <= day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
