/// People with an index date each, by arm, in matched sets: what a change is measured on.
///
/// One row is one *member*: a person at an index date. A control carries the pseudo-index date of
/// the set it joined; a control that serves in several sets has a row in each.
public struct Cohort: Sendable, Equatable {
  /// The row of each member in the register.
  public let persons: [Int]
  /// The index date, or pseudo-index date, of each member.
  public let indexDates: [Day]
  /// The arm of each member.
  public let arms: [Arm]
  /// The matched set of each member, counted from 0.
  public let sets: [Int]
  /// The match weight of each member.
  public let weights: [Double]

  /// Creates a cohort from columns of equal length.
  public init(
    persons: [Int], indexDates: [Day], arms: [Arm], sets: [Int], weights: [Double]
  ) {
    let count = persons.count
    precondition(
      indexDates.count == count && arms.count == count && sets.count == count
        && weights.count == count, "the columns of a cohort are of one length")
    self.persons = persons
    self.indexDates = indexDates
    self.arms = arms
    self.sets = sets
    self.weights = weights
  }

  /// The number of members.
  public var count: Int { persons.count }

  /// Whether some person serves in more than one set.
  public var sharesPeople: Bool { Set(persons).count < persons.count }
}
