/// Where a service was used; what is counted and costed apart.
public enum Setting: String, Sendable, Codable, CaseIterable {
  /// Attendances at accident and emergency departments.
  case aAndE
  /// Non-elective admissions as paid: every admission method but 11, 12 and 13.
  case nonElective
  /// Emergency admissions: admission methods beginning with 2. A part of `nonElective`.
  case emergency
  /// Elective ordinary admissions.
  case elective
  /// Elective day cases.
  case dayCase
  /// Outpatient appointments attended.
  case outpatient
  /// Council-funded adult social care.
  case adultSocialCare
  /// Contacts with general practice.
  case generalPractice
  /// Community health contacts.
  case community
  /// Mental health contacts.
  case mentalHealth
  /// Referrals to secondary mental health services.
  case mentalHealthReferral
  /// Safeguarding alerts (concerns) raised with the council.
  case safeguarding
  /// Ambulance incidents.
  case ambulance
  /// Admissions to community hospitals; with days as quantities, their bed days.
  case communityHospital
}
