/// How long a patient was meant to stay: CLASSPAT.
///
/// Source: NHS Data Model and Dictionary, "Patient Classification".
public enum PatientClass: String, NationalCode {
  /// Ordinary admission.
  case ordinary = "1"
  /// Day case.
  case dayCase = "2"
  /// Regular day admission, one of a series such as dialysis.
  case regularDay = "3"
  /// Regular night admission, one of a series.
  case regularNight = "4"
  /// Mother and baby using delivery facilities only.
  case motherAndBabyAtDelivery = "5"

  /// Whether the stay is one of a planned series: such patients come again by plan.
  public var isRegularAttender: Bool { self == .regularDay || self == .regularNight }
}
