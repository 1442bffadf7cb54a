public import EvalStats

/// The kinds of extract a study can hold.
public enum ExtractKind: String, Sendable, CaseIterable, Comparable {
  /// The register of people.
  case persons
  /// Stretches on the register, several a person.
  case registrations
  /// Deprivation by small area.
  case areas
  /// Contacts with the multidisciplinary team; a person's first is the index date.
  case mdtContacts = "mdt_contacts"
  /// Attendances at accident and emergency departments.
  case ae
  /// Hospital spells, or the episodes they are made of.
  case inpatient
  /// Outpatient appointments.
  case outpatient
  /// Contacts with general practice.
  case generalPractice = "gp"
  /// Community health contacts.
  case community
  /// Ambulance incidents.
  case ambulance
  /// Mental health contacts.
  case mentalHealth = "mental_health"
  /// Referrals to secondary mental health services.
  case mentalHealthReferrals = "mental_health_referrals"
  /// Packages of adult social care.
  case ascPackages = "asc_packages"
  /// Adult social care as quarterly totals.
  case ascSummary = "asc_summary"
  /// Safeguarding alerts.
  case safeguarding
  /// Monthly risk scores.
  case riskScores = "risk_scores"
  /// What a unit of activity costs.
  case unitCosts = "unit_costs"

  /// The order of the cases: extracts are read and reported in it.
  public static func < (left: ExtractKind, right: ExtractKind) -> Bool {
    left.place < right.place
  }

  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether its rows are people, or meetings of few people with the team, and are counted as such.
  var holdsPeople: Bool { self == .persons || self == .mdtContacts || self == .registrations }

  /// The kinds that stand under `sources`: unit costs stand under `costs`.
  static let extracts = allCases.filter { $0 != .unitCosts }

  /// The kinds whose rows are dated events of a person.
  static let events = allCases.filter { !$0.eventSettings.isEmpty }

  /// The settings whose activity the extract records.
  public var settings: [Setting] {
    self == .ascPackages ? [.adultSocialCare] : eventSettings
  }

  /// The settings a row may count in as one event.
  var eventSettings: [Setting] {
    switch self {
    case .ae: [.aAndE]
    case .inpatient: [.nonElective, .emergency, .elective, .dayCase]
    case .outpatient: [.outpatient]
    case .generalPractice: [.generalPractice]
    case .community: [.community]
    case .ambulance: [.ambulance]
    case .mentalHealth: [.mentalHealth]
    case .mentalHealthReferrals: [.mentalHealthReferral]
    case .safeguarding: [.safeguarding]
    case .persons, .registrations, .areas, .mdtContacts, .ascPackages, .ascSummary, .riskScores,
      .unitCosts:
      []
    }
  }

  /// What readers call the source.
  var label: String {
    switch self {
    case .persons: "Register of people"
    case .registrations: "Registrations"
    case .areas: "Deprivation of areas"
    case .mdtContacts: "MDT contacts"
    case .ae: "A&E attendances"
    case .inpatient: "Hospital admissions"
    case .outpatient: "Outpatient appointments"
    case .generalPractice: "GP contacts"
    case .community: "Community contacts"
    case .ambulance: "Ambulance incidents"
    case .mentalHealth: "Mental health contacts"
    case .mentalHealthReferrals: "Mental health referrals"
    case .ascPackages: "Adult social care packages"
    case .ascSummary: "Adult social care, quarterly totals"
    case .safeguarding: "Safeguarding alerts"
    case .riskScores: "Risk scores"
    case .unitCosts: "Unit costs"
    }
  }
}
