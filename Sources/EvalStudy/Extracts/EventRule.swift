internal import EvalStats

/// The columns of an extract of events.
struct EventColumns {
  let date: String
  let required: [String]
  let optional: [String]

  init(_ kind: ExtractKind) {
    switch kind {
    case .inpatient:
      date = "admission_date"
      required = ["admission_date", "admission_method", "patient_class"]
      optional = ["discharge_date", "provider"]
    case .outpatient:
      date = "appointment_date"
      required = ["appointment_date", "attended"]
      optional = ["first_attendance", "provider"]
    default:
      date = "arrival_date"
      required = ["arrival_date"]
      optional = ["attendance_category", "department_type", "provider"]
    }
  }
}

/// Decides which settings a row counts in, by the national codes.
enum EventRule {
  case attendance(category: ExtractColumn<AttendanceCategory>)
  case spell(
    method: ExtractColumn<AdmissionMethod>, patientClass: ExtractColumn<PatientClass>,
    discharge: ExtractColumn<Day>)
  case appointment(attended: ExtractColumn<OutpatientAttended>)

  init(_ kind: ExtractKind, _ table: ExtractTable) {
    switch kind {
    case .inpatient:
      self = .spell(
        method: table.column(
          "admission_method", expected: "an admission method such as 11, 21 or 2A"
        ) { AdmissionMethod(text: $0) },
        patientClass: table.column("patient_class", expected: "a patient class from 1 to 5") {
          PatientClass(text: $0)
        }, discharge: table.days("discharge_date"))
    case .outpatient:
      self = .appointment(
        attended: table.column("attended", expected: "an attendance code 0 or from 2 to 7") {
          OutpatientAttended(text: $0)
        })
    default:
      // A category that is not known (9 in older extracts) counts: the attendance took place.
      self = .attendance(
        category: table.column("attendance_category", expected: "1, 2 or 3") {
          AttendanceCategory(text: $0) ?? .first
        })
    }
  }

  /// The settings a row counts in, at least one.
  func settings(_ row: Int, day: Day) throws(RowProblem) -> [Setting] {
    switch self {
    case .attendance(let category):
      guard try category.optional(row)?.counts ?? true else {
        throw .outOfScope("planned follow-up attendance", column: category.name)
      }
      return [.aAndE]
    case .appointment(let attended):
      guard try attended.requiredCode(row).isAttended else {
        throw .outOfScope("appointment not attended", column: attended.name)
      }
      return [.outpatient]
    case .spell(let method, let patientClass, let discharge):
      let admission = try method.requiredCode(row)
      let stay = try patientClass.requiredCode(row)
      if let end = try discharge.optional(row), end < day {
        throw .fault(.endsBeforeStart(what: "a spell"), column: discharge.name)
      }
      guard admission.isElective else {
        return admission.isEmergency ? [.nonElective, .emergency] : [.nonElective]
      }
      switch stay {
      case .ordinary: return [.elective]
      case .dayCase: return [.dayCase]
      case .regularDay, .regularNight, .motherAndBabyAtDelivery:
        throw .outOfScope("regular day or night attender", column: patientClass.name)
      }
    }
  }
}
