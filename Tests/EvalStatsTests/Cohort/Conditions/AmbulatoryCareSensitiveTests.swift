import EvalStats
import Testing

@Suite("Ambulatory care sensitive conditions")
struct AmbulatoryCareSensitiveTests {
  private func found(_ codes: String...) -> [AmbulatoryCareCondition] {
    AmbulatoryCareSensitive.conditions(diagnoses: codes.compactMap { ICD10Code($0) })
      .compactMap { AmbulatoryCareCondition(rawValue: $0) }
  }

  @Test("there are 19 conditions in three groups")
  func groups() {
    func count(_ group: AmbulatoryCareCondition.Group) -> Int {
      AmbulatoryCareCondition.allCases.count { $0.group == group }
    }
    #expect(count(.vaccinePreventable) == 2 && count(.chronic) == 8 && count(.acute) == 9)
  }

  @Test("the primary diagnosis counts, another only for four of the conditions")
  func places() {
    #expect(found("J459") == [.asthma] && found("I21", "J459") == [])
    #expect(found("L97", "E115") == [.diabetesComplications])
    #expect(found("I739", "R02X") == [.gangrene])
    #expect(found("J960", "J181") == [.influenzaAndPneumonia])
    #expect(found("R509", "B059") == [.otherVaccinePreventable])
    #expect(AmbulatoryCareCondition.allCases.count(where: \.countsInAnyPlace) == 4)
  }

  @Test("acute bronchitis counts with chronic obstructive disease behind it alone")
  func bronchitis() {
    #expect(found("J209") == [] && found("J209", "J449") == [.chronicObstructivePulmonaryDisease])
    #expect(found("J449", "J209") == [.chronicObstructivePulmonaryDisease])
    #expect(found("I21", "J209", "J449") == [])
  }

  @Test("pneumonia beside sickle-cell disorders does not count")
  func sickleCell() {
    #expect(found("J181") == [.influenzaAndPneumonia] && found("J181", "D571") == [])
    #expect(found("J181", "D571", "E115") == [.diabetesComplications])
    #expect(found("D571") == [])
  }

  @Test("neighbouring codes do not count")
  func neighbours() {
    #expect(found("E119") == [] && found("E118") == [.diabetesComplications])
    #expect(found("K253") == [] && found("K254") == [.perforatedOrBleedingUlcer])
    #expect(found("I209") == [.angina] && found("I241") == [])
    #expect(found("N136") == [.pyelonephritis] && found("N390") == [])
    #expect(found("I10X") == [.hypertension] && found("I110") == [.congestiveHeartFailure])
    #expect(found() == [])
  }
}
