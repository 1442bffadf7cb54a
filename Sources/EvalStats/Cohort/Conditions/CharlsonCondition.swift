/// The 17 conditions of the Charlson index.
public enum CharlsonCondition: Int, Sendable, CaseIterable, Codable {
  /// Myocardial infarction.
  case myocardialInfarction
  /// Congestive heart failure.
  case congestiveHeartFailure
  /// Peripheral vascular disease.
  case peripheralVascularDisease
  /// Cerebrovascular disease.
  case cerebrovascularDisease
  /// Dementia.
  case dementia
  /// Chronic pulmonary disease.
  case chronicPulmonaryDisease
  /// Rheumatic disease.
  case rheumaticDisease
  /// Peptic ulcer disease.
  case pepticUlcer
  /// Mild liver disease.
  case mildLiverDisease
  /// Diabetes without chronic complication.
  case diabetes
  /// Diabetes with chronic complication.
  case diabetesWithComplications
  /// Hemiplegia or paraplegia.
  case plegia
  /// Renal disease.
  case renalDisease
  /// Any malignancy, lymphoma and leukaemia included, but malignant neoplasm of skin.
  case cancer
  /// Moderate or severe liver disease.
  case severeLiverDisease
  /// Metastatic solid tumour.
  case metastaticCancer
  /// AIDS or HIV.
  case aids
}

extension CharlsonCondition {
  /// The name, and the ICD-10 codes of Quan et al. 2005, table 1.
  var condition: ConditionList.Condition {
    switch self {
    case .myocardialInfarction: .init("Myocardial infarction", ["I21", "I22", "I25.2"])
    case .congestiveHeartFailure:
      .init(
        "Congestive heart failure",
        [
          "I09.9", "I11.0", "I13.0", "I13.2", "I25.5", "I42.0", "I42.5-I42.9", "I43", "I50",
          "P29.0",
        ])
    case .peripheralVascularDisease:
      .init(
        "Peripheral vascular disease",
        [
          "I70", "I71", "I73.1", "I73.8", "I73.9", "I77.1", "I79.0", "I79.2", "K55.1", "K55.8",
          "K55.9", "Z95.8", "Z95.9",
        ])
    case .cerebrovascularDisease:
      .init("Cerebrovascular disease", ["G45", "G46", "H34.0", "I60-I69"])
    case .dementia: .init("Dementia", ["F00-F03", "F05.1", "G30", "G31.1"])
    case .chronicPulmonaryDisease:
      .init(
        "Chronic pulmonary disease",
        ["I27.8", "I27.9", "J40-J47", "J60-J67", "J68.4", "J70.1", "J70.3"])
    case .rheumaticDisease:
      .init("Rheumatic disease", ["M05", "M06", "M31.5", "M32-M34", "M35.1", "M35.3", "M36.0"])
    case .pepticUlcer: .init("Peptic ulcer disease", ["K25-K28"])
    case .mildLiverDisease:
      .init(
        "Mild liver disease",
        [
          "B18", "K70.0-K70.3", "K70.9", "K71.3-K71.5", "K71.7", "K73", "K74", "K76.0",
          "K76.2-K76.4", "K76.8", "K76.9", "Z94.4",
        ])
    case .diabetes:
      .init(
        "Diabetes without chronic complication",
        ["E10", "E11", "E12", "E13", "E14"].flatMap { kind in
          ["0", "1", "6", "8", "9"].map { kind + "." + $0 }
        })
    case .diabetesWithComplications:
      .init(
        "Diabetes with chronic complication",
        ["E10", "E11", "E12", "E13", "E14"].flatMap { kind in
          ["2", "3", "4", "5", "7"].map { kind + "." + $0 }
        })
    case .plegia:
      .init(
        "Hemiplegia or paraplegia",
        ["G04.1", "G11.4", "G80.1", "G80.2", "G81", "G82", "G83.0-G83.4", "G83.9"])
    case .renalDisease:
      .init(
        "Renal disease",
        [
          "I12.0", "I13.1", "N03.2-N03.7", "N05.2-N05.7", "N18", "N19", "N25.0", "Z49.0-Z49.2",
          "Z94.0", "Z99.2",
        ])
    case .cancer:
      .init(
        "Any malignancy but of skin",
        [
          "C00-C26", "C30-C34", "C37-C41", "C43", "C45-C58", "C60-C76", "C81-C85", "C88",
          "C90-C97",
        ])
    case .severeLiverDisease:
      .init(
        "Moderate or severe liver disease",
        [
          "I85.0", "I85.9", "I86.4", "I98.2", "K70.4", "K71.1", "K72.1", "K72.9", "K76.5-K76.7",
        ])
    case .metastaticCancer: .init("Metastatic solid tumour", ["C77-C80"])
    case .aids: .init("AIDS or HIV", ["B20-B22", "B24"])
    }
  }
}
