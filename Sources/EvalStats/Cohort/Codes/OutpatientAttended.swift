/// Whether an outpatient appointment took place: ATTENDED.
///
/// Source: NHS Data Model and Dictionary, "Attended Or Did Not Attend".
public enum OutpatientAttended: String, NationalCode {
  /// Cancelled by, or on behalf of, the patient.
  case cancelledByPatient = "2"
  /// Did not attend and gave no warning.
  case didNotAttend = "3"
  /// Cancelled or postponed by the provider.
  case cancelledByProvider = "4"
  /// On time, or late but before the clinic ended, and seen.
  case seen = "5"
  /// Late, after the clinic should have ended, but seen.
  case arrivedLateButSeen = "6"
  /// Late and could not be seen.
  case arrivedLateNotSeen = "7"
  /// The appointment lies in the future.
  case notYetDue = "0"

  /// Only appointments at which the patient was seen count.
  public var isAttended: Bool { self == .seen || self == .arrivedLateButSeen }
}
