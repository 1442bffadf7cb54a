internal import EvalStats
internal import Foundation

/// Hospital admissions: episodes joined to spells, by setting, and the diagnoses recorded in them.
struct InpatientExtract {
  let records: [StudyExtracts.SourceRecord]
  let spells: HospitalSpells
  let logs: [Setting: ActivityLog]
  let diagnoses: [DiagnosisScore: DiagnosisLog]
  let profile: EventProfile

  /// Reads the admissions of a study.
  init(
    of plan: StudyProtocol, people: PersonIndex, register: PersonRegister, places: ExtractPlaces
  ) throws(ExtractError) {
    let readings = try ExtractReadings<InpatientRows>(.inpatient, of: plan, places: places) {
      columns in
      InpatientRows(columns, people: people, coverage: plan.calendar.coverage)
    }
    let episodes = EpisodeTable(readings.parts, personCount: people.personCount)
    let spells = HospitalSpells(episodes.episodes)
    self.spells = spells
    logs = Dictionary(
      uniqueKeysWithValues: ExtractKind.inpatient.settings.map {
        ($0, spells.admissionLog(of: $0))
      })
    diagnoses = episodes.diagnosisLogs(of: spells)
    profile = EventProfile(
      EventTable(
        readings.readings.map { $0.parts.map(\.events) }, personCount: people.personCount),
      register: register, formats: plan.sources.of(.inpatient).map(\.format))
    records = readings.records(of: .inpatient)
  }
}
