/// Dated values of one measurement, such as a monthly risk score, sorted by person and day.
///
/// The day is the one from which the value was known. Of two values of a person on one day the
/// later row counts.
public struct MeasurementLog: Sendable {
  /// `personCount + 1` places into the other columns.
  public let offsets: [Int]
  /// The day from which each value was known.
  public let days: [Day]
  /// The values.
  public let values: [Double]

  /// Creates a log from measurements in any order.
  ///
  /// - Complexity: O(*n* log *n*)
  public init(personCount: Int, persons: [Int], days: [Day], values: [Double]) {
    precondition(
      persons.count == days.count && values.count == days.count,
      "\(persons.count) persons, \(days.count) days and \(values.count) values")
    let order = persons.indices.sorted {
      (persons[$0], days[$0], $0) < (persons[$1], days[$1], $1)
    }
    var offsets = Array(repeating: 0, count: personCount + 1)
    for person in persons { offsets[person + 1] += 1 }
    for person in 0..<personCount { offsets[person + 1] += offsets[person] }
    self.offsets = offsets
    self.days = order.map { days[$0] }
    self.values = order.map { values[$0] }
  }

  /// A person's last value known before `day`, or `nil` if there is none.
  ///
  /// - Complexity: O(log *measurements of the person*)
  public func last(of person: Int, before day: Day) -> Double? {
    var low = offsets[person]
    var high = offsets[person + 1]
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low > offsets[person] ? values[low - 1] : nil
  }
}
