internal import EvalStats
internal import Foundation

/// Packages of adult social care, read from their extract.
struct PackagesExtract {
  let log: PackageLog
  let records: [StudyExtracts.SourceRecord]
  let observations: Observations

  /// Artefacts of social care records that a reader must know of.
  struct Observations: Sendable, Equatable {
    /// Packages with a negative weekly cost, which are taken as written.
    var negativeCosts = 0
    /// Packages with a weekly cost of zero.
    var zeroCosts = 0
    /// Packages that run on after the person's death; they are ended on that day.
    var openAfterDeath = 0
    /// Packages that start on 1 April: a sign of records begun anew each year.
    var yearStarts = 0
    /// Packages that repeat another in every column that was read.
    var repeatedRows = 0
  }

  init(
    of plan: StudyProtocol, people: PersonIndex, deaths: [Day?], places: ExtractPlaces
  ) throws(ExtractError) {
    let readings = try ExtractReadings<PackageRows>(.ascPackages, of: plan, places: places) {
      columns in
      PackageRows(
        columns, people: people, coverage: plan.calendar.coverage(of: .adultSocialCare))
    }
    var observations = Observations()
    var packages = readings.parts.flatMap(\.self)
    var seen: Set<UInt64> = []
    for place in packages.indices {
      let package = packages[place]
      if let death = deaths[package.person], death < package.end {
        observations.openAfterDeath += 1
        packages[place].end = death
      }
      if package.weeklyCost < 0 { observations.negativeCosts += 1 }
      if package.weeklyCost == 0 { observations.zeroCosts += 1 }
      let (_, month, day) = package.start.components
      if month == 4, day == 1 { observations.yearStarts += 1 }
      if !seen.insert(package.fingerprint).inserted { observations.repeatedRows += 1 }
    }
    log = PackageLog(
      personCount: people.personCount, persons: packages.map(\.person),
      starts: packages.map(\.start), ends: packages.map(\.end),
      weeklyCosts: packages.map(\.weeklyCost))
    self.observations = observations
    records = readings.records(of: .ascPackages)
  }
}
