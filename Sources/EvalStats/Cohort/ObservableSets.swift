/// The matched sets whose whole windows lie inside the days that records cover.
///
/// Administrative censoring is not death: a set of which the data show only a part would add
/// person-time of one season or of the long-lived alone, so it leaves with both its arms.
public struct ObservableSets: Sendable, Equatable {
  /// Why a set is left out.
  public enum Reason: String, Sendable, Codable, CaseIterable {
    /// The window before the index date begins before the records do.
    case beginsBeforeCoverage
    /// The window after the index date ends after the records do.
    case endsAfterCoverage
    /// Both.
    case exceedsCoverageOnBothSides

    /// The reason in words, for a flow of people.
    public var label: String {
      switch self {
      case .beginsBeforeCoverage: "the window before begins before the records"
      case .endsAfterCoverage: "the window after ends after the records"
      case .exceedsCoverageOnBothSides: "the windows exceed the records on both sides"
      }
    }
  }

  /// The rows of the cohort whose sets enter, in ascending order.
  public let members: [Int]
  /// The number of sets that enter.
  public let setCount: Int
  /// The number of sets left out, by reason; reasons that never applied are absent.
  public let excludedSetCounts: [Reason: Int]

  /// Judges every set of a cohort.
  ///
  /// - Parameters:
  ///   - cohort: Matched sets.
  ///   - windows: The windows that must be covered on both sides of every member's index date.
  ///   - coverage: The days on which the records are complete.
  /// - Complexity: O(*members*)
  public init(
    of cohort: Cohort, windows: PrePostWindows, coverage: ClosedRange<Day>
  ) {
    var faults: [Int: (early: Bool, late: Bool)] = [:]
    for member in 0..<cohort.count {
      let date = cohort.indexDates[member]
      let known = faults[cohort.sets[member]] ?? (false, false)
      faults[cohort.sets[member]] = (
        known.early || date.advanced(by: windows.before.firstDay) < coverage.lowerBound,
        known.late || date.advanced(by: windows.after.lastDay) > coverage.upperBound
      )
    }
    var counts: [Reason: Int] = [:]
    for fault in faults.values {
      switch fault {
      case (true, true): counts[.exceedsCoverageOnBothSides, default: 0] += 1
      case (true, false): counts[.beginsBeforeCoverage, default: 0] += 1
      case (false, true): counts[.endsAfterCoverage, default: 0] += 1
      case (false, false): break
      }
    }
    members = (0..<cohort.count).filter { member in
      faults[cohort.sets[member]].map { !$0.early && !$0.late } ?? false
    }
    setCount = faults.count - counts.values.reduce(0, +)
    excludedSetCounts = counts
  }

  /// The number of sets left out for any reason.
  public var excludedSetCount: Int { excludedSetCounts.values.reduce(0, +) }
}
