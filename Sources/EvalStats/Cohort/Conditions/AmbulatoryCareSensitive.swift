/// Which admissions were for a condition that care outside hospital should keep from needing one.
///
/// An admission counts by its primary diagnosis, for four conditions by any
/// (`AmbulatoryCareCondition.countsInAnyPlace`). Acute bronchitis (J20) counts as chronic obstructive
/// disease if that is a secondary diagnosis; influenza and pneumonia do not count beside sickle-cell
/// disorders (D57). The selection also leaves out admissions with certain operations; operations are
/// not looked at here, so that somewhat more is counted. Only emergency admissions are to be asked.
///
/// Source: Purdy et al. 2009, doi:10.1016/j.puhe.2008.11.001; NHS Digital, Ambulatory care sensitive
/// conditions, appendix A (after the NHS Institute for Innovation and Improvement).
public enum AmbulatoryCareSensitive {
  /// What is counted, to quote.
  public static let definition = NamedDefinition(
    name: "Emergency admission for an ambulatory care sensitive condition",
    wording:
      "An emergency admission whose primary diagnosis, or for four conditions any diagnosis, is "
      + "one of 19 conditions.",
    source: "NHS Digital, Ambulatory care sensitive conditions, appendix A; Purdy et al. 2009, "
      + "doi:10.1016/j.puhe.2008.11.001",
    version: "19 conditions; operations not looked at")

  /// The 19 conditions, and after them acute bronchitis and sickle-cell disorders, which qualify them.
  public static let conditions = ConditionList(
    tested: definition,
    AmbulatoryCareCondition.allCases.map(\.condition) + [
      .init("Acute bronchitis", ["J20"]), .init("Sickle-cell disorders", ["D57"]),
    ])

  private static let acuteBronchitis = AmbulatoryCareCondition.allCases.count
  private static let sickleCell = acuteBronchitis + 1
  private static let anyPlace = AmbulatoryCareCondition.allCases.filter(\.countsInAnyPlace)

  /// The conditions an admission was for, as places of `AmbulatoryCareCondition`.
  ///
  /// - Parameters:
  ///   - primary: What the primary diagnosis records, of `AmbulatoryCareSensitive.conditions`.
  ///   - secondary: What the other diagnoses record, together.
  /// - Complexity: O(1)
  public static func conditions(
    primary: ConditionSet, secondary: ConditionSet = ConditionSet()
  ) -> ConditionSet {
    var found = primary
    for condition in anyPlace where secondary.contains(condition.rawValue) {
      found.insert(condition.rawValue)
    }
    let obstructive = AmbulatoryCareCondition.chronicObstructivePulmonaryDisease.rawValue
    if primary.contains(acuteBronchitis), secondary.contains(obstructive) {
      found.insert(obstructive)
    }
    if secondary.contains(sickleCell) {
      found.remove(AmbulatoryCareCondition.influenzaAndPneumonia.rawValue)
    }
    found.remove(acuteBronchitis)
    found.remove(sickleCell)
    return found
  }

  /// The conditions an admission was for, by its diagnoses; the first is the primary one.
  public static func conditions(diagnoses: some Sequence<ICD10Code>) -> ConditionSet {
    var primary: ConditionSet?
    var secondary = ConditionSet()
    for code in diagnoses {
      if primary == nil {
        primary = conditions[code]
      } else {
        secondary.formUnion(conditions[code])
      }
    }
    return conditions(primary: primary ?? ConditionSet(), secondary: secondary)
  }
}
