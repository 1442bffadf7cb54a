public import EvalStats

extension StudyProtocol {
  /// The extracts of a study and how they are written.
  public struct Sources: Sendable, Equatable {
    /// What happens to a row that cannot be used.
    public var badRows: BadRowPolicy
    /// The files that were named.
    public var extracts: [ExtractKind: Source]
  }

  /// What happens to a row that cannot be used.
  public enum BadRowPolicy: String, Sendable, Equatable, CaseIterable {
    /// The run stops and names the row.
    case error
    /// The row is left out and counted with its reason.
    case refuse
  }

  /// One extract.
  public struct Source: Sendable, Equatable {
    /// The file, relative to the folder of the protocol.
    public var file: String
    /// How its dates are written.
    public var dates: DateOrder
    /// The names its columns have, by the name EvalStats knows them under.
    public var columns: [String: String]

    /// The name a column has in the file.
    func column(_ standardName: String) -> String { columns[standardName] ?? standardName }
  }

  /// How dates are written.
  public enum DateOrder: String, Sendable, Equatable, CaseIterable {
    /// `2016-04-01`.
    case iso
    /// `01/04/2016`.
    case uk
  }
}

/// The kinds of extract a study can hold.
public enum ExtractKind: String, Sendable, CaseIterable, Comparable {
  /// The register of people.
  case persons
  /// Contacts with the multidisciplinary team; a person's first is the index date.
  case mdtContacts = "mdt_contacts"
  /// Attendances at accident and emergency departments.
  case ae
  /// Hospital spells.
  case inpatient
  /// Outpatient appointments.
  case outpatient
  /// Packages of adult social care.
  case ascPackages = "asc_packages"
  /// Adult social care as quarterly totals.
  case ascSummary = "asc_summary"
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
  var holdsPeople: Bool { self == .persons || self == .mdtContacts }

  /// The kinds that stand under `sources`: unit costs stand under `costs`.
  static let extracts = allCases.filter { $0 != .unitCosts }

  /// The columns EvalStats reads, under the names it knows them by.
  public var columns: [String] {
    switch self {
    case .persons:
      [
        "person_id", "birth_date", "sex", "practice", "network", "imd_decile",
        "long_term_conditions", "registered_from", "registered_to", "death_date",
      ]
    case .mdtContacts: ["person_id", "contact_date", "network", "referral_source"]
    case .ae:
      ["person_id", "arrival_date", "attendance_category", "department_type", "provider"]
    case .inpatient:
      [
        "person_id", "admission_date", "discharge_date", "admission_method", "patient_class",
        "provider",
      ]
    case .outpatient:
      ["person_id", "appointment_date", "attended", "first_attendance", "provider"]
    case .ascPackages:
      ["person_id", "service_type", "support_reason", "start_date", "end_date", "weekly_cost"]
    case .ascSummary: ["quarter", "support_reason", "people", "cost"]
    case .riskScores: ["person_id", "month", "score"]
    case .unitCosts: ["setting", "unit", "year", "value", "source"]
    }
  }

  /// The settings whose activity the extract records.
  public var settings: [Setting] {
    switch self {
    case .ae: [.aAndE]
    case .inpatient: [.nonElective, .emergency, .elective, .dayCase]
    case .outpatient: [.outpatient]
    case .ascPackages: [.adultSocialCare]
    case .persons, .mdtContacts, .ascSummary, .riskScores, .unitCosts: []
    }
  }

  /// The names the columns have in the national Hospital Episode Statistics extracts.
  ///
  /// Source: NHS Digital, HES data dictionary (accident and emergency, admitted patient care,
  /// outpatients).
  var hospitalEpisodeStatisticsColumns: [String: String] {
    switch self {
    case .ae:
      [
        "person_id": "ENCRYPTED_HESID", "arrival_date": "ARRIVALDATE",
        "attendance_category": "AEATTENDCAT", "department_type": "AEDEPTTYPE",
        "provider": "PROCODE3",
      ]
    case .inpatient:
      [
        "person_id": "ENCRYPTED_HESID", "admission_date": "ADMIDATE",
        "discharge_date": "DISDATE", "admission_method": "ADMIMETH",
        "patient_class": "CLASSPAT", "provider": "PROCODE3",
      ]
    case .outpatient:
      [
        "person_id": "ENCRYPTED_HESID", "appointment_date": "APPTDATE", "attended": "ATTENDED",
        "first_attendance": "FIRSTATT", "provider": "PROCODE3",
      ]
    default: [:]
    }
  }
}
