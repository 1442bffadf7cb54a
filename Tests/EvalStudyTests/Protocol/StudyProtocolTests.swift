import EvalStats
import EvalTestSupport
import Testing

@testable import EvalStudy

@Suite("A protocol")
struct StudyProtocolTests {
  static let smallest = """
    title: Smallest
    selection: recorded use
    calendar:
      coverage: {from: 2014-04-01, to: 2017-12-31}
      index: {from: 2016-04-01, to: 2017-03-31}
    sources:
      persons: persons.csv
      mdt_contacts: mdt.csv
      ae: ae.csv
    outcomes: [aAndE]
    """

  func day(_ year: Int, _ month: Int, _ day: Int) throws -> Day {
    try #require(Day(year: year, month: month, day: day))
  }

  @Test("fills what is not said with the default design of METHODS")
  func defaults() throws {
    let plan = try StudyProtocol(yaml: Self.smallest, file: "study.yml")
    #expect(plan.selection == .recordedUse)
    #expect(plan.calendar.coverage == (try day(2014, 4, 1))...(try day(2017, 12, 31)))
    #expect(plan.calendar.lookBackMonths == 12)
    #expect(plan.matching.caliper == 0.2)
    #expect(plan.matching.ratio == 3)
    #expect(plan.matching.minimumControls == 1)
    #expect(plan.matching.maximumReuse == 1)
    #expect(plan.matching.laterTreated == .exclude)
    #expect(plan.matching.exact == [.sex, .ageBand([18, 50, 65, 75, 85])])
    #expect(
      plan.matching.covariates == [
        .age, .sex, .priorUse(.aAndE, Window(firstDay: -365, lastDay: -1)),
      ])
    #expect(plan.outcomes.map(\.windowMonths) == [[6, 12]])
    #expect(plan.disclosure == .hospitalEpisodeStatistics)
    #expect(plan.primary == nil && plan.costs == nil)
    #expect(plan.sources.badRows == .error)
  }

  @Test("moves the default prior use to the year before when people were selected by judgement")
  func judgement() throws {
    let plan = try StudyProtocol(
      yaml: Self.smallest.replacing("recorded use", with: "clinical judgement"), file: "s.yml")
    #expect(
      plan.matching.covariates.last == .priorUse(.aAndE, Window(firstDay: -730, lastDay: -366)))
  }

  @Test("reads every key of the format")
  func everything() throws {
    let plan = try StudyProtocol(
      yaml: """
        title: All
        description: d
        question: q
        synthetic: yes
        selection: both
        seed: 7
        windows: [3, 6]
        calendar:
          coverage: {from: 2012-10-01, to: 2016-06-30}
          coverage_of: {adultSocialCare: {from: 2014-04-01, to: 2016-03-31}}
          index: {from: 2014-10-01, to: 2015-03-31}
          look_back_months: 24
          follow_up_months: 6
        sources:
          dates: uk
          bad_rows: refuse
          persons: p.csv
          mdt_contacts: {file: m.csv, dates: iso}
          ae: {file: ae.csv, format: hes, columns: {person_id: pseudo}}
          asc_packages: asc.csv
        outcomes:
          - aAndE
          - {setting: adultSocialCare, label: Social care cost, windows: 3}
        primary: {setting: aAndE, window: 6}
        matching:
          covariates: [age, {attribute: network}, {prior_use: aAndE, days: [-90, -8]}]
          exact: [age_band, {attribute: practice}]
          age_bands: [60, 80]
          caliper: none
          ratio: 5
          minimum_controls: 2
          replacement: true
          maximum_reuse: 4
          later_treated: never
        costs: {unit_costs: u.csv, price_year: 2014/15, payers: {aAndE: CCG}, window: 6}
        disclosure: {below: 5}
        bootstrap_replicates: 500
        permutations: 999
        """, file: "study.yml")
    #expect(plan.isSynthetic && plan.seed == 7 && plan.selection == .both)
    #expect(plan.outcomes.map(\.windowMonths) == [[3, 6], [3]])
    #expect(plan.outcomes.map(\.label) == ["A&E attendances", "Social care cost"])
    #expect(
      plan.calendar.coverage(of: .adultSocialCare)
        == (try day(2014, 4, 1))...(try day(2016, 3, 31)))
    #expect(plan.sources.of(.persons).first?.dates == .uk)
    #expect(plan.sources.of(.mdtContacts).first?.dates == .iso)
    let attendances = try #require(plan.sources.of(.ae).first)
    let header = ["pseudo", "ENCRYPTED_HESID", "Arrival Date", "ArrivalDate"]
    #expect(attendances.column("person_id", of: .ae, in: header) == "pseudo")
    #expect(attendances.column("arrival_date", of: .ae, in: header) == "Arrival Date")
    #expect(attendances.column("provider", of: .ae, in: header) == nil)
    #expect(attendances.expectedColumn("provider", of: .ae) == "PROCODE3")
    #expect(plan.matching.exact == [.ageBand([60, 80]), .attribute("practice")])
    #expect(plan.matching.covariates.last == .priorUse(.aAndE, Window(firstDay: -90, lastDay: -8)))
    #expect(plan.matching.caliper == nil && plan.matching.maximumReuse == 4)
    #expect(plan.matching.laterTreated == .neverTreatedOnly)
    #expect(plan.costs?.payers[.aAndE] == "CCG" && plan.costs?.payers[.outpatient] == "ICB")
    #expect(plan.disclosure == .below(5))
    #expect(plan.bootstrapReplicates == 500 && plan.permutations == 999)
  }

  @Test(
    "says in one line what is wrong, where, and what to do",
    arguments: [
      (
        "title: Smallest", "tittle: Smallest",
        "study.yml, line 1, key 'tittle': unknown key; did you mean 'title'?"
      ),
      (
        "  index: {from: 2016-04-01, to: 2017-03-31}",
        "  index: {from: 2016-04-01, to: 2017-03-31}\n  folow_up_months: 6",
        "study.yml, line 6, key 'calendar.folow_up_months': unknown key; "
          + "did you mean 'follow_up_months'?"
      ),
      (
        "  ae: ae.csv", "  ae: ae.csv\n  zebra: z.csv",
        "study.yml, line 10, key 'sources.zebra': unknown key; expected one of dates, bad_rows, "
          + "database, local_providers, persons, registrations, areas, mdt_contacts, ae, "
          + "inpatient, outpatient, gp, community, ambulance, mental_health, "
          + "mental_health_referrals, asc_packages, asc_summary, safeguarding, risk_scores"
      ),
      (
        "selection: recorded use\n", "",
        "study.yml, line 1, key 'selection': the key is missing; add it with how people were "
          + "selected: recorded use, clinical judgement or both"
      ),
      (
        "recorded use", "recorded us",
        "study.yml, line 2, key 'selection': found 'recorded us', expected one of recorded use, "
          + "clinical judgement, both; did you mean 'recorded use'?"
      ),
      (
        "2016-04-01", "2016-02-30",
        "study.yml, line 5, key 'calendar.index.from': found '2016-02-30', expected a date such "
          + "as 2016-04-01"
      ),
      (
        "to: 2017-03-31", "to: 2016-03-31",
        "study.yml, line 5, key 'calendar.index.to': the last day 2016-03-31 is before the first "
          + "day 2016-04-01"
      ),
      (
        "to: 2017-03-31", "to: 2018-03-31",
        "study.yml, line 5, key 'calendar.index': the index dates 2016-04-01 to 2018-03-31 lie "
          + "outside the coverage 2014-04-01 to 2017-12-31; correct one of them"
      ),
      (
        "[aAndE]", "[aAndE, outpatient]",
        "study.yml, line 10, key 'outcomes': no extract records 'outpatient'; name its file under "
          + "'sources'"
      ),
      (
        "[aAndE]", "[]",
        "study.yml, line 10, key 'outcomes': found a list, expected at least one setting, or "
          + "none for a match alone"
      ),
      (
        "title: Smallest", "title: [a, b]",
        "study.yml, line 1, key 'title': found a list, expected text"
      ),
      (
        "title: Smallest", "title: Smallest\ntitle: Twice",
        "study.yml, line 1: this is not YAML: the key 'title' stands twice in one group; check "
          + "the indentation and the quotes"
      ),
      (
        "title: Smallest", "title: Smallest\nmatching: {ratio: 2, minimum_controls: 3}",
        "study.yml, line 2, key 'matching.minimum_controls': at least 3 controls are asked for "
          + "but at most 2 are sought; raise 'ratio' or lower this"
      ),
      (
        "title: Smallest", "title: Smallest\nprimary: {setting: aAndE, window: 9}",
        "study.yml, line 2, key 'primary.window': 9 months is not among the windows of 'aAndE'; "
          + "add it there"
      ),
      (
        "title: Smallest",
        "title: Smallest\nmatching: {covariates: [{prior_use: aAndE, days: 900}]}",
        "study.yml, line 2, key 'matching.covariates': days −900…−1 before the first index "
          + "date 2016-04-01 begin before the coverage of 'aAndE' (2014-04-01); shorten them"
      ),
    ])
  func message(piece: String, other: String, expected: String) throws {
    #expect(Self.smallest.contains(piece))
    let error = #expect(throws: ProtocolError.self) {
      try StudyProtocol(
        yaml: Self.smallest.replacing(piece, with: other, maxReplacements: 1), file: "study.yml")
    }
    #expect(error?.description == expected)
  }

  @Test("that is not there is told from one that cannot be read")
  func missing() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    let error = #expect(throws: ProtocolError.self) {
      try StudyProtocol(contentsOf: study.folder.appendingPathComponent("no.yml").path)
    }
    #expect(error?.code == "missing-file")
    #expect(try StudyProtocol(contentsOf: study.study.path).title == "A tiny study")
  }

  @Test("is hashed by its bytes")
  func hash() throws {
    // FIPS 180-2, example B.1.
    #expect(
      ContentHash.sha256(of: "abc")
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let study = try TinyStudy()
    defer { study.clean() }
    try study.write("abc", to: "abc.txt")
    #expect(
      ContentHash.sha256(ofFileAt: study.folder.appendingPathComponent("abc.txt").path)
        == ContentHash.sha256(of: "abc"))
  }
}
