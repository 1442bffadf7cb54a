extension NamedDefinition {
  private static let dataDictionary = "NHS Data Model and Dictionary, Admission Method"

  /// Emergency admissions: admission methods that begin with 2.
  public static let emergencyAdmission = NamedDefinition(
    name: "Emergency admission",
    wording: "A hospital spell whose first episode has an admission method that begins with 2.",
    source: dataDictionary, version: "codes 21 to 25, 28 and 2A to 2D")

  /// Non-elective admissions: every admission method but 11, 12 and 13.
  public static let nonElectiveAdmission = NamedDefinition(
    name: "Non-elective admission",
    wording: "A hospital spell whose first episode has any admission method but 11, 12 and 13: "
      + "emergencies, maternity, births and transfers.",
    source: dataDictionary, version: "as paid for; codes 2x, 3x and 8x")

  /// What to say where figures of the two are compared or added.
  public static let mixedAdmissionsWarning =
    "Emergency and non-elective admissions are two outcomes: the second also counts maternity, "
    + "births and transfers, so that figures of one must not be compared with, or added to, figures "
    + "of the other."

  /// Emergency readmissions within 30 days, as `Readmissions` counts them over continuous stays.
  public static let thirtyDayEmergencyReadmission = NamedDefinition(
    name: "Emergency readmission within 30 days",
    wording: "A discharge of a person alive whose next stay, at any provider and in another "
      + "continuous spell, began 0 to 30 days later with an admission method that begins with 2; "
      + "planned day cases between are passed over and regular attenders are left out.",
    source:
      "after NHS Outcomes Framework indicator 3b and NHS Digital's continuous inpatient spells",
    version: "each admission follows one discharge, the last before it; no exclusion by diagnosis")
}
