import Testing

@testable import EvalStats

@Suite("Covariates read together")
struct CovariateReadersTests {
  /// Windows that touch, overlap and lie far apart; with A&E more ends than one pass can hold.
  private static let covariates: [Covariate] = [
    .priorUse(.aAndE, firstDay: -30, lastDay: -1), .age,
    .priorUse(.nonElective, firstDay: -365, lastDay: -1),
    .priorUse(.aAndE, firstDay: -91, lastDay: -31),
    .priorUse(.aAndE, firstDay: -365, lastDay: -92), .daysSinceLast(.aAndE, cap: 400),
    .priorUse(.aAndE, firstDay: -730, lastDay: -366),
    .priorUse(.aAndE, firstDay: -10, lastDay: -5), .attribute("deprivation"),
    .priorUse(.aAndE, firstDay: -200, lastDay: -20), .attribute("network"),
    .priorUse(.aAndE, firstDay: -1, lastDay: -1),
    .priorUse(.adultSocialCare, firstDay: -365, lastDay: -1),
    .priorUse(.outpatient, firstDay: -30, lastDay: -1),
    .priorUse(.outpatient, firstDay: -365, lastDay: -1),
  ]

  private static func study() throws -> (PersonRegister, ActivityHistory) {
    var generator = SeededGenerator(seed: 8)
    var people: [HandMadeStudy.Person] = []
    for person in 0..<40 {
      var own = HandMadeStudy.Person()
      own.deprivation = person % 7 == 3 ? nil : Double(person % 5)
      own.network = person % 6 == 1 ? nil : ["north", "south"][person % 2]
      for _ in 0..<person % 13 {
        own.attendances.append(day(generator.integer(below: 1200) - 1200))
      }
      // Two on one day, and one on the very edge of a window.
      if person % 3 == 0 { own.admissions = [day(-365), day(-40), day(-40)] }
      people.append(own)
    }
    var study = HandMadeStudy(people: people)
    study.packages = PackageLog(
      personCount: 40, persons: [2, 5], starts: [day(-500), day(-20)], ends: [day(-100), day(50)],
      weeklyCosts: [100, 70.5])
    var logs = study.history.logs
    logs[.outpatient] = ActivityLog(
      personCount: 40, persons: (0..<60).map { $0 % 17 }, days: (0..<60).map { day(-$0 * 9) },
      quantities: (0..<60).map { Double($0 % 7) * 0.1 })
    return (
      try study.register,
      ActivityHistory(logs: logs, packages: study.packages, coverage: study.coverage)
    )
  }

  @Test("The values are those of each covariate by itself, bit for bit")
  func together() throws {
    let (register, history) = try Self.study()
    let readers = try CovariateReaders(Self.covariates, register: register, history: history)
    let people = [7, 0, 39, 12, 12, 38, 3, 1, 25, 37, 5, 2]
    for date in [day(0), day(-1), day(-365), day(30)] {
      let values = readers.values(of: people, on: date)
      for (place, covariate) in Self.covariates.enumerated() {
        let own = try CovariateReader(covariate, register: register, history: history)
        for (row, person) in people.enumerated() {
          let value = values[place * people.count + row]
          let expected = own.value(of: person, on: date)
          #expect(
            value.bitPattern == expected.bitPattern || value.isNaN && expected.isNaN,
            "\(covariate.name) of \(person) on \(date)")
        }
      }
    }
    // The windows are not all empty.
    #expect(readers.values(of: people, on: day(0)).count { $0 > 0 } > 60)
  }

  @Test("The columns of people on dates of their own agree with the values, missing ones apart")
  func columns() throws {
    let (register, history) = try Self.study()
    let readers = try CovariateReaders(Self.covariates, register: register, history: history)
    let people = Array(0..<40) + [3]
    let dates = people.indices.map { day(-$0 * 3) }
    let columns = readers.columns(persons: people, dates: dates)
    #expect(columns.count == Self.covariates.count)
    for (place, column) in columns.enumerated() {
      for row in people.indices {
        let value = readers.values(of: [people[row]], on: dates[row])[place]
        switch column {
        case .real(let values): #expect(values[row] == (value.isNaN ? nil : value))
        case .factor(let factor): #expect(factor.codes[row] == (value.isNaN ? -1 : Int32(value)))
        default: Issue.record("a covariate is a number or a category")
        }
      }
    }
  }
}
