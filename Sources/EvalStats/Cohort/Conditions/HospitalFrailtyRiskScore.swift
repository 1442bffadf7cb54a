/// The Hospital Frailty Risk Score: a weighted count of 109 categories of diagnosis that people whose
/// use of hospitals marks them as frail have more often than others.
///
/// Each category counts once, however often it was recorded in the two years before. Developed for
/// people aged 75 and over who were admitted as an emergency; for others it was not validated.
///
/// Source: Gilbert et al. 2018, doi:10.1016/S0140-6736(18)30668-8.
public enum HospitalFrailtyRiskScore {
  /// A band of the score.
  public enum Risk: String, Sendable, Codable, CaseIterable {
    /// Below 5.
    case low
    /// From 5 to 15.
    case intermediate
    /// Above 15.
    case high
  }

  /// The days before a date in which diagnoses count: two years.
  public static let lookBackDays = 730

  /// The categories, in descending order of their weights.
  public static let conditions = ConditionList(
    tested: NamedDefinition(
      name: "Hospital Frailty Risk Score",
      wording:
        "The sum of the weights of 109 categories of ICD-10, each once, by any diagnosis of an "
        + "admission that ended in the two years before the date.",
      source: "Gilbert et al. 2018, doi:10.1016/S0140-6736(18)30668-8",
      version: "bands: low below 5, intermediate 5 to 15, high above 15"),
    tenthsOfCategories.map { .init($0.category, [$0.category]) })

  /// The weight of each condition.
  public static func weight(of condition: Int) -> Double {
    Double(tenthsOfCategories[condition].tenths) / 10
  }

  /// The score of someone with some of the conditions.
  public static func score(of conditions: ConditionSet) -> Double {
    // Tenths are whole numbers, so that no order of adding can be seen in a band.
    Double(conditions.reduce(0) { $0 + tenthsOfCategories[$1].tenths }) / 10
  }

  /// The band of a score.
  public static func risk(of score: Double) -> Risk {
    score < 5 ? .low : score <= 15 ? .intermediate : .high
  }
}
