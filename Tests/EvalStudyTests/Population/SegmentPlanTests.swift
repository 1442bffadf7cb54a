import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

@Suite("Segments that a protocol names")
struct SegmentPlanTests {
  private static let segments = """
    segments:
      - name: three long-term conditions
        where: [{covariate: {attribute: long_term_conditions}, in: [3, 4]}]
      - name: often in A&E
        where:
          - {covariate: {prior_use: aAndE, days: 365}, at_least: 6}
          - {covariate: age, below: 100}

    """

  /// The reach by segment of the tiny study, everybody's counts shown.
  private func reach(
    _ segments: String, _ spoil: (TinyStudy) throws -> Void = { _ in }
  ) throws -> (rows: [StudyResults.ReachResult], sentences: [String]) {
    let study = try TinyStudy()
    defer { study.clean() }
    try spoil(study)
    let text = try study.text(of: "study.yml")
    try study.write(text + segments, to: "study.yml")
    let population = try #require(try StudyCheck(protocolAt: study.study.path).population)
    return (population.reach.filter { $0.grouping == "segment" }, population.sentences)
  }

  @Test("hold everyone on the register once, with those the programme has seen")
  func counted() throws {
    let rows = try reach(Self.segments).rows
    #expect(
      rows.map(\.group)
        == ["three long-term conditions", "often in A&E", "everyone else", "all"])
    // Of 48 people, 8 of whom were seen: conditions are the number modulo 5; much use is that of
    // the first six and of every third after the eighth.
    #expect(rows.map(\.eligible) == [.exact(19), .exact(12), .exact(17), .exact(48)])
    #expect(rows.map(\.seen) == [.exact(3), .exact(4), .exact(1), .exact(8)])
    #expect(rows[1].share == 4.0 / 12)
  }

  @Test("do not put into a segment whose value is missing, and say how many they passed")
  func undecided() throws {
    let found = try reach(Self.segments) { study in
      try study.replace(
        "P10,1942-06-15,F,A1,N1,1,0,", with: "P10,1942-06-15,F,A1,N1,1,,", in: "persons.csv")
    }
    #expect(found.rows.map(\.eligible) == [.exact(19), .exact(12), .exact(17), .exact(48)])
    #expect(
      found.sentences.contains(
        "Of 1 people in later segments it is not known whether they belong to 'three long-term "
          + "conditions', since a value is missing."))
    let missing = try reach(
      "segments:\n  - {name: unknown, where: [{covariate: {attribute: long_term_conditions}, missing: true}]}\n"
    ) { study in
      try study.replace(
        "P10,1942-06-15,F,A1,N1,1,0,", with: "P10,1942-06-15,F,A1,N1,1,,", in: "persons.csv")
    }
    #expect(missing.rows.first?.eligible == .exact(1))
  }

  @Test("name what of them asks for something that is not there")
  func absent() throws {
    #expect(throws: PopulationError.self) {
      try reach("segments:\n  - {name: women, where: [{covariate: sex, at_least: 2}]}\n")
    }
    #expect(throws: ExtractError.self) {
      try reach(
        "segments:\n  - {name: x, where: [{covariate: {attribute: frailty_band}, in: [high]}]}\n")
    }
    #expect(throws: CohortError.self) {
      try reach(
        "segments:\n  - {name: x, where: [{covariate: {measurement: risk_score}, at_least: 2}]}\n")
    }
  }

  @Test(
    "are refused where the protocol contradicts itself",
    arguments: [
      ("- {where: [{covariate: age, at_least: 1}]}", "what the segment is called"),
      ("- {name: x, where: []}", "at least one condition"),
      ("- {name: everyone else, where: [{covariate: age, below: 1}]}", "different names"),
      ("- {name: x, where: [{covariate: age}]}", "'at_least', 'below'"),
      ("- {name: x, where: [{covariate: age, at_least: 9, below: 9}]}", "nothing is at least"),
      ("- {name: x, where: [{covariate: age, at_least: nan}]}", "a number"),
      ("- {name: x, where: [{covariate: age, in: [1], missing: true}]}", "'missing: true'"),
      ("- {name: x, where: [{covariate: {prior_use: aAndE, days: 3000}, below: 1}]}", "coverage"),
      ("- {name: x, when: [{covariate: age, below: 1}]}", "where"),
    ])
  func refused(segment: String, expected: String) throws {
    let study = try TinyStudy()
    defer { study.clean() }
    let text = try study.text(of: "study.yml") + "segments:\n  \(segment)\n"
    let error = #expect(throws: ProtocolError.self) {
      try StudyProtocol(yaml: text, file: "study.yml")
    }
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
  }
}

@Suite("First contacts")
struct FirstContactTests {
  @Test("are counted by who referred people and where they were seen, each person once")
  func counted() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    // P01 to P08 are taken on through GPs; the second contacts of each do not count.
    try study.replace(
      "P01,2016-07-01,N1,GP", with: "P01,2016-07-01,N1,Hospital", in: "mdt_contacts.csv")
    try study.replace("P02,2016-07-01,N1,GP", with: "P02,2016-07-01,N1,", in: "mdt_contacts.csv")
    try study.replace("P03,2016-07-01,", with: "P03,2016-06-01,", in: "mdt_contacts.csv")
    let population = try #require(try StudyCheck(protocolAt: study.study.path).population)
    #expect(
      population.firstContacts?.map { "\($0.grouping), \($0.group): \($0.people)" } == [
        "referral source, GP: 5", "referral source, Hospital: 1",
        "referral source, not recorded: 1", "referral source, all: 7",
      ])
  }
}
