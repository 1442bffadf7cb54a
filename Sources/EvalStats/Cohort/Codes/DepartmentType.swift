/// The kind of an accident and emergency department: AEDEPTTYPE 1 to 4; in the Emergency Care Data Set
/// 01 to 05.
///
/// Source: NHS Data Model and Dictionary, "A and E Department Type" and "Emergency Care Department
/// Type".
public enum DepartmentType: String, NationalCode {
  /// Consultant-led, round the clock, with full resuscitation facilities: type 1.
  case major = "1"
  /// Consultant-led, one specialty such as eyes or teeth: type 2.
  case singleSpecialty = "2"
  /// Minor injuries, urgent treatment centres: type 3.
  case minorInjuries = "3"
  /// NHS walk-in centre: type 4.
  case walkInCentre = "4"
  /// Ambulatory or same-day emergency care, in the Emergency Care Data Set alone: type 5.
  case sameDayEmergencyCare = "5"
}
