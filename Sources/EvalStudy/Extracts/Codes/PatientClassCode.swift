/// How long a patient was meant to stay: CLASSPAT.
///
/// Source: NHS Data Model and Dictionary, "Patient Classification Code".
enum PatientClassCode: String, Sendable, CaseIterable {
  case ordinary = "1"
  case dayCase = "2"
  case regularDay = "3"
  case regularNight = "4"
  case motherAndBabyAtDelivery = "5"
}
