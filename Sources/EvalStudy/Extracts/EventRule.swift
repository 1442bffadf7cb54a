internal import EvalStats

/// Decides which settings a row counts in, by the national codes.
struct EventRule: Sendable {
  private let record: Record
  /// The settings of a contact.
  private let contact: SettingSet
  private let category: ExtractField<AttendanceCategory>
  private let department: ExtractCodes<DepartmentType>
  private let attended: ExtractCodes<OutpatientAttended>
  private let method: ExtractCodes<AdmissionMethod>
  private let patientClass: ExtractCodes<PatientClass>
  private let discharge: ExtractField<Day>

  /// What a row records; each has columns of its own.
  private enum Record {
    case attendance
    case spell
    case appointment
    /// Every row counts.
    case contact
  }

  private static let aAndE = SettingSet(.aAndE)
  private static let outpatient = SettingSet(.outpatient)
  private static let elective = SettingSet(.elective)
  private static let dayCase = SettingSet(.dayCase)
  private static let nonElective = SettingSet(.nonElective)
  private static let emergency = SettingSet([.nonElective, .emergency])

  init(_ kind: ExtractKind, _ columns: ExtractColumns) {
    record =
      switch kind {
      case .inpatient: .spell
      case .outpatient: .appointment
      case .ae: .attendance
      default: .contact
      }
    contact = SettingSet(kind.settings)
    category = Self.attendanceCategory(columns)
    department = columns.codes(
      "department_type", of: DepartmentType.self, expected: "a department type from 1 to 5")
    attended = columns.codes(
      "attended", of: OutpatientAttended.self, expected: "an attendance code 0 or from 2 to 7")
    method = columns.codes(
      "admission_method", of: AdmissionMethod.self,
      expected: "an admission method such as 11, 21 or 2A")
    patientClass = columns.codes(
      "patient_class", of: PatientClass.self, expected: "a patient class from 1 to 5")
    discharge = columns.days("discharge_date")
  }

  /// The category in the terms of the older data set, whichever the source is.
  ///
  /// A category that is not known (9 in older extracts) counts: the attendance took place.
  private static func attendanceCategory(
    _ columns: ExtractColumns
  ) -> ExtractField<AttendanceCategory> {
    let older = CodeLookup(AttendanceCategory.self)
    let newer = CodeLookup(EmergencyCareAttendanceCategory.self)
    let isNewer = columns.source.format == .ecds
    return columns.field("attendance_category", expected: "an attendance category") { bytes in
      isNewer ? newer[bytes]?.category ?? .first : older[bytes] ?? .first
    }
  }

  /// The settings a row counts in, at least one.
  @inline(__always)
  func settings(_ row: ExtractRow, day: Day) throws(RowProblem) -> SettingSet {
    switch record {
    case .contact: return contact
    case .attendance: return try attendance(row)
    case .appointment:
      guard try attended.required(row).isAttended else {
        throw .outOfScope("appointment not attended", column: attended.name)
      }
      return Self.outpatient
    case .spell: return try spell(row, day: day)
    }
  }

  private func attendance(_ row: ExtractRow) throws(RowProblem) -> SettingSet {
    guard try category.optional(row)?.counts ?? true else {
      throw .outOfScope("planned follow-up attendance", column: category.name)
    }
    if try department.optional(row) == .sameDayEmergencyCare {
      throw .outOfScope("same-day emergency care, not an A&E attendance", column: department.name)
    }
    return Self.aAndE
  }

  private func spell(_ row: ExtractRow, day: Day) throws(RowProblem) -> SettingSet {
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
