/// The names that the columns of an extract have in a national data set.
///
/// A header is compared by its letters and digits alone, so that `Event_Start_Date`, `Event Start
/// Date` and `EVENTSTARTDATE` are one name.
public enum ExtractFormat: String, Sendable, CaseIterable {
  /// The names of `Documentation/protocol.md`.
  case standard
  /// Hospital Episode Statistics.
  ///
  /// Source: NHS England, HES data dictionary (accident and emergency, admitted patient care,
  /// outpatients).
  case hes
  /// Commissioning data sets of the Secondary Uses Service, as the national warehouse holds them.
  ///
  /// Source: tables of the SUS standard extract mart (A&E, spells and episodes, outpatients) as
  /// queried in published NHS code.
  case sus
  /// The Emergency Care Data Set, from 2019/20 on.
  ///
  /// Source: as for `sus`; NHS Data Model and Dictionary, CDS type 011.
  case ecds
  /// Client-level data of adult social care.
  ///
  /// Source: NHS England, adult social care client-level data specification.
  case clientLevelData = "asc-cld"

  /// The formats that a kind of extract can have.
  static func formats(of kind: ExtractKind) -> [ExtractFormat] {
    allCases.filter { $0 == .standard || !$0.headers(of: kind).isEmpty }
  }

  /// The names a column may have, the usual one first; none where the format does not know it.
  func headers(of kind: ExtractKind) -> [String: [String]] {
    switch (self, kind) {
    case (.standard, _): [:]
    case (.hes, .ae):
      Self.hesPerson.merging([
        "arrival_date": ["ARRIVALDATE"], "arrival_time": ["ARRIVALTIME"],
        "attendance_category": ["AEATTENDCAT"], "department_type": ["AEDEPTTYPE"],
        "provider": ["PROCODE3", "PROCODE", "PROCODET"],
      ]) { own, _ in own }
    case (.hes, .inpatient):
      Self.hesPerson.merging([
        "admission_date": ["ADMIDATE"], "discharge_date": ["DISDATE"],
        "admission_method": ["ADMIMETH"], "patient_class": ["CLASSPAT"],
        "provider": ["PROCODE3", "PROCODE", "PROCODET"], "episode_start": ["EPISTART"],
        "episode_end": ["EPIEND"], "episode_order": ["EPIORDER"],
        "admission_source": ["ADMISORC"], "discharge_destination": ["DISDEST"],
        "hrg": ["SUSHRG", "HRGLATE"],
      ]) { own, _ in own }
      .merging(Self.numbered("diagnosis", 20, ["DIAG_", "DIAG_4_", "DIAG_3_"])) { own, _ in own }
      .merging(Self.numbered("procedure", 24, ["OPERTN_", "OPERTN_4_", "OPERTN_3_"])) {
        own, _ in own
      }
    case (.hes, .outpatient):
      Self.hesPerson.merging([
        "appointment_date": ["APPTDATE"], "attended": ["ATTENDED"],
        "first_attendance": ["FIRSTATT"], "provider": ["PROCODE3", "PROCODE", "PROCODET"],
      ]) { own, _ in own }
    case (.sus, .ae):
      Self.susPerson.merging([
        "arrival_date": ["Arrival_Date"], "arrival_time": ["Arrival_Time"],
        "attendance_category": ["AEA_Attendance_Category", "AE_Attendance_Category"],
        "department_type": ["AEA_Department_Type", "AE_Department_Type"],
        "provider": ["Der_Provider_Code", "Provider_Code"],
      ]) { own, _ in own }
    case (.sus, .inpatient):
      Self.susPerson.merging([
        "admission_date": ["Admission_Date"], "discharge_date": ["Discharge_Date"],
        "admission_method": ["Admission_Method"], "patient_class": ["Patient_Classification"],
        "provider": ["Der_Provider_Code", "Provider_Code"],
        "episode_start": ["Episode_Start_Date"], "episode_end": ["Episode_End_Date"],
        "episode_order": ["Episode_Number"],
        "admission_source": ["Source_of_Admission"],
        "discharge_destination": ["Discharge_Destination"],
        "hrg": ["Spell_Core_HRG", "Der_Spell_HRG"],
        "diagnosis_1": ["Der_Primary_Diagnosis_Code", "Primary_Diagnosis_Code"],
      ]) { own, _ in own }
      .merging(Self.numbered("diagnosis", 20, ["Diagnosis_Code_"])) { own, _ in own }
    case (.sus, .outpatient):
      Self.susPerson.merging([
        "appointment_date": ["Appointment_Date"], "attended": ["Attendance_Status"],
        "first_attendance": ["First_Attendance"],
        "provider": ["Der_Provider_Code", "Provider_Code"],
      ]) { own, _ in own }
    case (.ecds, .ae):
      Self.susPerson.merging([
        "arrival_date": ["Arrival_Date", "Der_EC_Arrival_Date_Time"],
        "arrival_time": ["Arrival_Time"],
        "attendance_category": ["EC_AttendanceCategory", "EC_Attendance_Category"],
        "department_type": ["EC_Department_Type"],
        "provider": ["Der_Provider_Code", "Provider_Code"],
      ]) { own, _ in own }
    case (.clientLevelData, .ascPackages):
      [
        "person_id": ["Der_Pseudo_NHS_Number", "NHS_Number_Pseudo", "Pseudo_NHS_Number"],
        "event_type": ["Event_Type"], "service_type": ["Service_Type"],
        "support_reason": ["Primary_Support_Reason"], "start_date": ["Event_Start_Date"],
        "end_date": ["Event_End_Date"], "unit_cost": ["Unit_Cost"],
        "cost_frequency": ["Cost_Frequency_(Unit_Type)", "Cost_Frequency"],
        "planned_units": ["Planned_Units_Per_Week"],
      ]
    default: [:]
    }
  }

  private static let hesPerson = [
    "person_id": ["ENCRYPTED_HESID", "TOKEN_PERSON_ID", "PSEUDO_HESID"]
  ]

  private static let susPerson = ["person_id": ["Der_Pseudo_NHS_Number", "Pseudo_NHS_Number"]]

  /// `DIAG_01`, `DIAG_1` and so on under each prefix.
  private static func numbered(
    _ column: String, _ count: Int, _ prefixes: [String]
  ) -> [String: [String]] {
    Dictionary(
      uniqueKeysWithValues: (1...count).map { number in
        (
          "\(column)_\(number)",
          prefixes.flatMap { [$0 + (number < 10 ? "0\(number)" : "\(number)"), "\($0)\(number)"] }
        )
      })
  }

  /// A header reduced to its letters and digits, in small letters.
  static func reduced(_ header: String) -> String {
    header.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
