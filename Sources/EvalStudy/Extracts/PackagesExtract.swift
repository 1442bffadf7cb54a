internal import EvalStats
internal import Foundation

/// Packages of adult social care, read from their extract.
struct PackagesExtract {
  let log: PackageLog
  let account: RowAccount
  let observations: Observations

  /// Artefacts of social care records that a reader must know of.
  struct Observations: Equatable {
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

  private struct Package {
    let person: Int
    let start: Day
    let end: Day
    let weeklyCost: Double
  }

  init(
    _ source: StudyProtocol.Source, people: PersonIndex, deaths: [Day?],
    coverage: ClosedRange<Day>, folder: URL, policy: StudyProtocol.BadRowPolicy
  ) throws(ExtractError) {
    let columns = ["person_id", "start_date", "end_date", "weekly_cost"]
    let table = try ExtractTable(
      .ascPackages, source, folder: folder, required: columns,
      optional: ["service_type", "support_reason"], policy: policy)
    var account = RowAccount(of: table, policy: policy)
    let persons = people.column(of: table)
    let starts = table.days("start_date")
    let ends = table.days("end_date")
    let costs = table.numbers("weekly_cost", expected: "pounds a week as a number")
    var observations = Observations()
    var packages: [Package] = []
    var seen: Set<[Int32]> = []
    let codes = (columns + ["service_type", "support_reason"]).map { table.factor($0).codes }
    for row in 0..<table.rowCount {
      let package = try account.take(row: row, of: table) { () throws(RowProblem) -> Package in
        let person = try persons.person(row)
        let start = try starts.required(row)
        let recordedEnd = try ends.optional(row)
        let cost = try costs.required(row)
        if let recordedEnd, recordedEnd < start {
          throw .fault(.endsBeforeStart(what: "a package"), column: "end_date")
        }
        let end = recordedEnd ?? coverage.upperBound
        guard start <= coverage.upperBound, end >= coverage.lowerBound else {
          throw .outOfScope("outside the coverage of the study", column: "start_date")
        }
        return Package(person: person, start: start, end: end, weeklyCost: cost)
      }
      guard let package else { continue }
      var end = package.end
      if let death = deaths[package.person], death < end {
        observations.openAfterDeath += 1
        end = death
      }
      if package.weeklyCost < 0 { observations.negativeCosts += 1 }
      if package.weeklyCost == 0 { observations.zeroCosts += 1 }
      let (_, month, day) = package.start.components
      if month == 4, day == 1 { observations.yearStarts += 1 }
      if !seen.insert(codes.map { $0[row] }).inserted { observations.repeatedRows += 1 }
      packages.append(
        Package(
          person: package.person, start: package.start, end: end, weeklyCost: package.weeklyCost))
    }
    log = PackageLog(
      personCount: people.personCount, persons: packages.map(\.person),
      starts: packages.map(\.start), ends: packages.map(\.end),
      weeklyCosts: packages.map(\.weeklyCost))
    self.observations = observations
    self.account = account
  }
}
