public import EvalStats

extension Setting {
  /// What readers call it.
  public var label: String {
    switch self {
    case .aAndE: "A&E attendances"
    case .nonElective: "Non-elective admissions"
    case .emergency: "Emergency admissions"
    case .elective: "Elective admissions"
    case .dayCase: "Day cases"
    case .outpatient: "Outpatient attendances"
    case .adultSocialCare: "Adult social care"
    case .generalPractice: "GP contacts"
    case .community: "Community contacts"
    case .mentalHealth: "Mental health contacts"
    case .mentalHealthReferral: "Mental health referrals"
    case .safeguarding: "Safeguarding alerts"
    case .ambulance: "Ambulance incidents"
    case .communityHospital: "Community hospital admissions"
    }
  }

  /// What is counted, in the plural.
  public var unit: String {
    switch self {
    case .aAndE, .outpatient: "attendances"
    case .nonElective, .emergency, .elective, .communityHospital: "admissions"
    case .dayCase: "day cases"
    case .adultSocialCare: "pounds"
    case .generalPractice, .community, .mentalHealth: "contacts"
    case .mentalHealthReferral: "referrals"
    case .ambulance: "incidents"
    case .safeguarding: "alerts"
    }
  }
}
