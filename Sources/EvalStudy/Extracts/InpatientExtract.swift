internal import EvalStats
internal import Foundation

/// Hospital admissions: episodes joined to spells, by setting, and the diagnoses recorded in them.
struct InpatientExtract {
  let records: [StudyExtracts.SourceRecord]
  let spells: HospitalSpells
  /// Whether rows were joined to spells; otherwise each row is a spell and counts as one.
  let rowsAreEpisodes: Bool
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
    let events = EventTable(
      readings.readings.map { $0.parts.map(\.events) }, personCount: people.personCount)
    let spells = HospitalSpells(episodes.episodes)
    let rowsAreEpisodes = readings.readings.contains { $0.reader.holdsEpisodes }
    self.spells = spells
    self.rowsAreEpisodes = rowsAreEpisodes
    logs = Dictionary(
      uniqueKeysWithValues: ExtractKind.inpatient.settings.map { setting in
        (setting, rowsAreEpisodes ? spells.admissionLog(of: setting) : events.log(of: setting))
      })
    diagnoses = episodes.diagnosisLogs(of: spells)
    profile = EventProfile(
      events, register: register, formats: plan.sources.of(.inpatient).map(\.format))
    records = readings.records(of: .inpatient)
  }
}
