internal import EvalStats
internal import Foundation

/// Packages of adult social care, read from their extract.
struct PackagesExtract {
  let log: PackageLog
  let records: [StudyExtracts.SourceRecord]

  let observations: PackageObservations

  init(
    of plan: StudyProtocol, people: PersonIndex, deaths: [Day?], places: ExtractPlaces
  ) throws(ExtractError) {
    let readings = try ExtractReadings<PackageRows>(.ascPackages, of: plan, places: places) {
      columns throws(ExtractError) in
      try PackageRows(
        columns, people: people, coverage: plan.calendar.coverage(of: .adultSocialCare))
    }
    let packages = readings.parts.flatMap(\.self)
    observations = PackageObservations(packages, deaths: deaths)
    // A package ends on the day of death at the latest; one that began later costs nothing.
    let alive = packages.filter { package in
      deaths[package.person].map { $0 >= package.start } ?? true
    }
    log = PackageLog(
      personCount: people.personCount, persons: alive.map(\.person), starts: alive.map(\.start),
      ends: alive.map { min($0.end, deaths[$0.person] ?? $0.end) },
      weeklyCosts: alive.map(\.weeklyCost))
    records = readings.records(of: .ascPackages)
  }
}
