internal import EvalStats

/// Decides which settings a row counts in, by the national codes.
enum EventRule: Sendable {
  case attendance(category: ExtractCodes<AttendanceCategoryCode>)
  case spell(
    method: ExtractCodes<AdmissionMethodCode>, patientClass: ExtractCodes<PatientClassCode>,
    discharge: ExtractField<Day>)
  case appointment(attended: ExtractCodes<OutpatientAttendedCode>)
  /// Every row counts.
  case contact(SettingSet)

  private static let aAndE = SettingSet(.aAndE)
  private static let outpatient = SettingSet(.outpatient)
  private static let elective = SettingSet(.elective)
  private static let dayCase = SettingSet(.dayCase)
  private static let nonElective = SettingSet(.nonElective)
  private static let emergency = SettingSet([.nonElective, .emergency])

  init(_ kind: ExtractKind, _ columns: ExtractColumns) {
    switch kind {
    case .inpatient:
      self = .spell(
        method: columns.codes(
          "admission_method", of: AdmissionMethodCode.self,
          expected: "an admission method such as 11, 21 or 2A"),
        patientClass: columns.codes(
          "patient_class", of: PatientClassCode.self, expected: "a patient class from 1 to 5"),
        discharge: columns.days("discharge_date"))
    case .outpatient:
      self = .appointment(
        attended: columns.codes(
          "attended", of: OutpatientAttendedCode.self,
          expected: "an attendance code 0 or from 2 to 7"))
    case .ae:
      // A category that is not known (9 in older extracts) counts: the attendance took place.
      let lookup = CodeLookup(AttendanceCategoryCode.self)
      self = .attendance(
        category: ExtractCodes(
          columns.field("attendance_category", expected: "1, 2 or 3") { lookup[$0] ?? .first }))
    default: self = .contact(SettingSet(kind.settings))
    }
  }

  /// The settings a row counts in, at least one.
  @inline(__always)
  func settings(_ row: ExtractRow, day: Day) throws(RowProblem) -> SettingSet {
    switch self {
    case .contact(let settings):
      return settings
    case .attendance(let category):
      guard try category.optional(row)?.counts ?? true else {
        throw .outOfScope("planned follow-up attendance", column: category.name)
      }
      return Self.aAndE
    case .appointment(let attended):
      guard try attended.required(row).isAttended else {
        throw .outOfScope("appointment not attended", column: attended.name)
      }
      return Self.outpatient
    case .spell(let method, let patientClass, let discharge):
      let admission = try method.required(row)
      let stay = try patientClass.required(row)
      if let end = try discharge.optional(row), end < day {
        throw .fault(.endsBeforeStart(what: "a spell"), column: discharge.name)
      }
      guard admission.isElective else {
        return admission.isEmergency ? Self.emergency : Self.nonElective
      }
      switch stay {
      case .ordinary: return Self.elective
      case .dayCase: return Self.dayCase
      case .regularDay, .regularNight, .motherAndBabyAtDelivery:
        throw .outOfScope("regular day or night attender", column: patientClass.name)
      }
    }
  }
}
