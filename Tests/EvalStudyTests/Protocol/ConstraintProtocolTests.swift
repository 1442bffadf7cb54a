import EvalStats
import Testing

@testable import EvalStudy

@Suite("Exclusions and rules about pairs in a protocol")
struct ConstraintProtocolTests {
  private static let start = """
    title: Rules
    selection: recorded use
    calendar:
      coverage: {from: 2014-04-01, to: 2017-12-31}
      index: {from: 2016-04-01, to: 2017-03-31}
    sources: {persons: persons.csv, mdt_contacts: contacts.csv, ae: ae.csv}

    """

  private func read(_ rest: String) throws -> StudyProtocol {
    try StudyProtocol(yaml: Self.start + rest + "\n", file: "study.yml")
  }

  private func failure(_ rest: String) -> String? {
    let error = #expect(throws: ProtocolError.self) { _ = try read(rest) }
    return error?.description
  }

  @Test("every rule is read as it is meant, in its order")
  func exclusions() throws {
    let plan = try read(
      """
      outcomes: [aAndE]
      exclusions:
        - {age_below: 18}
        - {age_above: 95.5, arm: treated}
        - {sex: missing}
        - {attribute: care_home, in: [yes], label: lives in a care home}
        - {attribute: network, not_in: [N1, N2], missing: true, arm: treated}
        - {attribute: practice, missing: true}
        - {date: palliative_date, before_index: true}
        - {date: palliative_date, days_before: 90, arm: control}
        - {date: screened_date, never: true}
        - {date: death_date, before_index: true}
        - {prior_use: mentalHealth, days: 365}
        - {registered_below_months: 24}
        - {dies_within_days: 30, allow_future: true}
      """)
    #expect(
      plan.exclusions.map(\.rule) == [
        .ageBelow(18), .ageAbove(95.5), .sexMissing,
        .attribute("care_home", .listed(["yes"], orMissing: false)),
        .attribute("network", .notListed(["N1", "N2"], orMissing: true)),
        .attribute("practice", .missing), .date(.attribute("palliative_date"), .before),
        .date(.attribute("palliative_date"), .withinDaysBefore(90)),
        .date(.attribute("screened_date"), .neverBefore), .date(.death, .before),
        .use(.mentalHealth, Window(firstDay: -365, lastDay: -1)),
        .registeredLess(thanDays: 730), .diesWithin(days: 30, allowsFuture: true),
      ])
    #expect(
      plan.exclusions.map(\.arms) == [
        .both, .treated, .both, .both, .treated, .both, .both, .control, .both, .both, .both,
        .both, .both,
      ])
    #expect(plan.exclusions[3].label == "lives in a care home")
    #expect(plan.exclusions[10].label == "Mental health contacts in days −365…−1")
    #expect(
      plan.attributes == ["care_home", "network", "practice", "palliative_date", "screened_date"])
    #expect(plan.dateAttributes == ["palliative_date", "palliative_date", "screened_date"])
    #expect(plan.design().exclusions == plan.exclusions)
  }

  @Test("a rule that is none, or two, or reads the future, is refused with its place")
  func badExclusions() {
    func rule(_ text: String) -> String? {
      failure("outcomes: [aAndE]\nexclusions:\n  - \(text)")
    }
    #expect(
      rule("{age_belw: 18}")
        == "study.yml, line 9, key 'exclusions.age_belw': unknown key; did you mean 'age_below'?")
    #expect(rule("{age_below: 18, sex: missing}")?.contains("in each rule") == true)
    #expect(
      rule("{age_below: 18, in: [a]}")
        == "study.yml, line 9, key 'exclusions.in': 'in' does not go with 'age_below'; take it out")
    #expect(
      rule("{attribute: practice}")?.hasSuffix(
        "expected 'in', 'not_in' or 'missing: true' with the attribute") == true)
    #expect(
      rule("{date: palliative_date, before_index: true, never: true}")?.hasSuffix(
        "'before_index: true', 'days_before' or 'never: true' with the date") == true)
    #expect(
      rule("{date: registered_to, before_index: true}")?.contains("risk sets do not ask") == true)
    #expect(
      rule("{dies_within_days: 30}")
        == "study.yml, line 9, key 'exclusions.dies_within_days': the rule asks what happened after "
        + "the index date, which would choose people by their future; take it out, or set "
        + "'allow_future: true' and say so beside every result")
    #expect(
      rule("{prior_use: aAndE, days: [-900, -1]}")?.contains("begin before the coverage of 'aAndE'")
        == true)
    #expect(rule("{prior_use: aAndE, days: [-9, 9]}")?.contains("days before the index") == true)
    #expect(
      failure("outcomes: [aAndE]\nexclusions: [{age_below: 18}, {age_below: 18}]")?
        .hasSuffix("expected each rule once") == true)
  }

  @Test("rules about pairs become the design")
  func pairs() throws {
    let plan = try read(
      """
      outcomes: [aAndE]
      seed: 12
      matching:
        exact: [sex]
        within: {age: 5, imd_decile: 2, risk_score: 0.1}
        anti_exact: [{attribute: practice}]
        exclude_controls: {network: pilot, practice: [A1, A2], ward: [pilot]}
        score: none
        order: random
        later_treated: censor
      """)
    let design = plan.design()
    #expect(
      design.within == [
        CovariateCaliper(.age, width: 5), CovariateCaliper(.attribute("imd_decile"), width: 2),
        CovariateCaliper(.measurement("risk_score"), width: 0.1),
      ])
    #expect(design.antiExact == [.attribute("practice")])
    #expect(
      design.excludedControls == [
        .init(attribute: "network", values: .ofTreated),
        .init(attribute: "practice", values: .listed(["A1", "A2"])),
        .init(attribute: "ward", values: .listed(["pilot"])),
      ])
    #expect(design.choice == .random(seed: 12) && design.caliper == nil)
    #expect(design.reuse == .none && design.censorsControlsAtOwnIndex)
    #expect(plan.attributes == ["imd_decile", "practice", "network", "ward"])
    // Held to a risk score, the match is on recent use.
    #expect(plan.matchesOnRecentUse && plan.hasCounterpart)
    let listed = try read(
      """
      outcomes: [aAndE]
      matching:
        within:
          - {age: 5}
          - {prior_use: aAndE, days: 365, by: 2}
          - {attribute: frailty, by: 0}
      """)
    let recent = Covariate.priorUse(.aAndE, firstDay: -365, lastDay: -1)
    #expect(
      listed.design().within == [
        CovariateCaliper(.age, width: 5), CovariateCaliper(recent, width: 2),
        CovariateCaliper(.attribute("frailty"), width: 0),
      ])
    // The fit without recent use lets go of the caliper on it.
    #expect(!listed.design(.earlier).within.contains { $0.covariate == recent })
    #expect(listed.design().choice == .score && listed.design().caliper == 0.2)
    #expect(try read("outcomes: [aAndE]\nmatching: {score: none}").design().choice == .nearest)
  }

  @Test("rules about pairs that contradict one another are refused with the remedy")
  func badPairs() {
    func matching(_ text: String) -> String? {
      failure("outcomes: [aAndE]\nmatching: {\(text)}")
    }
    #expect(
      matching("exact: [{attribute: practice}], anti_exact: [{attribute: practice}]")
        == "study.yml, line 8, key 'matching.anti_exact': 'practice' is under 'exact' too, so that "
        + "controls would have to share it and to differ in it; take it out of one of them")
    #expect(
      matching("exact: [{attribute: practice}], exclude_controls: {practice: pilot}")?
        .contains("every control would share it with somebody treated") == true)
    #expect(
      matching("within: {sex: 1}")
        == "study.yml, line 8, key 'matching.within.sex': sex has no distance; put it under 'exact'"
    )
    #expect(matching("within: {age: -1}")?.hasSuffix("0 or a number above it") == true)
    #expect(matching("within: [{age: 1}, {age: 2}]")?.hasSuffix("each covariate once") == true)
    #expect(
      matching("score: none, caliper: 0.2")
        == "study.yml, line 8, key 'matching.caliper': there is no score to hold a caliper to; name "
        + "covariates under 'within' or take this out")
    #expect(matching("order: random")?.contains("set 'score: none'") == true)
    #expect(matching("exclude_controls: {practice: []}")?.contains("at least one value") == true)
    #expect(matching("within: 5")?.contains("a group") == true)
  }

  @Test("no outcome is asked for in so many words, and then nothing that needs one")
  func noOutcome() throws {
    let plan = try read("outcomes: none")
    #expect(plan.outcomes.isEmpty && plan.primary == nil && plan.costs == nil)
    #expect(plan.matching.covariates == [.age, .sex])
    #expect(failure("title2: x")?.contains("unknown key") == true)
    #expect(failure("seed: 1")?.contains("key 'outcomes': the key is missing") == true)
    for idle in ["windows: [6]", "subgroups: [network]"] {
      #expect(
        failure("outcomes: none\n\(idle)")?.hasSuffix(
          "the protocol asks for no outcome, so that nothing would be made of this; take it out")
          == true)
    }
    #expect(
      failure("outcomes: none\nprimary: {setting: aAndE, window: 12}")?
        .contains("is not among the outcomes") == true)
  }
}
