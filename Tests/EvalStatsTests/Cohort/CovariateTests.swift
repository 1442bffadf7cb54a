import EvalStats
import Testing

@Suite("Covariates on a date")
struct CovariateTests {
  private let study = HandMadeStudy(
    people: [
      .init(
        birth: day(-36_525), sex: "M", network: "south",
        attendances: [-91, -90, -1, 0, 5].map { day($0) }),
      .init(birth: day(-20 * 365), deprivation: nil, network: "north", admissions: [day(-10)]),
      .init(network: nil),
    ],
    measurements: [
      "risk score": MeasurementLog(
        personCount: 3, persons: [0, 0, 0, 1], days: [day(-40), day(-1), day(0), day(3)],
        values: [20, 30, 99, 50])
    ])

  private func frame(_ covariates: [Covariate], on date: Day = day(0)) throws -> CovariateFrame {
    try CovariateFrame(
      of: covariates, persons: [0, 1, 2], dates: [date, date, date],
      register: study.register, history: study.history)
  }

  private func numbers(_ covariate: Covariate) throws -> [Double?] {
    guard case .real(let values) = try frame([covariate]).columns[0] else { return [] }
    return (0..<3).map { values[$0] }
  }

  @Test("prior use counts from the first day to the day before, never the day itself")
  func priorUse() throws {
    #expect(try numbers(.priorUse(.aAndE, firstDay: -90, lastDay: -1)) == [2, 0, 0])
    #expect(try numbers(.priorUse(.aAndE, firstDay: -91, lastDay: -90)) == [2, 0, 0])
  }

  @Test("age is days since birth over 365.25")
  func age() throws {
    #expect(try numbers(.age) == [100, 20 * 365 / 365.25, 70 * 365 / 365.25])
  }

  @Test("days since the last event look at the day before and stop at the cap")
  func daysSince() throws {
    #expect(try numbers(.daysSinceLast(.aAndE, cap: 365)) == [1, 365, 365])
    #expect(try numbers(.daysSinceLast(.nonElective, cap: 7)) == [7, 7, 7])
    #expect(try numbers(.daysSinceLast(.nonElective, cap: 60)) == [60, 10, 60])
  }

  @Test("a measurement is the last known before the date, or missing")
  func measurement() throws {
    #expect(try numbers(.measurement("risk score")) == [30, nil, nil])
  }

  @Test("an attribute keeps its kind, and what is missing stays missing")
  func attributes() throws {
    #expect(try numbers(.attribute("deprivation")) == [3, nil, 3])
    let both = try frame([.attribute("network"), .sex, .attribute("deprivation")])
    #expect(both.missingCounts == [1, 0, 1])
    #expect(try both.table().names == ["network", "sex", "deprivation"])
  }

  @Test("changing records on or after the date changes nothing")
  func noFuture() throws {
    let covariates: [Covariate] = [
      .priorUse(.aAndE, firstDay: -365, lastDay: -1), .daysSinceLast(.aAndE, cap: 365),
      .measurement("risk score"), .age,
    ]
    var changed = study
    changed.people[0].attendances = [-91, -90, -1].map { day($0) }
    changed.people[1].attendances = [day(0), day(0), day(1)]
    changed.people[2].death = day(0)
    changed.measurements["risk score"] = MeasurementLog(
      personCount: 3, persons: [0, 0, 2], days: [day(-40), day(-1), day(0)], values: [20, 30, 7])
    let found = try CovariateFrame(
      of: covariates, persons: [0, 1, 2], dates: [day(0), day(0), day(0)],
      register: changed.register, history: changed.history)
    #expect(
      found.design(coding: .everyLevel) == (try frame(covariates)).design(coding: .everyLevel))
  }

  @Test("a design has readable names, a column a level and an indicator for what is missing")
  func design() throws {
    let frame = try frame([
      .sex, .attribute("network"), .attribute("deprivation"),
      .priorUse(.aAndE, firstDay: -90, lastDay: -1),
    ])
    let every = frame.design(coding: .everyLevel)
    #expect(
      every.names == [
        "sex: F", "sex: M", "network: north", "network: south", "network: missing",
        "deprivation", "deprivation: missing", "aAndE, days −90…−1",
      ])
    #expect(every.matrix.row(0) == [0, 1, 0, 1, 0, 3, 0, 2])
    #expect(every.matrix.row(1) == [1, 0, 1, 0, 0, 0, 1, 0])
    #expect(every.matrix.row(2) == [1, 0, 0, 0, 1, 3, 0, 0])
    #expect(
      frame.design(coding: .treatment).names == [
        "sex: M", "network: south", "network: missing", "deprivation", "deprivation: missing",
        "aAndE, days −90…−1",
      ])
  }

  @Test("rows can be picked and repeated")
  func rows() throws {
    let frame = try frame([.sex, .attribute("deprivation")])
    let picked = frame.rows(at: [2, 0, 0])
    #expect(picked.persons == [2, 0, 0])
    #expect(picked.design(coding: .treatment).matrix.column(0) == [0, 1, 1])
    #expect(picked.missingCounts == [0, 0])
  }

  @Test("what cannot be read is an error that names it")
  func errors() throws {
    func failure(_ covariate: Covariate) -> CohortError? {
      #expect(throws: CohortError.self) { try frame([covariate]) }
    }
    #expect(
      failure(.attribute("deprivatoin"))
        == .unknownAttribute("deprivatoin", nearest: ["deprivation"]))
    #expect(failure(.attribute("joined")) == .unusableAttribute("joined", found: "day"))
    #expect(
      failure(.measurement("risk scor"))?.message
        == "no such measurements were supplied; did you mean 'risk score'?")
    #expect(
      failure(.priorUse(.aAndE, firstDay: 1, lastDay: 30))
        == .futureInformation(covariate: "aAndE, days 1…30"))
    #expect(
      failure(.priorUse(.community, firstDay: -30, lastDay: -1)) == .settingNotSupplied(.community))
  }

  @Test("a window that begins before the records is an error, not a count of 0")
  func coverage() throws {
    let year = Covariate.priorUse(.aAndE, firstDay: -365, lastDay: -1)
    #expect(throws: Never.self) { try frame([year], on: day(-1_135)) }
    #expect(
      throws: CohortError.lookBackBeforeCoverage(
        covariate: "aAndE, days −365…−1", needed: day(-1_501), coverageStart: day(-1_500))
    ) { try frame([year], on: day(-1_136)) }
  }
}
