import EvalStats
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStudy

@Suite("A run of a study")
struct StudyRunTests {
  /// Runs a tiny study after `spoil` has changed it.
  static func run(_ spoil: (TinyStudy) throws -> Void = { _ in }) throws -> StudyRun {
    let study = try TinyStudy()
    defer { study.clean() }
    try spoil(study)
    return try StudyRun(protocolAt: study.study.path)
  }

  func outcome(_ run: StudyRun, _ months: Int) throws -> StudyResults.OutcomeResult {
    try #require(run.results.outcomes.first { $0.windowMonths == months })
  }

  @Test("finds the change that was put into the tiny study")
  func change() throws {
    let run = try Self.run()
    let year = try outcome(run, 12)
    #expect(year.isPrimary)
    #expect(year.setsInWindow == .exact(8))
    let treated = try #require(year.arms.first { $0.arm == .treated })
    let control = try #require(year.arms.first { $0.arm == .control })
    #expect(treated.people == .exact(8) && control.people == .exact(16))
    #expect(treated.eventsBefore == .exact(40) && treated.eventsAfter == .exact(22))
    #expect(control.eventsBefore == .exact(80) && control.eventsAfter == .exact(80))
    // 8 people for 365 days of a month of 30.4375 days.
    #expect(agree(try #require(treated.personMonthsBefore), 8 * 365 / 30.4375, relative: 1e-12))
    #expect(agree(try #require(treated.rateBefore), 40_000 * 30.4375 / 2920, relative: 1e-12))
    #expect(agree(try #require(treated.meanPerPersonAfter), 22.0 / 8, relative: 1e-12))
    #expect(agree(try #require(year.rateOfChange).estimate, 0.55, relative: 1e-12))
    #expect(agree(try #require(year.naiveChange).estimate, 0.55, relative: 1e-12))
    #expect(try #require(year.controlShareOfChange) == 0)
    #expect(year.adjustedPValue == nil)
    #expect(
      year.sentence.hasPrefix(
        "In the 12 months after the first contact A&E attendances were 45% lower than the change "
          + "among matched people would lead one to expect (ratio 0.55, 95% interval "))
    #expect(year.alternatives.count >= 4)
  }

  @Test("every estimator is there or says why not, and every p-value is counted")
  func everyTest() throws {
    let results = try Self.run().results
    for outcome in results.outcomes where outcome.rateOfChange != nil {
      let missing = try #require(outcome.unavailable)
      #expect(
        outcome.alternatives.count + missing.count == RateOfChange.Estimator.allCases.count - 1)
      #expect(missing.allSatisfy { !$0.reason.isEmpty })
    }
    let json = String(decoding: try results.json(), as: UTF8.self)
    let within = results.outcomes.flatMap { [$0.naiveChange] + $0.arms.map(\.change) }
    let twice = results.sensitivity.map(\.finding).filter { finding in
      results.outcomes.contains { ([$0.rateOfChange] + $0.alternatives).contains(finding) }
    }
    let uncounted = (within + twice).count { $0?.pValue != nil }
    let multiplicity = try #require(results.multiplicity)
    #expect(
      multiplicity.testCount == json.components(separatedBy: "\"pValue\"").count - 1 - uncounted)
    #expect(multiplicity.adjustedTestCount == results.outcomes.count { $0.adjustedPValue != nil })
    #expect(multiplicity.text.contains("\(multiplicity.mainTestCount) "))
  }

  @Test("months stand against the reference months, hidden where a count is")
  func eventStudies() throws {
    let study = try #require(try Self.run().results.eventStudies?.first)
    #expect(study.referenceFrom == -12 && study.referenceTo == -7)
    #expect(study.months.map(\.month) == Array(-12...(-1)) + Array(1...12))
    #expect(study.months.contains { $0.ratio != nil })
    #expect(study.months.allSatisfy { ($0.ratio == nil) == ($0.notShown != nil) })
    let hidden = try #require(
      try Self.run {
        try $0.replace("disclosure: none", with: "disclosure: {below: 10}", in: "study.yml")
      }.results.eventStudies?.first)
    #expect(hidden.months.isEmpty && hidden.preTrend == nil)
    #expect(hidden.notEstimated?.contains("disclosure") == true)
  }

  @Test("estimates each group the protocol names, in its own words, and counts its tests")
  func subgroups() throws {
    let results = try Self.run {
      try $0.replace(
        "disclosure: none",
        with: "disclosure: none\nsubgroups: [practice, {attribute: imd_decile, quintiles: true}]",
        in: "study.yml")
    }.results
    let subgroups = try #require(results.subgroups)
    #expect(subgroups.map(\.groupNoun) == ["practices", "fifths of imd_decile"])
    let practices = try #require(subgroups.first)
    #expect(practices.windowMonths == 12)
    #expect(practices.groups.map(\.label) == ["A0", "A1", "A2"])
    let people = practices.groups.map(\.people)
    // P01 … P08 stand in A1, A2, A0, …
    #expect(people == [.exact(2), .exact(3), .exact(3)])
    #expect(practices.groups.allSatisfy { ($0.ratio == nil) == ($0.notEstimated != nil) })
    #expect(subgroups[1].groups.map(\.label).first == "1 (most deprived)")
    let tests = subgroups.flatMap {
      [$0.interaction, $0.trend, $0.pooled] + $0.groups.map(\.ratio)
    }.count { $0?.pValue != nil }
    let plain = try Self.run().results
    #expect(plain.subgroups == [])
    #expect(
      results.multiplicity?.testCount == (plain.multiplicity?.testCount ?? 0) + tests)
  }

  @Test("hides groups whose counts are too small")
  func hiddenSubgroups() throws {
    let results = try Self.run {
      try $0.replace(
        "disclosure: none", with: "disclosure: {below: 3}\nsubgroups: [practice]",
        in: "study.yml")
    }.results
    let groups = try #require(results.subgroups?.first?.groups)
    let first = try #require(groups.first)
    #expect(first.people == .suppressed && first.sets == .suppressed && first.ratio == nil)
    #expect(first.notEstimated != nil)
    // 2, 3 and 3 of 8: neither the other groups nor the whole say how many are hidden.
    #expect(groups[1].people == .exact(5) && groups[2].people == .exact(5))
    #expect(
      try #require(results.outcomes.first { $0.windowMonths == 12 }).setsInWindow == .exact(10))
  }

  @Test("says that sets without any variation carry no standard error")
  func noVariation() throws {
    let half = try outcome(Self.run(), 6)
    #expect(agree(try #require(half.rateOfChange).estimate, 1, relative: 1e-12))
    #expect(half.rateOfChange?.standardError == nil)
    #expect(half.naiveChange.map { agree($0.estimate, 0.7, relative: 1e-12) } == true)
    #expect(half.sentence.hasSuffix("how sure that is cannot be said."))
  }

  @Test("costs attendances at their unit cost")
  func costs() throws {
    let run = try Self.run()
    let line = try #require(run.results.costs.first { $0.setting == "aAndE" })
    #expect(line.treatedBefore == 5 * 148 && line.controlBefore == 5 * 148)
    #expect(agree(try #require(line.treatedAfter), 2.75 * 148, relative: 1e-12))
    #expect(agree(line.differenceInDifferences.estimate, -2.25 * 148, relative: 1e-12))
    #expect(line.payer == "ICB")
    #expect(run.results.costs.last?.setting == "total")
  }

  @Test("counts everybody in the flow")
  func flow() throws {
    let results = try Self.run().results
    func remaining(_ arm: Arm, _ label: String) -> DisclosedCount? {
      results.flow.first { $0.arm == arm && $0.label == label }?.remaining
    }
    #expect(remaining(.treated, "With a first MDT contact") == .exact(8))
    #expect(remaining(.treated, "Matched") == .exact(8))
    #expect(remaining(.control, "On the register") == .exact(48))
    #expect(remaining(.control, "At risk on an index date") == .exact(40))
    #expect(remaining(.control, "Matched") == .exact(16))
    #expect(results.match.controlsPerTreated == 2 && results.match.maximumReuse == 1)
  }

  @Test("puts the three fits side by side")
  func threeFits() throws {
    let fits = try Self.run().results.sensitivity
    #expect(
      fits.prefix(3).map(\.label) == [
        "Matched on recent use", "Matched without recent use, on use in months −24…−13",
        "Ratio after, adjusted for use before",
      ])
    #expect(fits.first?.finding.map { agree($0.estimate, 0.55, relative: 1e-12) } == true)
  }

  /// A study in which one treated person, the second, is older than any candidate.
  private static func runWithOneUnmatched(disclosure: String) throws -> StudyRun {
    try run {
      try $0.replace("P02,1942-06-15", with: "P02,1916-06-15", in: "persons.csv")
      try $0.replace("exact: [sex]", with: "exact: [sex, age_band]", in: "study.yml")
      try $0.replace("disclosure: none", with: "disclosure: \(disclosure)", in: "study.yml")
    }
  }

  @Test("says whom the estimate speaks of and how they differ from those left out")
  func representation() throws {
    let match = try Self.runWithOneUnmatched(disclosure: "none").results.match
    #expect(match.treatedMatched == .exact(7) && match.treated == .exact(8))
    let rows = try #require(match.representation)
    let use = try #require(rows.first { $0.covariate.hasPrefix("A&E") })
    // The one left out attended 6 times; of the seven others five attended 6 and two 2 times.
    #expect(use.meanUnmatched == 6)
    #expect(agree(try #require(use.meanMatched), 34.0 / 7, relative: 1e-12))
    let age = try #require(rows.first { $0.covariate == "Age" })
    #expect(agree(try #require(age.meanUnmatched), 100, absolute: 0.1))
    #expect(try #require(age.meanMatched) < 77)
    #expect(try #require(age.standardisedDifference) < -2)
    let sentence = try #require(match.populationDifference)
    #expect(sentence.hasPrefix("They differ most from those left out in Age ("))
  }

  @Test("hides how few people left out differ, and their share")
  func hiddenRepresentation() throws {
    let results = try Self.runWithOneUnmatched(disclosure: "{below: 3}").results
    #expect(results.match.representation == nil && results.match.populationDifference == nil)
    let caveat = try #require(results.caveats.first { $0.code == "unmatched" })
    #expect(caveat.text.hasPrefix("Fewer than 3 people taken on found no control"))
  }

  @Test("judges the balance by thresholds, row by row and in a sentence")
  func judgement() throws {
    let results = try Self.run().results
    let judgement = try #require(results.balanceJudgement)
    let verdicts = results.balance.compactMap(\.verdict)
    #expect(verdicts.count == results.balance.count - 1, "the score is not judged")
    #expect(judgement.verdict == verdicts.max())
    #expect(judgement.denominator == .pooled)
    #expect(judgement.sentence.contains("characteristics"))
    let json = try results.json()
    #expect(try JSONDecoder().decode(StudyResults.self, from: Data(json)) == results)
  }

  @Test("hides small counts and everything made from them")
  func disclosure() throws {
    let run = try Self.run {
      try $0.replace("disclosure: none", with: "disclosure: {below: 10}", in: "study.yml")
    }
    let year = try outcome(run, 12)
    let treated = try #require(year.arms.first { $0.arm == .treated })
    #expect(treated.people == .suppressed)
    #expect(treated.eventsBefore == .suppressed && treated.eventsAfter == .suppressed)
    #expect(treated.rateAfter == nil && treated.meanPerPersonAfter == nil)
    #expect(treated.personMonthsBefore == nil && treated.personMonthsAfter == nil)
    let control = try #require(year.arms.first { $0.arm == .control })
    #expect(control.people == .exact(20) && control.eventsAfter == .exact(80))
    #expect(treated.change == nil && year.rateOfChange == nil && year.naiveChange == nil)
    #expect(year.alternatives.isEmpty)
    #expect(
      year.notEstimated
        == "too few people or events in an arm to be shown or to carry an estimate "
        + "(disclosure rule)")
    let months = run.results.monthlyRates
    #expect(months.allSatisfy { $0.arm == .control || $0.rate == nil })
    #expect(months.contains { $0.rate ?? 0 > 0 })
    let json = String(decoding: try run.results.json(), as: UTF8.self)
    #expect(json.contains("\"*\""))
    #expect(run.results.costs.allSatisfy { $0.setting != "aAndE" })
  }

  @Test("says which window the records do not cover and estimates the others")
  func partlyCovered() throws {
    let run = try Self.run {
      try $0.replace("windows: [6, 12]", with: "windows: [12, 24]", in: "study.yml")
    }
    #expect(try outcome(run, 12).rateOfChange != nil)
    let long = try outcome(run, 24)
    #expect(long.rateOfChange == nil && long.arms.isEmpty)
    #expect(try #require(long.notEstimated).contains("the records cover 2014-07-01 to 2017-12-31"))
    #expect(long.sentence == "A&E attendances over 24 months could not be estimated.")
  }

  @Test("names what went in by hash, with an account of the rows")
  func provenance() throws {
    let provenance = try Self.run().results.provenance
    #expect(provenance.protocolHash.count == 64)
    #expect(
      provenance.inputs.map(\.source) == [
        "persons", "mdt_contacts", "ae", "asc_packages", "unit_costs",
      ])
    #expect(provenance.inputs.allSatisfy { $0.sha256.count == 64 })
    #expect(provenance.inputs.first?.rowsRead == .exact(48))
  }

  @Test("a step more or less leaves the random numbers of the others alone")
  func randomStreams() throws {
    let plain = try Self.run().results
    let more = try Self.run {
      try $0.replace(
        "disclosure: none", with: "disclosure: none\nsubgroups: [practice]", in: "study.yml")
    }.results
    #expect(more.subgroups?.isEmpty == false)
    #expect(more.outcomes == plain.outcomes && more.costs == plain.costs)
    #expect(more.eventStudies == plain.eventStudies && more.sensitivity == plain.sensitivity)
    let fewer = try Self.run {
      try $0.replace(
        "costs:\n  unit_costs: unit_costs.csv\n  price_year: 2016/17\n", with: "", in: "study.yml")
    }.results
    #expect(fewer.costs.isEmpty && !plain.costs.isEmpty)
    #expect(fewer.outcomes == plain.outcomes && fewer.eventStudies == plain.eventStudies)
    // The seed does matter: without it nothing would have been drawn.
    let other = try Self.run { try $0.replace("seed: 1", with: "seed: 2", in: "study.yml") }.results
    #expect(other.costs != plain.costs)
  }

  @Test("gives the same results on any number of threads and in any order of the rows")
  func sameResults() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    let one = try ThreadLimit.atMost(1) { try StudyRun(protocolAt: study.study.path) }
    let four = try ThreadLimit.atMost(4) { try StudyRun(protocolAt: study.study.path) }
    #expect(four.results == one.results)
    for name in ["persons.csv", "mdt_contacts.csv", "ae.csv"] {
      let lines = try study.text(of: name).split(separator: "\n")
      try study.write(
        ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n", to: name)
    }
    var reversed = try StudyRun(protocolAt: study.study.path).results
    #expect(reversed.provenance != one.results.provenance, "the hashes of the files differ")
    reversed.provenance = one.results.provenance
    #expect(reversed == one.results)
  }

  @Test("says at the top that simulated data are simulated")
  func synthetic() throws {
    #expect(try Self.run().results.caveats.first?.code == "synthetic")
    let real = try Self.run {
      try $0.replace("synthetic: true", with: "synthetic: false", in: "study.yml")
    }
    #expect(!real.results.caveats.contains { $0.code == "synthetic" })
  }
}
