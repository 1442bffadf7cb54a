/// A study whose truth is known: what the extracts would hold, and what no extract holds.
public struct SimulatedStudy: Sendable {
  /// A person talked about in an MDT.
  public struct Discussion: Sendable, Equatable {
    /// Row in the register.
    public let person: Int
    /// Day of the discussion.
    public let day: Day
  }

  /// What the study was made from.
  public let configuration: SimulationConfiguration
  /// The seed it was made with.
  public let seed: UInt64
  /// Everyone, with `practice`, `network`, `imd_decile` and `long_term_conditions` as attributes.
  public let register: PersonRegister
  /// What was recorded.
  public let history: ActivityHistory
  /// All MDT discussions by person and day; each person's first is the index date.
  public let discussions: [Discussion]
  /// The ratios that were at work.
  public var effects: TrueEffects { configuration.effects }

  /// Long-term conditions and decile of deprivation of each person, as in the register's attributes.
  package let conditions: [Int]
  package let deprivationDeciles: [Int]
  /// Frailty of each person: what selection on latent need is made on.
  package let frailties: [Double]
  /// How each event of the non-elective log came about, in the log's order.
  package let admissionMethods: [AdmissionMethod]
  /// Packages of care over the whole of the simulation, with kind and reason.
  package let packages: [CarePackage]

  /// Names of the primary support reasons.
  package static let supportReasons = [
    "Physical Support: Personal Care", "Physical Support: Access and Mobility",
    "Support with Memory and Cognition", "Mental Health Support", "Learning Disability Support",
    "Social Support",
  ]
}
