/// The Charlson comorbidity index: a weighted count of 17 conditions.
///
/// Where a condition is recorded mild and severe, only the severe counts: liver disease, diabetes
/// without and with complications, cancer without and with metastases. Age adds nothing here.
///
/// Conditions by ICD-10: Quan et al. 2005, doi:10.1097/01.mlr.0000182534.19832.83. The index is a
/// measure of what hospitals recorded: it rises with admissions and with depth of coding, and is 0
/// both for the healthy and for those never admitted.
public struct CharlsonIndex: Sendable, Hashable {
  /// A set of weights.
  public enum Weights: String, Sendable, Codable, CaseIterable {
    /// Charlson et al. 1987, doi:10.1016/0021-9681(87)90171-8: 1 to 6, at most 29.
    case original
    /// Quan et al. 2011, doi:10.1093/aje/kwq433: 0 to 6, at most 24. Five conditions weigh nothing.
    case updated
  }

  /// The weights in use.
  public let weights: Weights

  /// Creates an index.
  public init(weights: Weights = .updated) { self.weights = weights }

  /// The conditions by ICD-10, in the order of `CharlsonCondition`.
  public static let conditions = ConditionList(
    tested: NamedDefinition(
      name: "Charlson conditions",
      wording:
        "The 17 conditions of the Charlson comorbidity index, by any diagnosis of an admission "
        + "that ended before the date.",
      source: "Quan et al. 2005, doi:10.1097/01.mlr.0000182534.19832.83",
      version: "ICD-10 coding algorithm, table 1"),
    CharlsonCondition.allCases.map(\.condition))

  /// What a condition weighs.
  public func weight(of condition: CharlsonCondition) -> Int {
    switch (weights, condition) {
    case (.original, .plegia), (.original, .renalDisease), (.original, .cancer),
      (.original, .diabetesWithComplications):
      2
    case (.original, .severeLiverDisease): 3
    case (.original, .metastaticCancer), (.original, .aids), (.updated, .metastaticCancer): 6
    case (.original, _): 1
    case (.updated, .severeLiverDisease), (.updated, .aids): 4
    case (.updated, .congestiveHeartFailure), (.updated, .dementia), (.updated, .mildLiverDisease),
      (.updated, .plegia), (.updated, .cancer):
      2
    case (.updated, .chronicPulmonaryDisease), (.updated, .rheumaticDisease),
      (.updated, .diabetesWithComplications), (.updated, .renalDisease):
      1
    case (.updated, _): 0
    }
  }

  /// A set of conditions without those that a severer form covers.
  public static func counted(_ conditions: ConditionSet) -> ConditionSet {
    var counted = conditions
    for (severe, mild) in covers where conditions.contains(severe.rawValue) {
      counted.remove(mild.rawValue)
    }
    return counted
  }

  private static let covers: [(severe: CharlsonCondition, mild: CharlsonCondition)] = [
    (.severeLiverDisease, .mildLiverDisease), (.diabetesWithComplications, .diabetes),
    (.metastaticCancer, .cancer),
  ]

  /// The index of someone with some of the conditions of `CharlsonIndex.conditions`.
  public func score(of conditions: ConditionSet) -> Int {
    CharlsonIndex.counted(conditions).reduce(0) { score, number in
      score + (CharlsonCondition(rawValue: number).map { weight(of: $0) } ?? 0)
    }
  }
}
