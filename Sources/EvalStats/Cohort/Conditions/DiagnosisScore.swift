/// A score that diagnoses recorded in hospital make of a person, as it was known on a date.
public enum DiagnosisScore: String, Sendable, Codable, CaseIterable {
  /// The Charlson index with the updated weights, of all admissions that ended before the date.
  case charlson
  /// The Hospital Frailty Risk Score, of admissions that ended in the two years before the date.
  case frailty
  /// The number of long-term conditions, of all admissions that ended before the date.
  case longTermConditions = "long_term_conditions"

  /// The conditions that the score is made of.
  public var conditions: ConditionList {
    switch self {
    case .charlson: CharlsonIndex.conditions
    case .frailty: HospitalFrailtyRiskScore.conditions
    case .longTermConditions: LongTermConditions.conditions
    }
  }

  /// The days before the date that the score reads; `nil` for all there are.
  public var lookBackDays: Int? {
    self == .frailty ? HospitalFrailtyRiskScore.lookBackDays : nil
  }

  /// The score of a person as it was known before a date, from the log of its own conditions.
  public func value(of person: Int, before date: Day, in log: DiagnosisLog) -> Double {
    switch self {
    case .charlson: Double(log.charlsonIndex(of: person, before: date))
    case .frailty: log.frailtyRiskScore(of: person, before: date)
    case .longTermConditions: Double(log.longTermConditionCount(of: person, before: date))
    }
  }
}
