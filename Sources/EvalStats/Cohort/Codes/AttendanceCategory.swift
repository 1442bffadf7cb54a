/// Whether an attendance at an accident and emergency department was the first: AEATTENDCAT.
///
/// The Emergency Care Data Set, which followed, numbers its categories otherwise: there 2 is an
/// *unplanned* follow-up and 4 a planned one (`EmergencyCareAttendanceCategory`). A code can be read
/// only with its data set.
///
/// Source: NHS Data Model and Dictionary, "A and E Attendance Category".
public enum AttendanceCategory: String, NationalCode {
  /// First attendance.
  case first = "1"
  /// Follow-up that was planned.
  case plannedFollowUp = "2"
  /// Follow-up that was not planned.
  case unplannedFollowUp = "3"

  /// Official statistics of attendances leave planned follow-ups out.
  public var counts: Bool { self != .plannedFollowUp }
}
