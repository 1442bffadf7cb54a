/// Where a patient went at the end of a hospital spell: DISDEST.
///
/// Source: NHS Data Model and Dictionary, "Discharge Destination Code (Hospital Provider Spell)".
/// Codes that the dictionary has retired are not among these and read as missing, as do 98 (not
/// discharged) and 99 (not known).
public enum DischargeDestination: String, NationalCode {
  /// Usual place of residence.
  case usualResidence = "19"
  /// Temporary place of residence.
  case temporaryResidence = "29"
  /// Repatriation from high-security psychiatric accommodation.
  case repatriation = "30"
  /// Court.
  case court = "37"
  /// Penal establishment.
  case penalEstablishment = "40"
  /// Police station or custody suite.
  case policeStation = "42"
  /// High-security psychiatric hospital in Scotland.
  case highSecurityPsychiatricScotland = "48"
  /// High-security psychiatric accommodation of another NHS provider.
  case highSecurityPsychiatric = "49"
  /// Medium secure unit of another NHS provider.
  case mediumSecureUnit = "50"
  /// General ward of another NHS provider.
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
  /// Died, or stillborn.
  case died = "79"
  /// Medium secure unit of an independent provider.
  case independentMediumSecureUnit = "84"
  /// Hospital run by an independent provider.
  case independentHospital = "87"
  /// Hospice.
  case hospice = "88"
  /// Forced repatriation.
  case forcedRepatriation = "89"

  /// Codes 51, 52 and 53: a ward of another NHS provider.
  public var isTransfer: Bool {
    switch self {
    case .otherProviderGeneralWard, .otherProviderMaternityWard, .otherProviderMentalHealthWard:
      true
    default: false
    }
  }

  /// Code 79.
  public var isDeath: Bool { self == .died }
}
