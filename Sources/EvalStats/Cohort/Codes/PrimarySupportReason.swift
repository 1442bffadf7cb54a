/// Why a person chiefly needs adult social care.
///
/// Source: Adult Social Care Client Level Data specification (release 2), "Primary Support Reason".
public enum PrimarySupportReason: String, WordedCode {
  /// Physical: moving about.
  case accessAndMobility = "Physical support: Access and mobility only"
  /// Physical: personal care.
  case personalCare = "Physical support: Personal care support"
  /// Sensory: sight.
  case visualImpairment = "Sensory support: Support for visual impairment"
  /// Sensory: hearing.
  case hearingImpairment = "Sensory support: Support for hearing impairment"
  /// Sensory: sight and hearing.
  case dualImpairment = "Sensory support: Support for dual impairment"
  /// Memory and cognition.
  case memoryAndCognition = "Support with memory and cognition"
  /// Learning disability.
  case learningDisability = "Learning disability support"
  /// Mental health.
  case mentalHealth = "Mental health support"
  /// Social: substance misuse.
  case substanceMisuse = "Social support: Substance misuse support"
  /// Social: asylum seekers.
  case asylumSeeker = "Social support: Asylum seeker support"
  /// Social: isolation or other.
  case socialIsolation = "Social support: Support for social isolation or other"
  /// Social: support to an unpaid carer.
  case unpaidCarer = "Social support: Support to unpaid carer"

  /// The wordings of release 1 and of systems that shorten.
  public static var otherWordings: [String: PrimarySupportReason] {
    [
      "Social Support: Support for Social Isolation/Other": .socialIsolation,
      "Social Support: Support to Carer": .unpaidCarer,
      "Physical Support: Personal care and support": .personalCare,
    ]
  }

  /// Whether it is physical support.
  public var isPhysical: Bool { self == .accessAndMobility || self == .personalCare }
}
