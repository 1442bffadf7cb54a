/// The kind of a service in adult social care client-level data.
///
/// Source: Adult Social Care Client Level Data specification (release 2), "Service Type".
public enum AscServiceType: String, WordedCode {
  /// Long-term: care home with nursing.
  case nursing = "Long term support: Nursing care"
  /// Long-term: care home without nursing.
  case residential = "Long term support: Residential care"
  /// Long-term: support at home and in the community.
  case community = "Long term support: Community"
  /// Long-term: support in prison.
  case prison = "Long term support: Prison"
  /// Short-term, to maximise independence: reablement.
  case shortTermToMaximiseIndependence = "Short term support: ST-Max"
  /// Short-term: ongoing low-level support.
  case ongoingLowLevel = "Short term support: Ongoing low level"
  /// Other short-term support.
  case otherShortTerm = "Short term support: Other short term"
  /// For an unpaid carer directly.
  case carerDirect = "Unpaid carer support: Direct to unpaid carer"
  /// For an unpaid carer, through the person cared for.
  case carerThroughPerson = "Unpaid carer support: Support involving the person cared-for"

  /// The wordings of release 1.
  public static var otherWordings: [String: AscServiceType] {
    [
      "Carer Support: Direct to Carer": .carerDirect,
      "Carer Support: Support involving the person cared-for": .carerThroughPerson,
    ]
  }

  /// The rank by intensity, 1 first, where someone has several long-term services at once: nursing
  /// before residential before community care. `nil` for the rest, which have no place in it.
  public var longTermRank: Int? {
    switch self {
    case .nursing: 1
    case .residential: 2
    case .community: 3
    default: nil
    }
  }

  /// Of several services at once the one that a person is counted under, or `nil` if none is nursing,
  /// residential or community care.
  public static func mainLongTerm(of services: some Sequence<AscServiceType>) -> AscServiceType? {
    services.filter { $0.longTermRank != nil }
      .min { ($0.longTermRank ?? 0) < ($1.longTermRank ?? 0) }
  }
}
