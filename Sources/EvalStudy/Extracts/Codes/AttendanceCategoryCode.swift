/// Whether an attendance at an accident and emergency department was the first: AEATTENDCAT.
///
/// Source: NHS Data Model and Dictionary, "A and E Attendance Category Code"; the Emergency Care
/// Data Set keeps the three categories.
enum AttendanceCategoryCode: String, Sendable, CaseIterable {
  case first = "1"
  case plannedFollowUp = "2"
  case unplannedFollowUp = "3"

  /// Official statistics of attendances leave planned follow-ups out.
  var counts: Bool { self != .plannedFollowUp }
}
