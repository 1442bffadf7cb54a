/// Whether an outpatient attendance was the first of its series: FIRSTATT.
///
/// Source: NHS Data Model and Dictionary, "First Attendance". Code 5, an administrative event that
/// stops a waiting-time clock, is no attendance and so none of these.
public enum FirstAttendance: String, NationalCode {
  /// First, face to face.
  case firstFaceToFace = "1"
  /// Follow-up, face to face.
  case followUpFaceToFace = "2"
  /// First, by telephone or video.
  case firstRemote = "3"
  /// Follow-up, by telephone or video.
  case followUpRemote = "4"

  /// Codes 1 and 3.
  public var isFirst: Bool { self == .firstFaceToFace || self == .firstRemote }
  /// Codes 3 and 4.
  public var isRemote: Bool { self == .firstRemote || self == .followUpRemote }
}
