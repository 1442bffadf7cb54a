import EvalTestSupport
import Testing

@Suite("A study that cannot be evaluated ends in one line, exit code 65 and no output")
struct BadDesignTests {
  /// Runs a spoilt study and holds what it says.
  func refuse(
    _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    spoil: (TinyStudy) throws -> Void
  ) throws {
    let study = try TinyStudy()
    defer { study.clean() }
    try spoil(study)
    let inputs = try study.leftovers()
    let tool = try RunningTool(["run", study.study.path, "--out", study.output.path])
    #expect(tool.status == 65, sourceLocation: sourceLocation)
    #expect(tool.errors == "evalrun: \(message)\n", sourceLocation: sourceLocation)
    #expect(tool.output.isEmpty, sourceLocation: sourceLocation)
    #expect(try study.leftovers() == inputs, sourceLocation: sourceLocation)
  }

  @Test("an empty treated arm: nobody's first contact is admitted")
  func emptyTreatedArm() throws {
    try refuse(
      "treated arm: everybody with an index date was left out (index date outside the admitted "
        + "range: about 10); widen the index dates or shorten the look-back"
    ) {
      try $0.replace(
        "index: {from: 2016-07-01,", with: "index: {from: 2016-07-02,", in: "study.yml")
    }
  }

  @Test("an empty control arm: everybody was taken on")
  func emptyControlArm() throws {
    try refuse(
      "control arm: nobody was at risk on any index date (taken on before the index dates or too "
        + "soon after: about 50); supply people who were not taken on or shorten the look-back"
    ) { study in
      for number in 9...48 {
        let person = "P\(number < 10 ? "0" : "")\(number)"
        try study.append("\(person),2015-01-01,N1,GP", to: "mdt_contacts.csv")
      }
      try study.replace("from: 2016-07-01", with: "from: 2016-06-01", in: "study.yml")
    }
  }

  @Test("a covariate that is missing for everyone")
  func allMissing() throws {
    try refuse(
      "covariate 'frailty': the covariate is missing for everyone; leave it out or supply its "
        + "values"
    ) { study in
      let lines = try study.text(of: "persons.csv").split(separator: "\n")
      try study.write(
        lines.enumerated().map { $1 + ($0 == 0 ? ",frailty" : ",") }.joined(separator: "\n")
          + "\n", to: "persons.csv")
      try study.replace("- age", with: "- {attribute: frailty}", in: "study.yml")
    }
  }

  @Test("a covariate that tells the arms apart perfectly")
  func perfectSeparation() throws {
    try refuse(
      "score model, column 'frailty': it predicts the outcome of 48 rows perfectly, so no finite "
        + "coefficient fits best; merge rare levels, leave the covariate out or match on it exactly"
    ) { study in
      let lines = try study.text(of: "persons.csv").split(separator: "\n")
      try study.write(
        lines.enumerated().map { $1 + ($0 == 0 ? ",frailty" : $0 <= 8 ? ",9" : ",1") }
          .joined(separator: "\n") + "\n", to: "persons.csv")
      try study.replace("- age", with: "- {attribute: frailty}", in: "study.yml")
    }
  }

  @Test("a window in which nobody has person-time")
  func noPersonTime() throws {
    try refuse(
      "A&E attendances, 6 months: no outcome can be estimated in any window: treated, days 1…182: "
        + "nobody in the arm was alive and registered on any day of the window; check the "
        + "registration and death dates or choose another window"
    ) { study in
      try study.replace(",2010-01-01,,", with: ",2010-01-01,2016-07-01,", in: "persons.csv")
    }
  }

  @Test("windows that the records do not cover")
  func uncovered() throws {
    try refuse(
      "A&E attendances, 30 months: no outcome can be estimated in any window: the records cover "
        + "2014-07-01 to 2017-12-31, which holds days −913…−1 and 1…913 of no matched set; choose "
        + "shorter windows or supply more records"
    ) { study in
      try study.replace("windows: [6, 12]", with: "windows: [30]", in: "study.yml")
      try study.replace("window: 12}", with: "window: 30}", in: "study.yml")
    }
  }

  @Test("a setting without a unit cost")
  func missingUnitCost() throws {
    try refuse(
      "setting 'aAndE': no unit cost is given for 2016/17; add one or leave the setting out"
    ) { try $0.replace("2016/17,148", with: "2015/16,148", in: "unit_costs.csv") }
  }

  @Test("a unit cost that is not a number")
  func nonNumericUnitCost() throws {
    try refuse(
      "unit_costs.csv, line 2, column 'value': found 'dear', expected pounds as a number; correct "
        + "the row"
    ) { try $0.replace(",148,", with: ",dear,", in: "unit_costs.csv") }
  }
}
