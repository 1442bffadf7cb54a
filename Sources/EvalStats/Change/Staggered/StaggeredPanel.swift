/// People by calendar month: events, person-time and the month in which each was first taken on.
///
/// Months are whole numbers in calendar order, such as 12 · year + month. A person has one start, one
/// weight and one cluster; a month in which they were not observed needs no row.
public struct StaggeredPanel: Sendable, Equatable {
  /// The person of each row.
  public let persons: [Int]
  /// The calendar month of each row.
  public let months: [Int]
  /// The month in which the row's person was first taken on; `nil` if never.
  public let starts: [Int?]
  /// Events (or pounds, or bed days) in the month.
  public let events: [Double]
  /// Person-months observed in the month.
  public let time: [Double]
  /// The weight of the row's person: a match weight, or an inverse probability.
  public let weights: [Double]
  /// The cluster of the row's person.
  public let clusters: [Int]

  /// Creates a panel from columns of equal length.
  ///
  /// - Parameters:
  ///   - weights: 1 unless given.
  ///   - clusters: The persons themselves unless given.
  public init(
    persons: [Int], months: [Int], starts: [Int?], events: [Double], time: [Double],
    weights: [Double]? = nil, clusters: [Int]? = nil
  ) {
    let count = persons.count
    precondition(
      months.count == count && starts.count == count && events.count == count
        && time.count == count && weights.map { $0.count == count } ?? true
        && clusters.map { $0.count == count } ?? true, "the columns of a panel are of one length")
    self.persons = persons
    self.months = months
    self.starts = starts
    self.events = events
    self.time = time
    self.weights = weights ?? Array(repeating: 1, count: count)
    self.clusters = clusters ?? persons
  }

  /// The number of rows.
  public var count: Int { persons.count }
}
