/// How a patient was admitted: ADMIMETH.
///
/// Source: NHS Data Model and Dictionary, "Admission Method Code (Hospital Provider Spell)"; HES data
/// dictionary, admitted patient care.
enum AdmissionMethodCode: String, Sendable, CaseIterable {
  case waitingList = "11"
  case booked = "12"
  case planned = "13"
  case accidentAndEmergency = "21"
  case generalPractitioner = "22"
  case bedBureau = "23"
  case outpatientClinic = "24"
  case mentalHealthCrisisTeam = "25"
  case otherEmergency = "28"
  case accidentAndEmergencyOfAnotherProvider = "2A"
  case emergencyTransfer = "2B"
  case babyBornAtHome = "2C"
  case otherMeans = "2D"
  case maternityBeforeDelivery = "31"
  case maternityAfterDelivery = "32"
  case transferOtherThanEmergency = "81"
  case birthInThisProvider = "82"
  case birthOutsideThisProvider = "83"

  /// Methods 11, 12 and 13.
  var isElective: Bool { rawValue.hasPrefix("1") }

  /// Methods that begin with 2.
  var isEmergency: Bool { rawValue.hasPrefix("2") }
}
