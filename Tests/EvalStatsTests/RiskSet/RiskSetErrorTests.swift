import EvalStats
import Testing

@Suite("Risk sets that cannot be formed")
struct RiskSetErrorTests {
  private func failure(
    _ people: [HandMadeStudy.Person], _ design: RiskSetDesign,
    measurements: [String: MeasurementLog] = [:]
  ) -> RiskSetError? {
    #expect(throws: RiskSetError.self) {
      let study = HandMadeStudy(people: people, measurements: measurements)
      _ = try design.match(study.register, history: study.history)
    }
  }

  @Test("an empty treated arm, and an arm nobody is admitted to, are two errors")
  func emptyTreatedArm() {
    let design = RiskSetDesign(covariates: [])
    #expect(failure([.init(), .init()], design) == .noTreated)
    let error = failure([.init(from: day(-10), index: day(0)), .init()], design)
    #expect(error?.code == "no-treated-admitted")
    #expect(
      error?.description
        == "treated arm: everybody with an index date was left out (look-back too short: fewer "
        + "than 8); widen the index dates or shorten the look-back")
  }

  @Test("an empty control arm says why everybody fell out")
  func emptyControlArm() {
    let error = failure(
      [.init(index: day(0)), .init(from: day(-10)), .init(death: day(-5))],
      RiskSetDesign(covariates: []))
    #expect(error?.code == "empty-control-arm")
    #expect(
      error?.message
        == "nobody was at risk on any index date (not alive and registered on any index date: fewer "
        + "than 8, look-back too short: fewer than 8, taken on before the index dates or too soon "
        + "after: fewer than 8); supply people who were not taken on or shorten the look-back")
  }

  @Test("a match without a single set is an error")
  func nobodyMatched() {
    let error = failure(
      [.init(index: day(0)), .init(sex: "M")], RiskSetDesign(covariates: []))
    #expect(error == .nobodyMatched([.tooFewInStratum: 1]))
    #expect(error?.code == "nobody-matched")
  }

  @Test("a covariate nobody has, and one some lack, are named")
  func missing() {
    let noScores = ["risk score": MeasurementLog(personCount: 2, persons: [], days: [], values: [])]
    let scored = RiskSetDesign(covariates: [.measurement("risk score")], missing: .indicator)
    #expect(
      failure([.init(index: day(0)), .init()], scored, measurements: noScores)
        == .covariates(.allMissing(covariate: "risk score")))
    let deprived = RiskSetDesign(covariates: [.attribute("deprivation")])
    let error = failure([.init(index: day(0)), .init(deprivation: nil), .init()], deprived)
    #expect(error?.code == "missing-covariate-values")
    #expect(error?.description.hasPrefix("covariate 'deprivation': ") == true)
  }

  @Test("a missing exact covariate is named, among the treated as among candidates")
  func missingExact() {
    let design = RiskSetDesign(covariates: [], exact: [.sex, .attribute("network")])
    let expected = RiskSetError.covariates(
      .missingValues(covariate: "network", rows: 1, of: 2))
    #expect(
      failure(
        [.init(index: day(0)), .init(index: day(1), network: nil), .init(), .init()], design)
        == expected)
    #expect(failure([.init(index: day(0)), .init(network: nil), .init()], design) == expected)
    // Someone never at risk may miss anything.
    let gone = HandMadeStudy(people: [
      .init(index: day(0)), .init(death: day(-1), network: nil), .init(),
    ])
    #expect(throws: Never.self) { try design.match(gone.register, history: gone.history) }
  }

  @Test("perfect separation names the covariate")
  func separation() {
    let people: [HandMadeStudy.Person] =
      (0..<5).map { .init(index: day($0), deprivation: Double($0)) }
      + (0..<20).map { .init(deprivation: 20 + Double($0)) }
    let error = failure(people, RiskSetDesign(covariates: [.attribute("deprivation")]))
    #expect(error?.code == "separated-outcome")
    #expect(error?.location == "score model, column 'deprivation'")
  }

  @Test("settings that match nobody or mean nothing are refused by name")
  func settings() {
    let people: [HandMadeStudy.Person] = [.init(index: day(0)), .init()]
    var design = RiskSetDesign(covariates: [], ratio: 0)
    #expect(
      failure(people, design)?.description
        == "design setting 'ratio': found 0, expected 1 or more")
    design = RiskSetDesign(covariates: [], ratio: 2, minimumControls: 3)
    #expect(failure(people, design)?.location == "design setting 'minimum controls'")
    design = RiskSetDesign(covariates: [], caliper: -0.1)
    #expect(failure(people, design)?.location == "design setting 'caliper'")
    design = RiskSetDesign(covariates: [], ageBandEdges: [40, 40])
    #expect(failure(people, design)?.location == "design setting 'age bands'")
    design = RiskSetDesign(covariates: [], exact: [.age])
    #expect(failure(people, design) == .notConstant(covariate: "age"))
  }

  @Test("a covariate window before the records is refused, for the earliest index date")
  func coverage() {
    let design = RiskSetDesign(
      covariates: [.priorUse(.aAndE, firstDay: -365, lastDay: -1)],
      admittedIndexDates: day(-1_200)...day(0))
    let error = failure([.init(index: day(-1_200)), .init()], design)
    #expect(error?.code == "look-back-before-coverage")
  }
}
