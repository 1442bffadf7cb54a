/// What an event of adult social care client-level data records.
///
/// Source: Adult Social Care Client Level Data specification (release 1 and 2), "Event Type".
public enum AscEventType: String, WordedCode {
  /// A request for support.
  case request = "Request"
  /// An assessment of needs.
  case assessment = "Assessment"
  /// A service that is provided; the only kind with a cost.
  case service = "Service"
  /// A review of a care plan.
  case review = "Review"

  /// None.
  public static var otherWordings: [String: AscEventType] { [:] }
}
