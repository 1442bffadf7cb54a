import EvalStats
import Testing

@Suite("Rules about pairs that cannot be kept")
struct RiskSetConstraintErrorTests {
  private func failure(_ change: (inout RiskSetDesign) -> Void) -> RiskSetError? {
    var design = RiskSetDesign(covariates: [], caliper: nil, choice: .nearest)
    change(&design)
    return #expect(throws: RiskSetError.self) {
      let study = HandMadeStudy(people: [.init(index: day(0)), .init()])
      _ = try design.match(study.register, history: study.history)
    }
  }

  @Test("a caliper on a category says to match exactly")
  func category() {
    for covariate in [Covariate.sex, .attribute("network")] {
      let error = failure { $0.within = [CovariateCaliper(covariate, width: 1)] }
      #expect(error == .notNumeric(covariate: covariate.name))
      #expect(error?.code == "caliper-on-category")
      #expect(
        error?.description
          == "covariate '\(covariate.name)': a caliper needs numbers and the covariate holds "
          + "categories; match on it exactly instead")
    }
    let dated = failure { $0.within = [CovariateCaliper(.attribute("diagnosed"), width: 1)] }
    #expect(dated == .covariates(.unusableAttribute("diagnosed", found: "day")))
  }

  @Test("an unknown attribute names the nearest, wherever it stands")
  func unknown() {
    let expected = RiskSetError.covariates(
      .unknownAttribute("netwrk", nearest: ["network"]))
    #expect(failure { $0.within = [CovariateCaliper(.attribute("netwrk"), width: 1)] } == expected)
    #expect(failure { $0.antiExact = [.attribute("netwrk")] } == expected)
    #expect(
      failure { $0.excludedControls = [.init(attribute: "netwrk", values: .ofTreated)] } == expected
    )
    #expect(
      failure { $0.excludedControls = [.init(attribute: "netwrk", values: .listed(["a"]))] }
        == .exclusion(.records(.unknownAttribute("netwrk", nearest: ["network"]))))
  }

  @Test("what a control must share and must not is a contradiction")
  func contradiction() {
    let both = failure {
      $0.exact = [.attribute("network")]
      $0.antiExact = [.attribute("network")]
    }
    #expect(
      both?.description
        == "design setting 'anti-exact': found 'network', which is matched exactly too, expected an "
        + "attribute that a control need not share")
    let pilot = failure {
      $0.exact = [.attribute("network")]
      $0.excludedControls = [.init(attribute: "network", values: .ofTreated)]
    }
    #expect(pilot?.location == "design setting 'excluded controls'")
    #expect(failure { $0.antiExact = [.age] } == .notConstant(covariate: "age"))
  }

  @Test("widths and settings that mean nothing are refused by name")
  func settings() {
    for width in [-1, Double.nan, .infinity] {
      let error = failure { $0.within = [CovariateCaliper(.age, width: width)] }
      #expect(error?.location == "design setting 'within'")
    }
    let twice = failure {
      $0.within = [CovariateCaliper(.age, width: 1), CovariateCaliper(.age, width: 2)]
    }
    #expect(
      twice?.message == "found two calipers on 'age', expected one")
    let scoreless = failure { $0.caliper = 0.2 }
    #expect(scoreless?.location == "design setting 'caliper'")
    #expect(
      failure { $0.excludedControls = [.init(attribute: "network", values: .listed([]))] }?.location
        == "design setting 'excluded controls'")
  }
}
