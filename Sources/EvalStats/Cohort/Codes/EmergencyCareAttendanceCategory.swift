/// Whether an attendance of the Emergency Care Data Set was the first.
///
/// The numbers are not those of the older accident and emergency data (`AttendanceCategory`), where 2
/// is a planned follow-up.
///
/// Source: NHS Data Model and Dictionary, "Emergency Care Attendance Category" (CDS 6-2-3).
public enum EmergencyCareAttendanceCategory: String, NationalCode {
  /// Unplanned first attendance for a new condition or a chronic one that got worse.
  case unplannedFirst = "1"
  /// Unplanned follow-up within 7 days of a first attendance at this department.
  case unplannedFollowUpHere = "2"
  /// Unplanned follow-up within 7 days of a first attendance at another department.
  case unplannedFollowUpElsewhere = "3"
  /// Planned follow-up within 7 days of a first attendance at this department.
  case plannedFollowUp = "4"

  /// The category in the terms of the older data set, so that both can be counted alike.
  public var category: AttendanceCategory {
    switch self {
    case .unplannedFirst: .first
    case .unplannedFollowUpHere, .unplannedFollowUpElsewhere: .unplannedFollowUp
    case .plannedFollowUp: .plannedFollowUp
    }
  }
}
