/// The ways into hospital that are simulated, by their codes in the NHS Data Dictionary (ADMIMETH).
package enum AdmissionMethod: String, Sendable, CaseIterable {
  case waitingList = "11"
  case booked = "12"
  case planned = "13"
  case accidentAndEmergency = "21"
  case generalPractitioner = "22"
  case clinic = "24"
  case otherProvider = "2A"
  case other = "2D"
  case maternity = "31"
  case transfer = "81"

  /// Whether the code begins with 2.
  package var isEmergency: Bool { rawValue.hasPrefix("2") }

  /// One non-elective way, by fixed shares.
  static func draw(mayBePregnant: Bool, _ generator: inout SeededGenerator) -> AdmissionMethod {
    if mayBePregnant && generator.uniform() < 0.25 { return .maternity }
    let draw = generator.uniform()
    return draw < 0.76
      ? .accidentAndEmergency
      : draw < 0.86
        ? .generalPractitioner
        : draw < 0.90 ? .clinic : draw < 0.94 ? .otherProvider : draw < 0.97 ? .other : .transfer
  }

  /// One elective way, by fixed shares.
  package static func drawElective(_ generator: inout SeededGenerator) -> AdmissionMethod {
    let draw = generator.uniform()
    return draw < 0.6 ? .waitingList : draw < 0.85 ? .booked : .planned
  }
}
