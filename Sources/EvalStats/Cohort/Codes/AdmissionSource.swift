/// Where a patient was before a hospital spell: ADMISORC.
///
/// Source: NHS Data Model and Dictionary, "Admission Source (Hospital Provider Spell)". Codes that the
/// dictionary has retired are not among these and read as missing.
public enum AdmissionSource: String, NationalCode {
  /// Usual place of residence.
  case usualResidence = "19"
  /// Temporary place of residence.
  case temporaryResidence = "29"
  /// Court.
  case court = "37"
  /// Penal establishment.
  case penalEstablishment = "40"
  /// Police station or custody suite.
  case policeStation = "42"
  /// High-security psychiatric accommodation of another NHS provider.
  case highSecurityPsychiatric = "49"
  /// General ward or emergency department of another NHS provider.
  case otherProviderGeneralWard = "51"
  /// Maternity or neonatal ward of another NHS provider.
  case otherProviderMaternityWard = "52"
  /// Ward of another NHS provider for people with mental illness or learning disabilities.
  case otherProviderMentalHealthWard = "53"
  /// Care home with nursing.
  case careHomeWithNursing = "55"
  /// Care home without nursing.
  case careHomeWithoutNursing = "56"
  /// Local authority foster care.
  case fosterCare = "66"
  /// Born in or on the way to hospital.
  case born = "79"
  /// Hospital run by an independent provider.
  case independentHospital = "87"
  /// Hospice.
  case hospice = "88"

  /// Codes 51, 52 and 53: a ward of another NHS provider.
  public var isTransfer: Bool {
    switch self {
    case .otherProviderGeneralWard, .otherProviderMaternityWard, .otherProviderMentalHealthWard:
      true
    default: false
    }
  }
}
