/// Finished and unfinished consultant episodes, one row each, in any order.
///
/// A patient who passes from one consultant to another has two episodes in one stay. Only
/// `HospitalSpells` can be counted.
public struct ConsultantEpisodes: Sendable {
  /// The number of people in the register.
  public let personCount: Int
  /// The row of the person in the register.
  public let persons: [Int32]
  /// A code of the provider; `unknownProvider` where it is not known.
  public let providers: [Int32]
  /// Day of admission to the spell.
  public let admissions: [Day]
  /// First day of the episode.
  public let starts: [Day]
  /// Last day of the episode; `nil` while it lasts.
  public let ends: [Day?]
  /// Day of discharge from the spell; `nil` if it is not over or this is not its last episode.
  public let discharges: [Day?]
  /// How the patient was admitted; `nil` if not known.
  public let methods: [AdmissionMethod?]
  /// How long the patient was meant to stay; `nil` if not known.
  public let classes: [PatientClass?]
  /// The place of the episode in its spell, from 1; 0 if not known.
  public let orders: [Int32]
  /// Whether the patient came from another provider's bed: admission method 2B or 81, or source 51,
  /// 52 or 53.
  public let arrivesByTransfer: [Bool]
  /// Whether the patient went to another provider's bed: destination 51, 52 or 53.
  public let leavesByTransfer: [Bool]
  /// Whether the patient died in hospital: discharge method 4 or 5, or destination 79.
  public let endsInDeath: [Bool]

  /// The provider that is not known. All unknown providers are taken for one, so that joining rests
  /// on the dates alone.
  public static let unknownProvider: Int32 = -1

  /// Creates episodes from columns of equal length.
  ///
  /// - Throws: `HospitalError` for the first row whose dates or person cannot be.
  /// - Complexity: O(*episodes*)
  public init(
    personCount: Int, persons: [Int32], providers: [Int32], admissions: [Day], starts: [Day],
    ends: [Day?], discharges: [Day?], methods: [AdmissionMethod?], classes: [PatientClass?],
    orders: [Int32]? = nil, sources: [AdmissionSource?]? = nil,
    destinations: [DischargeDestination?]? = nil, dischargeMethods: [DischargeMethod?]? = nil
  ) throws(HospitalError) {
    let count = persons.count
    precondition(
      providers.count == count && admissions.count == count && starts.count == count
        && ends.count == count && discharges.count == count && methods.count == count
        && classes.count == count && orders?.count ?? count == count
        && sources?.count ?? count == count && destinations?.count ?? count == count
        && dischargeMethods?.count ?? count == count && count < Int(Int32.max),
      "the columns of episodes are of one length")
    for row in 0..<count {
      guard persons[row] >= 0, persons[row] < personCount else {
        throw .unknownPerson(row: row, personCount: personCount)
      }
      if let end = ends[row], end < starts[row] { throw .episodeEndsBeforeStart(row: row) }
      if let discharge = discharges[row], discharge < admissions[row] {
        throw .dischargedBeforeAdmission(row: row)
      }
      if starts[row] < admissions[row] { throw .episodeStartsBeforeAdmission(row: row) }
    }
    self.personCount = personCount
    self.persons = persons
    self.providers = providers
    self.admissions = admissions
    self.starts = starts
    self.ends = ends
    self.discharges = discharges
    self.methods = methods
    self.classes = classes
    self.orders = orders ?? Array(repeating: 0, count: count)
    arrivesByTransfer = (0..<count).map {
      methods[$0]?.isTransfer == true || sources?[$0]?.isTransfer == true
    }
    leavesByTransfer = (0..<count).map { destinations?[$0]?.isTransfer == true }
    endsInDeath = (0..<count).map {
      dischargeMethods?[$0]?.isDeath == true || destinations?[$0]?.isDeath == true
    }
  }

  /// The number of rows.
  public var count: Int { persons.count }
}
