/// A count of distinct conditions: the 31 of Elixhauser, as Quan et al. 2005 code them in ICD-10.
///
/// Hypertension, diabetes and solid cancer stand in the list twice, without and with complications or
/// metastases, and count once. Most of the 31 last for life; some, such as fluid and electrolyte
/// disorders, weight loss and anaemia from blood loss, need not, and common long-term conditions such
/// as osteoarthritis, dementia and coronary disease are not among them. Someone never admitted has a
/// count of 0, which is not the same as having no condition.
///
/// Sources: Elixhauser et al. 1998, doi:10.1097/00005650-199801000-00004; Quan et al. 2005,
/// doi:10.1097/01.mlr.0000182534.19832.83, table 2.
public enum LongTermConditions {
  /// The conditions by ICD-10.
  public static let conditions = ConditionList(
    tested: NamedDefinition(
      name: "Long-term conditions",
      wording:
        "The number of Elixhauser's 31 conditions, pairs of one disease once, by any diagnosis "
        + "of an admission that ended before the date.",
      source: "Quan et al. 2005, doi:10.1097/01.mlr.0000182534.19832.83",
      version: "ICD-10 coding algorithm of Elixhauser's conditions, table 2"),
    elixhauser.map { .init($0.name, $0.codes.split(separator: " ").map(String.init)) })

  /// The number of distinct conditions among some of `LongTermConditions.conditions`.
  public static func count(of conditions: ConditionSet) -> Int {
    var counted = conditions
    for (severe, mild) in pairs where conditions.contains(severe) { counted.remove(mild) }
    return counted.count
  }

  /// Places of the severer and the milder form of one disease.
  private static let pairs: [(severe: Int, mild: Int)] = [
    ("Hypertension, complicated", "Hypertension, uncomplicated"),
    ("Diabetes, complicated", "Diabetes, uncomplicated"),
    ("Metastatic cancer", "Solid tumour without metastasis"),
  ].compactMap { severe, mild in
    guard let severe = elixhauser.firstIndex(where: { $0.name == severe }),
      let mild = elixhauser.firstIndex(where: { $0.name == mild })
    else { return nil }
    return (severe, mild)
  }
}
