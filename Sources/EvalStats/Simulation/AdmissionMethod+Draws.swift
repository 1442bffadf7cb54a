extension AdmissionMethod {
  /// One non-elective way, by fixed shares.
  static func draw(mayBePregnant: Bool, _ generator: inout SeededGenerator) -> AdmissionMethod {
    if mayBePregnant && generator.uniform() < 0.25 { return .maternityBeforeDelivery }
    let draw = generator.uniform()
    return draw < 0.76
      ? .accidentAndEmergency
      : draw < 0.86
        ? .generalPractitioner
        : draw < 0.90
          ? .outpatientClinic
          : draw < 0.94
            ? .accidentAndEmergencyOfAnotherProvider
            : draw < 0.97 ? .otherMeans : .transferOtherThanEmergency
  }

  /// One elective way, by fixed shares.
  package static func drawElective(_ generator: inout SeededGenerator) -> AdmissionMethod {
    let draw = generator.uniform()
    return draw < 0.6 ? .waitingList : draw < 0.85 ? .booked : .planned
  }
}
