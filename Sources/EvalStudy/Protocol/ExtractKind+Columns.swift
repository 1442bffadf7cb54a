extension ExtractKind {
  /// The column of the day of an event.
  var dateColumn: String {
    switch self {
    case .ae: "arrival_date"
    case .inpatient: "admission_date"
    case .outpatient: "appointment_date"
    case .ambulance: "incident_date"
    case .mentalHealthReferrals: "referral_date"
    case .safeguarding: "alert_date"
    default: "contact_date"
    }
  }

  /// The columns that must be there, under the names EvalStats knows them by.
  var requiredColumns: [String] {
    switch self {
    case .persons: ["person_id", "birth_date", "sex"]
    case .registrations: ["person_id", "registered_from", "registered_to"]
    case .areas: ["lsoa", "imd_decile"]
    case .mdtContacts: ["person_id", "contact_date"]
    case .inpatient: ["person_id", "admission_date", "admission_method", "patient_class"]
    case .outpatient: ["person_id", "appointment_date", "attended"]
    case .ascPackages: ["person_id", "start_date", "end_date"]
    case .ascSummary: ["quarter", "support_reason", "people", "cost"]
    case .riskScores: ["person_id", "month", "score"]
    case .unitCosts: ["setting", "unit", "year", "value", "source"]
    case .ae, .generalPractice, .community, .ambulance, .mentalHealth, .mentalHealthReferrals,
      .safeguarding:
      ["person_id", dateColumn]
    }
  }

  /// The columns that may be there.
  var optionalColumns: [String] {
    switch self {
    case .persons:
      [
        "registered_from", "registered_to", "death_date", "practice", "network", "imd_decile",
        "long_term_conditions", "lsoa",
      ]
    case .registrations: ["practice"]
    case .mdtContacts: ["network", "site", "referral_source"]
    case .ae: ["arrival_time", "attendance_category", "department_type", "provider"]
    case .inpatient:
      [
        "discharge_date", "provider", "episode_start", "episode_end", "episode_order",
        "admission_source", "discharge_destination", "hrg",
      ] + Self.diagnosisColumns + Self.procedureColumns
    case .outpatient: ["first_attendance", "provider"]
    case .ascPackages:
      [
        "weekly_cost", "service_type", "support_reason", "event_type", "unit_cost",
        "cost_frequency", "planned_units",
      ]
    case .generalPractice, .community, .ambulance, .mentalHealth, .mentalHealthReferrals:
      ["provider"]
    case .areas, .ascSummary, .safeguarding, .riskScores, .unitCosts: []
    }
  }

  /// The columns EvalStats reads, under the names it knows them by.
  public var columns: [String] { requiredColumns + optionalColumns }

  /// `diagnosis_1` to `diagnosis_20`.
  static let diagnosisColumns = (1...20).map { "diagnosis_\($0)" }

  /// `procedure_1` to `procedure_24`.
  static let procedureColumns = (1...24).map { "procedure_\($0)" }
}
