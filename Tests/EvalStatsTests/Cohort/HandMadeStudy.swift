import EvalStats

/// A day counted from 2016-01-01, so that tests read as distances.
func day(_ offset: Int) -> Day { Day(daysSinceEpoch: 16_801).advanced(by: offset) }

/// A register and its records, written person by person.
struct HandMadeStudy {
  struct Person {
    var birth = day(-70 * 365)
    var sex = "F"
    var from = day(-2_000)
    var to: Day?
    var death: Day?
    var index: Day?
    var deprivation: Double? = 3
    var network: String? = "north"
    /// The day of a first diagnosis.
    var diagnosed: Day?
    /// Days of A&E attendances.
    var attendances: [Day] = []
    /// Days of admissions.
    var admissions: [Day] = []
  }

  var people: [Person]
  var coverage = day(-1_500)...day(1_500)
  var settingCoverage: [Setting: ClosedRange<Day>] = [:]
  var packages: PackageLog?
  var measurements: [String: MeasurementLog] = [:]

  var register: PersonRegister {
    get throws {
      PersonRegister(
        identifiers: people.indices.map { "p\($0)" }, births: people.map(\.birth),
        sexes: Factor(people.map(\.sex)), registeredFrom: people.map(\.from),
        registeredTo: people.map(\.to), deaths: people.map(\.death),
        indexDates: people.map(\.index),
        attributes: try Table([
          (
            "deprivation",
            .real(
              Values(
                people.map { $0.deprivation ?? 0 }, missing: people.map { $0.deprivation == nil }))
          ),
          ("network", .factor(Factor(people.map(\.network)))),
          ("joined", .day(Values(people.map(\.from)))),
          (
            "diagnosed",
            .day(
              Values(
                people.map { $0.diagnosed ?? day(0) }, missing: people.map { $0.diagnosed == nil }))
          ),
        ]))
    }
  }

  var history: ActivityHistory {
    ActivityHistory(
      logs: [
        .aAndE: log(\.attendances), .nonElective: log(\.admissions),
      ], packages: packages, coverage: coverage, settingCoverage: settingCoverage,
      measurements: measurements)
  }

  private func log(_ days: KeyPath<Person, [Day]>) -> ActivityLog {
    var persons: [Int] = []
    var used: [Day] = []
    for (row, person) in people.enumerated() {
      for day in person[keyPath: days] {
        persons.append(row)
        used.append(day)
      }
    }
    return ActivityLog(personCount: people.count, persons: persons, days: used)
  }
}
