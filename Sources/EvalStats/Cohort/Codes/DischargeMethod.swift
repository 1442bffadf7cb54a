/// How a hospital spell ended: DISMETH.
///
/// Source: NHS Data Model and Dictionary, "Discharge Method". Codes 8 (not discharged) and 9 (not
/// known) read as missing; 6 and 7 divide 2 in newer data.
public enum DischargeMethod: String, NationalCode {
  /// On clinical advice or with clinical consent.
  case clinicalAdvice = "1"
  /// By the patient, a relative or an advocate.
  case selfOrRelative = "2"
  /// By a mental health review tribunal, the Home Secretary or a court.
  case tribunalOrCourt = "3"
  /// Died.
  case died = "4"
  /// Stillborn.
  case stillbirth = "5"
  /// By the patient.
  case selfDischarge = "6"
  /// By a relative or an advocate.
  case relativeOrAdvocate = "7"

  /// Codes 4 and 5: there is no one who could be readmitted.
  public var isDeath: Bool { self == .died || self == .stillbirth }
}
