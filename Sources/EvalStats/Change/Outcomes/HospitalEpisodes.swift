/// Admitted care as extracts record it: one row an episode, of which one or more make a spell.
public struct HospitalEpisodes: Sendable, Equatable {
  /// The person of each episode, counted from 0.
  public let persons: [Int]
  /// The provider of each episode; any numbers that tell providers apart.
  public let providers: [Int]
  /// The first day of the spell the episode belongs to, as recorded.
  public let admissions: [Day]
  /// The last day of the episode; `nil` where it has not ended.
  public let ends: [Day?]
  /// Whether the admission method begins with 2.
  public let isEmergency: [Bool]
  /// Patient classification: 1 ordinary, 2 day case, 3 and 4 regular attender, 5 mother and baby.
  public let patientClasses: [Int]
  /// Whether the source of admission is another provider.
  public let arrivesByTransfer: [Bool]
  /// Whether the discharge is to another provider.
  public let leavesByTransfer: [Bool]
  /// Whether the episode ended in death.
  public let endsInDeath: [Bool]

  /// Creates columns of equal length; those not given are of ordinary admissions without transfers or
  /// deaths to a single provider.
  ///
  /// - Throws: `OutcomeError.endsBeforeStart`; `.invalidValue` for a negative person or a class out of
  ///   1…5.
  public init(
    persons: [Int], admissions: [Day], ends: [Day?], isEmergency: [Bool], providers: [Int]? = nil,
    patientClasses: [Int]? = nil, arrivesByTransfer: [Bool]? = nil,
    leavesByTransfer: [Bool]? = nil, endsInDeath: [Bool]? = nil
  ) throws(OutcomeError) {
    let count = persons.count
    let never = [Bool](repeating: false, count: count)
    self.persons = persons
    self.admissions = admissions
    self.ends = ends
    self.isEmergency = isEmergency
    self.providers = providers ?? [Int](repeating: 0, count: count)
    self.patientClasses = patientClasses ?? [Int](repeating: 1, count: count)
    self.arrivesByTransfer = arrivesByTransfer ?? never
    self.leavesByTransfer = leavesByTransfer ?? never
    self.endsInDeath = endsInDeath ?? never
    precondition(
      admissions.count == count && ends.count == count && isEmergency.count == count
        && self.providers.count == count && self.patientClasses.count == count
        && self.arrivesByTransfer.count == count && self.leavesByTransfer.count == count
        && self.endsInDeath.count == count, "columns of one length")
    for row in 0..<count {
      if persons[row] < 0 {
        throw .invalidValue(column: "persons", row: row, allowed: "0 or more")
      }
      if !(1...5).contains(self.patientClasses[row]) {
        throw .invalidValue(column: "patientClasses", row: row, allowed: "1 to 5")
      }
      if let end = ends[row], end < admissions[row] { throw .endsBeforeStart(row: row) }
    }
  }

  /// The number of episodes.
  public var count: Int { persons.count }
}
