/// The 19 conditions for which good care outside hospital should make most admissions unnecessary, in
/// the selection that the NHS has used most.
///
/// It is not the selection of the NHS Outcomes Framework's indicators 2.3.i and 3a, which overlap with
/// it.
public enum AmbulatoryCareCondition: Int, Sendable, CaseIterable, Codable {
  /// Influenza and pneumonia.
  case influenzaAndPneumonia
  /// Other diseases that vaccines prevent.
  case otherVaccinePreventable
  /// Asthma.
  case asthma
  /// Congestive heart failure.
  case congestiveHeartFailure
  /// Complications of diabetes.
  case diabetesComplications
  /// Chronic obstructive pulmonary disease.
  case chronicObstructivePulmonaryDisease
  /// Angina.
  case angina
  /// Iron-deficiency anaemia.
  case ironDeficiencyAnaemia
  /// Hypertension.
  case hypertension
  /// Nutritional deficiencies.
  case nutritionalDeficiencies
  /// Dehydration and gastroenteritis.
  case dehydrationAndGastroenteritis
  /// Pyelonephritis.
  case pyelonephritis
  /// Perforated or bleeding ulcer.
  case perforatedOrBleedingUlcer
  /// Cellulitis.
  case cellulitis
  /// Pelvic inflammatory disease.
  case pelvicInflammatoryDisease
  /// Infections of ear, nose and throat.
  case earNoseAndThroatInfections
  /// Dental conditions.
  case dentalConditions
  /// Convulsions and epilepsy.
  case convulsionsAndEpilepsy
  /// Gangrene.
  case gangrene

  /// The three groups of the conditions.
  public enum Group: String, Sendable, Codable, CaseIterable {
    /// Prevented by vaccines.
    case vaccinePreventable
    /// Long-term conditions.
    case chronic
    /// Short illnesses.
    case acute
  }

  /// The group.
  public var group: Group {
    switch self {
    case .influenzaAndPneumonia, .otherVaccinePreventable: .vaccinePreventable
    case .asthma, .congestiveHeartFailure, .diabetesComplications,
      .chronicObstructivePulmonaryDisease, .angina, .ironDeficiencyAnaemia, .hypertension,
      .nutritionalDeficiencies:
      .chronic
    default: .acute
    }
  }

  /// Whether a diagnosis in any place counts; otherwise only the primary one does.
  public var countsInAnyPlace: Bool {
    switch self {
    case .influenzaAndPneumonia, .otherVaccinePreventable, .diabetesComplications, .gangrene: true
    default: false
    }
  }
}

extension AmbulatoryCareCondition {
  /// The name and the ICD-10 codes.
  var condition: ConditionList.Condition {
    switch self {
    case .influenzaAndPneumonia:
      .init(
        "Influenza and pneumonia",
        [
          "J10", "J11", "J13", "J14", "J15.3", "J15.4", "J15.7", "J15.9", "J16.8", "J18.1",
          "J18.8",
        ])
    case .otherVaccinePreventable:
      .init(
        "Other vaccine-preventable",
        [
          "A35-A37", "A80", "B05", "B06", "B16.1", "B16.9", "B18.0", "B18.1", "B26", "G00.0",
          "M01.4",
        ])
    case .asthma: .init("Asthma", ["J45", "J46"])
    case .congestiveHeartFailure:
      .init("Congestive heart failure", ["I11.0", "I50", "J81"])
    case .diabetesComplications:
      .init(
        "Diabetes complications",
        ["E10", "E11", "E12", "E13", "E14"].map { "\($0).0-\($0).8" })
    case .chronicObstructivePulmonaryDisease:
      .init("Chronic obstructive pulmonary disease", ["J41-J44", "J47"])
    case .angina: .init("Angina", ["I20", "I24.0", "I24.8", "I24.9"])
    case .ironDeficiencyAnaemia:
      .init("Iron-deficiency anaemia", ["D50.1", "D50.8", "D50.9"])
    case .hypertension: .init("Hypertension", ["I10", "I11.9"])
    case .nutritionalDeficiencies:
      .init("Nutritional deficiencies", ["E40-E43", "E55.0", "E64.3"])
    case .dehydrationAndGastroenteritis:
      .init("Dehydration and gastroenteritis", ["E86", "K52.2", "K52.8", "K52.9"])
    case .pyelonephritis: .init("Pyelonephritis", ["N10-N12", "N13.6"])
    case .perforatedOrBleedingUlcer:
      .init(
        "Perforated or bleeding ulcer",
        ["K25", "K26", "K27", "K28"].flatMap { ["\($0).0-\($0).2", "\($0).4-\($0).6"] })
    case .cellulitis:
      .init("Cellulitis", ["L03", "L04", "L08.0", "L08.8", "L08.9", "L88", "L98.0"])
    case .pelvicInflammatoryDisease:
      .init("Pelvic inflammatory disease", ["N70", "N73", "N74"])
    case .earNoseAndThroatInfections:
      .init("Ear, nose and throat infections", ["H66", "H67", "J02", "J03", "J06", "J31.2"])
    case .dentalConditions:
      .init(
        "Dental conditions",
        ["A69.0", "K02-K06", "K08", "K09.8", "K09.9", "K12", "K13"])
    case .convulsionsAndEpilepsy:
      .init("Convulsions and epilepsy", ["G40", "G41", "O15", "R56"])
    case .gangrene: .init("Gangrene", ["R02"])
    }
  }
}
