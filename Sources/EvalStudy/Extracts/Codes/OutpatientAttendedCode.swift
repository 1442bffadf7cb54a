/// Whether an outpatient appointment took place: ATTENDED.
///
/// Source: NHS Data Model and Dictionary, "Attended Or Did Not Attend Code".
enum OutpatientAttendedCode: String, Sendable, CaseIterable {
  case cancelledByPatient = "2"
  case didNotAttend = "3"
  case cancelledByProvider = "4"
  case seen = "5"
  case arrivedLateButSeen = "6"
  case arrivedLateNotSeen = "7"
  case notYetDue = "0"

  /// Only appointments at which the patient was seen count.
  var isAttended: Bool { self == .seen || self == .arrivedLateButSeen }
}
