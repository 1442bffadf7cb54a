internal import EvalLinearAlgebra

/// Where a person's events stand around any day: running counts at the start of every 32 days.
///
/// To find how many events lie up to a day is one look-up and a step over the events of the same 32
/// days, whatever the length of the records: a constant, since people use a service few times a month.
struct EventPlaces: Sendable {
  /// The first day of the first stretch, counted from 1970-01-01.
  private let origin: Int32
  private let stretchCount: Int
  /// Events of a person before each stretch, `stretchCount` numbers a person, task by task.
  private let counts: [[UInt16]]

  private static let stretchBits: Int32 = 5
  /// Counts are kept where there are at most so many of them for each event.
  private static let mostCountsPerEvent = 8

  /// `nil` where counts would take more room than they are worth, or a person has more events than
  /// they can hold.
  ///
  /// - Complexity: O(*events* + *people* · *stretches*)
  init?(offsets: [Int], days: [Day]) {
    guard let first = days.min(), let last = days.max() else { return nil }
    let personCount = offsets.count - 1
    let stretchCount = first.distance(to: last) >> Self.stretchBits + 1
    let (size, isTooLarge) = personCount.multipliedReportingOverflow(by: stretchCount)
    guard !isTooLarge, size / Self.mostCountsPerEvent <= days.count else { return nil }
    for person in 0..<personCount
    where offsets[person + 1] - offsets[person] > Int(UInt16.max) {
      return nil
    }
    let origin = first.daysSinceEpoch
    counts = RowTasks.parts(rowCount: personCount) { people in
      var counts = [UInt16](repeating: 0, count: people.count * stretchCount)
      var place = 0
      for person in people {
        let start = offsets[person]
        let end = place + stretchCount
        // Up to the stretch of an event only those before it count.
        for event in start..<offsets[person + 1] {
          let stretch = Int((days[event].daysSinceEpoch - origin) >> Self.stretchBits)
          while place <= end - stretchCount + stretch {
            counts[place] = UInt16(event - start)
            place += 1
          }
        }
        while place < end {
          counts[place] = UInt16(offsets[person + 1] - start)
          place += 1
        }
      }
      return counts
    }
    self.origin = origin
    self.stretchCount = stretchCount
  }

  /// From which of a person's events on to look for those after a day.
  @inline(__always)
  func start(of person: Int, after day: Day) -> Int {
    let stretch = Int((day.daysSinceEpoch &- origin) >> Self.stretchBits)
    if stretch <= 0 { return 0 }
    let (task, own) = person.quotientAndRemainder(dividingBy: RowTasks.rowCount)
    return Int(counts[task][own * stretchCount + min(stretch, stretchCount - 1)])
  }
}
