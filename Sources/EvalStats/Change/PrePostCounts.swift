/// Events and person-time before and after the index date, one row a member of a cohort.
///
/// Everything that estimates a rate of change takes this and nothing else, so that a caller with a
/// table of their own can use the estimators without a register or extracts.
public struct PrePostCounts: Sendable, Equatable {
  /// The arm of each member.
  public let arms: [Arm]
  /// The matched set of each member.
  public let sets: [Int]
  /// The person behind each member; differs from the row only where people serve twice.
  public let persons: [Int]
  /// The match weight of each member.
  public let weights: [Double]
  /// Events (or pounds, or bed days) before the index date.
  public let before: [Double]
  /// Person-months before the index date.
  public let timeBefore: [Double]
  /// Events after the index date.
  public let after: [Double]
  /// Person-months after the index date.
  public let timeAfter: [Double]

  /// Creates counts from columns of equal length.
  public init(
    arms: [Arm], sets: [Int], persons: [Int], weights: [Double], before: [Double],
    timeBefore: [Double], after: [Double], timeAfter: [Double]
  ) {
    let count = arms.count
    precondition(
      sets.count == count && persons.count == count && weights.count == count
        && before.count == count && timeBefore.count == count && after.count == count
        && timeAfter.count == count, "the columns of the counts are of one length")
    self.arms = arms
    self.sets = sets
    self.persons = persons
    self.weights = weights
    self.before = before
    self.timeBefore = timeBefore
    self.after = after
    self.timeAfter = timeAfter
  }

  /// The number of members.
  public var count: Int { arms.count }
}
