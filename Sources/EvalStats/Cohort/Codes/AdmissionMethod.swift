/// How a patient was admitted: ADMIMETH.
///
/// Two outcomes are made of it and must not be mixed: an *emergency* admission has a code that begins
/// with 2; a *non-elective* one, as it is paid for, any code but 11, 12 and 13. Births, maternity and
/// transfers are non-elective and no emergencies.
///
/// Source: NHS Data Model and Dictionary, "Admission Method"; Hospital Episode Statistics data
/// dictionary, admitted patient care. Codes 2A to 2D came in place of 28.
public enum AdmissionMethod: String, NationalCode {
  /// From the waiting list.
  case waitingList = "11"
  /// On a date booked when it was decided to admit.
  case booked = "12"
  /// On a date planned for clinical reasons.
  case planned = "13"
  /// From this provider's accident and emergency or dental casualty department.
  case accidentAndEmergency = "21"
  /// At a general practitioner's immediate request.
  case generalPractitioner = "22"
  /// By a bed bureau.
  case bedBureau = "23"
  /// From a consultant's clinic.
  case outpatientClinic = "24"
  /// By a mental health crisis resolution team.
  case mentalHealthCrisisTeam = "25"
  /// Other emergency, before 2A to 2D.
  case otherEmergency = "28"
  /// From the accident and emergency department of another provider that had not admitted.
  case accidentAndEmergencyOfAnotherProvider = "2A"
  /// As an inpatient of another provider, in an emergency.
  case emergencyTransfer = "2B"
  /// Born at home as intended.
  case babyBornAtHome = "2C"
  /// Other emergency.
  case otherMeans = "2D"
  /// Pregnant, before delivery.
  case maternityBeforeDelivery = "31"
  /// After delivery.
  case maternityAfterDelivery = "32"
  /// As an inpatient of another provider, not in an emergency.
  case transferOtherThanEmergency = "81"
  /// Born in this provider.
  case birthInThisProvider = "82"
  /// Born outside this provider, and not at home as intended.
  case birthOutsideThisProvider = "83"

  /// Methods 11, 12 and 13.
  public var isElective: Bool {
    switch self {
    case .waitingList, .booked, .planned: true
    default: false
    }
  }

  /// Methods that begin with 2.
  public var isEmergency: Bool {
    switch self {
    case .accidentAndEmergency, .generalPractitioner, .bedBureau, .outpatientClinic,
      .mentalHealthCrisisTeam, .otherEmergency, .accidentAndEmergencyOfAnotherProvider,
      .emergencyTransfer, .babyBornAtHome, .otherMeans:
      true
    default: false
    }
  }

  /// Methods as paid for: all but 11, 12 and 13.
  public var isNonElective: Bool { !isElective }

  /// Methods 81 and 2B: the patient was in another provider's bed.
  public var isTransfer: Bool { self == .transferOtherThanEmergency || self == .emergencyTransfer }
}
