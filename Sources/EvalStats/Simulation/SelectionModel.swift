/// Who is taken to the MDT: the mechanism that an evaluation must undo.
///
/// At each monthly meeting of a practice everyone eligible has the hazard exp(score). In each month
/// the places are filled without replacement with chances in proportion to the hazards, over all
/// practices at once. The score is linear in what the mechanism looks at.
public struct SelectionModel: Sendable, Equatable {
  /// What the choice is made on.
  public enum Mechanism: String, Sendable, Codable, CaseIterable {
    /// The use recorded up to the day before the meeting: given the record, chance.
    case recordedUse
    /// The need that no extract holds: frailty and whether the person is in a crisis.
    case latentNeed
    /// Both at once.
    case both
  }

  /// Which mechanism is at work.
  public var mechanism: Mechanism
  /// Per A&E attendance in the last 30 days.
  public var recentAttendance: Double
  /// Per non-elective admission in the last 30 days.
  public var recentAdmission: Double
  /// Per A&E attendance in the last 365 days.
  public var yearAttendance: Double
  /// Per non-elective admission in the last 365 days.
  public var yearAdmission: Double
  /// Per unit of log frailty (latent need only).
  public var logFrailty: Double
  /// While in a crisis (latent need only).
  public var inCrisis: Double
  /// Per long-term condition, under every mechanism.
  public var longTermCondition: Double
  /// Per ten years of age, under every mechanism.
  public var decadeOfAge: Double

  /// Creates a model; the default weights make a recent bad month the main reason for referral.
  public init(
    mechanism: Mechanism = .recordedUse, recentAttendance: Double = 0.4,
    recentAdmission: Double = 0.7, yearAttendance: Double = 0.08, yearAdmission: Double = 0.12,
    logFrailty: Double = 0.8, inCrisis: Double = 1.6, longTermCondition: Double = 0.15,
    decadeOfAge: Double = 0.15
  ) {
    self.mechanism = mechanism
    self.recentAttendance = recentAttendance
    self.recentAdmission = recentAdmission
    self.yearAttendance = yearAttendance
    self.yearAdmission = yearAdmission
    self.logFrailty = logFrailty
    self.inCrisis = inCrisis
    self.longTermCondition = longTermCondition
    self.decadeOfAge = decadeOfAge
  }
}
