import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

@Suite("What a run shows of few people")
struct DisclosureRunTests {
  /// The results of a tiny study under a rule, after `spoil` has changed it.
  static func results(
    _ rule: String, _ spoil: (TinyStudy) throws -> Void = { _ in }
  ) throws -> StudyResults {
    try StudyRunTests.run {
      try $0.replace("disclosure: none", with: "disclosure: \(rule)", in: "study.yml")
      try spoil($0)
    }.results
  }

  @Test("one person left out cannot be had from those before and after")
  func flow() throws {
    // The second treated person is older than any candidate.
    let results = try Self.results("{below: 3}") {
      try $0.replace("P02,1942-06-15", with: "P02,1916-06-15", in: "persons.csv")
      try $0.replace("exact: [sex]", with: "exact: [sex, age_band]", in: "study.yml")
    }
    let steps = results.flow.filter { $0.arm == .treated }
    #expect(steps.first { $0.label == "Admitted to the match" }?.remaining == .exact(10))
    let matched = try #require(steps.first { $0.label == "Matched" })
    #expect(matched.remaining == .exact(5) && matched.lost.map(\.count) == [.suppressed])
    #expect(results.match.treated == .exact(10) && results.match.treatedMatched == .exact(5))
    #expect(results.match.sets == .exact(5))
    let arms = results.outcomes.flatMap(\.arms).filter { $0.arm == .treated }
    #expect(!arms.isEmpty && arms.allSatisfy { $0.people == .exact(5) })
    #expect(results.study.disclosure.contains("rounded to the nearest 5"))
  }

  @Test("rates are those of the counts and the person-months as they are shown")
  func rates() throws {
    let results = try Self.results("hospital episode statistics")
    let arm = try #require(results.outcomes.last?.arms.first { $0.arm == .treated })
    #expect(arm.people == .exact(10) && arm.eventsAfter == .exact(20))
    let months = try #require(arm.personMonthsAfter)
    #expect(agree(try #require(arm.rateAfter), 1000 * 20 / months, relative: 1e-12))
    #expect(agree(try #require(arm.meanPerPersonAfter), 20.0 / 10, relative: 1e-12))
  }

  @Test("the limits of a month are those of its count as it is shown")
  func months() throws {
    // Every treated person attends on one day of the third month after: 8 events, shown as 10.
    let results = try Self.results("hospital episode statistics") { study in
      for person in 1...8 { try study.append("P0\(person),2016-09-10,1,1,RAA", to: "ae.csv") }
    }
    let month = try #require(
      results.monthlyRates.first { $0.arm == .treated && $0.month == 3 && $0.rate ?? 0 > 0 })
    let rate = try #require(month.rate)
    // R 4.2.2: qgamma(0.025, 10)/10 and qgamma(0.975, 11)/10.
    #expect(agree(try #require(month.lower) / rate, 0.4795389, relative: 1e-6))
    #expect(agree(try #require(month.upper) / rate, 1.8390356, relative: 1e-6))
  }

  @Test("a 0/1 characteristic of few people has no figures, and says why")
  func hiddenBalance() throws {
    let results = try Self.results("{below: 5}") {
      try $0.replace("    - age\n", with: "    - age\n    - sex\n", in: "study.yml")
    }
    let rows = results.balance.filter(\.isBinary)
    #expect(!rows.isEmpty)
    for row in rows {
      // Four of the eight treated are women and four men.
      #expect(row.meanTreated == nil && row.meanTreatedMatched == nil)
      #expect(row.meanCandidates != nil)
      let figures = [
        row.standardisedDifferenceBefore, row.standardisedDifferenceAfter,
        row.standardisedDifferencePooledBefore, row.standardisedDifferencePooledAfter,
        row.kolmogorovSmirnovBefore, row.kolmogorovSmirnovAfter, row.ecdfMeanDifferenceBefore,
        row.ecdfMeanDifferenceAfter,
      ]
      #expect(figures.allSatisfy { $0 == nil })
      #expect(row.note?.contains("disclosure") == true)
    }
    let others = results.balance.filter { !$0.isBinary }
    #expect(others.allSatisfy { $0.note == nil && $0.kolmogorovSmirnovAfter != nil })
    // What sums up the table sums up what it shows.
    let shown = others.filter { $0.covariate != "Score" }
      .compactMap { $0.standardisedDifferencePooledBefore.map(abs) }
    let judgement = try #require(results.balanceJudgement)
    #expect(
      agree(
        try #require(judgement.meanBefore), shown.reduce(0, +) / Double(shown.count),
        relative: 1e-12))
    #expect(judgement.largestBefore == shown.max())
  }

  @Test(
    "beside a hidden level the others say no more than their shares as shown; the rest is exact")
  func roundedBalance() throws {
    func rows(_ rule: String) throws -> [StudyResults.BalanceRow] {
      try Self.results(rule) {
        try $0.replace(
          "    - age\n    - {prior_use: aAndE, days: 365}\n",
          with: "    - sex\n    - {attribute: practice}\n", in: "study.yml")
      }.balance
    }
    func row(_ rows: [StudyResults.BalanceRow], _ level: String) throws -> StudyResults.BalanceRow {
      try #require(rows.first { $0.isBinary && $0.covariate.hasSuffix(level) })
    }
    // Of the eight treated two are of practice A0 and three of each other; four are women.
    let (shown, plain) = (try rows("{below: 3}"), try rows("none"))
    #expect(try row(shown, "A0").meanTreated == nil)
    #expect(try row(shown, "A0").kolmogorovSmirnovBefore == nil)
    let other = try row(shown, "A1")
    let candidates = try #require(other.meanCandidates)
    #expect(other.meanTreated == 0.5, "3 of 8 is shown as 5 of 10")
    #expect(other.kolmogorovSmirnovBefore == abs(0.5 - candidates))
    #expect(
      agree(
        try #require(other.standardisedDifferencePooledBefore),
        (0.5 - candidates) / ((0.25 + candidates * (1 - candidates)) / 2).squareRoot(),
        relative: 1e-12))
    // Without a rule the difference is that of the shares as they are, 3/8 and 13/40.
    let exact = try row(plain, "A1")
    #expect(other.note != nil && other.verdict == exact.verdict)
    let (women, plainWomen) = (try row(shown, "F"), try row(plain, "F"))
    #expect(women.note == nil)
    #expect(women.kolmogorovSmirnovBefore == plainWomen.kolmogorovSmirnovBefore)
    #expect(
      agree(try #require(exact.kolmogorovSmirnovBefore), 3.0 / 8 - 13.0 / 40, absolute: 1e-12))
  }

  @Test("the effective number of controls is shown as their number is")
  func effectiveControls() throws {
    for rule in ["none", "hospital episode statistics", "{below: 10}", "{below: 20}"] {
      let match = try Self.results(rule).match
      #expect(match.effectiveSampleSizeControls == match.controlsMatched, "\(rule)")
    }
    #expect(try Self.results("{below: 20}").match.controlsMatched == .suppressed)
  }

  @Test("rows of people are counted as people are, rows of activity one by one")
  func rowAccount() throws {
    let inputs = try Self.results("hospital episode statistics") {
      try $0.replace("sources:\n", with: "sources:\n  bad_rows: refuse\n", in: "study.yml")
      try $0.append("P48,1940-06-15,F,A0,N1,1,0,2010-01-01,,", to: "persons.csv")
      try $0.append("P99,2016-08-05,1,1,RAA", to: "ae.csv")
    }.provenance.inputs
    let persons = try #require(inputs.first { $0.source == "persons" })
    #expect(persons.rowsRead == .exact(50) && persons.rowsKept == .exact(50))
    #expect(persons.refused.map(\.rows) == [.suppressed] && persons.rowsLeftOut == .suppressed)
    let attendances = try #require(inputs.first { $0.source == "ae" })
    #expect(attendances.refused.map(\.rows) == [.exact(1)] && attendances.rowsLeftOut == .exact(1))
  }

  @Test("sets left out of a window are told by a share of the counts as shown, or as few")
  func followUp() throws {
    let caveats = try Self.results("hospital episode statistics") {
      // The year after of the one taken on in December is not wholly recorded.
      try $0.replace("P02,2016-07-01", with: "P02,2016-12-20", in: "mdt_contacts.csv")
      try $0.replace("P02,2016-09-01", with: "P02,2016-12-21", in: "mdt_contacts.csv")
      try $0.replace("to: 2017-12-31", with: "to: 2017-11-30", in: "study.yml")
    }.caveats
    let caveat = try #require(caveats.first { $0.code == "incomplete-follow-up" })
    #expect(caveat.text.contains("over 12 months (fewer than 8 sets)"), "\(caveat.text)")
  }
}
