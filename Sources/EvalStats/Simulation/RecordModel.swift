/// What the extracts fail to hold of what happened.
///
/// An event *d* days before the end of coverage is not yet recorded with probability `lateShare` ·
/// exp(−d / `lateDays`), whoever it belongs to. Independently an event of a person taken on, on a
/// day after the index date, is missing with probability `missingAfterIndex`: a fault of linkage
/// that looks like an effect. The truth stays as simulated; only the record loses rows.
public struct RecordModel: Sendable, Equatable {
  /// Share not yet recorded on the last day of coverage.
  public var lateShare: Double
  /// Days in which that share falls by the factor e.
  public var lateDays: Double
  /// Share of the treated's events after the index date that is never recorded.
  public var missingAfterIndex: Double

  /// Creates a model; by default the record is complete.
  public init(lateShare: Double = 0, lateDays: Double = 30, missingAfterIndex: Double = 0) {
    precondition(
      (0...1).contains(lateShare) && (0...1).contains(missingAfterIndex) && lateDays > 0,
      "shares between 0 and 1")
    self.lateShare = lateShare
    self.lateDays = lateDays
    self.missingAfterIndex = missingAfterIndex
  }
}
