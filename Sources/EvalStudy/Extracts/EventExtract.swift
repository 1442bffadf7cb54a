internal import EvalStats
internal import Foundation

/// Dated events of one kind of extract, from all of its sources, by setting.
struct EventExtract {
  let records: [StudyExtracts.SourceRecord]
  let logs: [Setting: ActivityLog]
  let profile: EventProfile

  /// Reads the attendances, spells, appointments or contacts of a kind.
  init(
    _ kind: ExtractKind, of plan: StudyProtocol, people: PersonIndex, register: PersonRegister,
    places: ExtractPlaces
  ) throws(ExtractError) {
    let readings = try ExtractReadings<EventRows>(kind, of: plan, places: places) { columns in
      EventRows(kind, columns, people: people, coverage: plan.calendar.coverage)
    }
    let events = EventTable(readings.readings.map(\.parts), personCount: people.personCount)
    logs = Dictionary(uniqueKeysWithValues: kind.settings.map { ($0, events.log(of: $0)) })
    profile = EventProfile(
      events, register: register, formats: plan.sources.of(kind).map(\.format))
    records = readings.records(of: kind)
  }
}
