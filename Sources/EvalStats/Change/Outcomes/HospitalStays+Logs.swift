extension HospitalStays {
  /// Which stays are counted.
  public enum Selection: String, Sendable, Codable, CaseIterable {
    /// All but day cases.
    case overnightAndSameDay
    /// Emergency stays that are not day cases.
    case emergency
    /// Day cases too.
    case all
  }

  func includes(_ stay: Int, _ selection: Selection) -> Bool {
    switch selection {
    case .all: true
    case .overnightAndSameDay: !isDayCase[stay]
    case .emergency: isEmergency[stay] && !isDayCase[stay]
    }
  }

  /// Admissions on their day, for counts before and after.
  ///
  /// - Parameter endedOnly: Whether stays that have not ended are left out, as the denominator of
  ///   `lengths` needs.
  /// - Complexity: O(*n* log *n*)
  public func admissionLog(
    of selection: Selection, personCount: Int, endedOnly: Bool = false
  ) -> ActivityLog {
    let stays = (0..<count).filter {
      includes($0, selection) && (!endedOnly || discharges[$0] != nil)
    }
    return ActivityLog(
      personCount: personCount, persons: stays.map { persons[$0] },
      days: stays.map { admissions[$0] })
  }

  /// The length of each stay that has ended, on its day of admission: over `admissionLog(endedOnly:)`
  /// the mean length of the stays that began in a window.
  ///
  /// - Complexity: O(*n* log *n*)
  public func lengthLog(of selection: Selection, personCount: Int) -> ActivityLog {
    let stays = (0..<count).filter { includes($0, selection) && discharges[$0] != nil }
    return ActivityLog(
      personCount: personCount, persons: stays.map { persons[$0] },
      days: stays.map { admissions[$0] }, quantities: stays.map { Double(length(of: $0) ?? 0) })
  }

  /// Every night in hospital on its day: bed days per person, split at the edge of a window as they
  /// were lived.
  ///
  /// A stay that has not ended is counted up to `dataEnd`, the day it ends too where that is later.
  ///
  /// - Complexity: O(*bed days* log *bed days*)
  public func bedDayLog(
    of selection: Selection, personCount: Int, through dataEnd: Day
  ) -> ActivityLog {
    var people: [Int] = []
    var days: [Day] = []
    for stay in 0..<count where includes(stay, selection) {
      let end = min(discharges[stay] ?? dataEnd.advanced(by: 1), dataEnd.advanced(by: 1))
      var day = admissions[stay]
      while day < end {
        people.append(persons[stay])
        days.append(day)
        day = day.advanced(by: 1)
      }
    }
    return ActivityLog(personCount: personCount, persons: people, days: days)
  }

  /// How long stays were.
  public struct LengthSummary: Sendable, Equatable {
    /// Stays that have ended.
    public let stayCount: Int
    /// Stays that have not, whose length is not known: the longest are among them.
    public let unfinishedCount: Int
    /// Days in all stays.
    public let bedDays: Int
    /// The mean length in days.
    public let mean: Double
    /// The median length in days.
    public let median: Double
    /// The share of stays without a night.
    public let zeroDayShare: Double
  }

  /// The lengths of the stays of a selection.
  ///
  /// - Throws: `OutcomeError.tooFew` where none has ended.
  /// - Complexity: O(*n* log *n*)
  public func lengths(of selection: Selection) throws(OutcomeError) -> LengthSummary {
    let chosen = (0..<count).filter { includes($0, selection) }
    let lengths = chosen.compactMap { length(of: $0) }.sorted()
    guard !lengths.isEmpty else { throw .tooFew("stays that have ended", found: 0, needed: 1) }
    let total = lengths.reduce(0, +)
    return LengthSummary(
      stayCount: lengths.count, unfinishedCount: chosen.count - lengths.count, bedDays: total,
      mean: Double(total) / Double(lengths.count),
      median: Quantile.ofSorted(lengths.map(Double.init), at: 0.5),
      zeroDayShare: Double(lengths.count { $0 == 0 }) / Double(lengths.count))
  }
}
