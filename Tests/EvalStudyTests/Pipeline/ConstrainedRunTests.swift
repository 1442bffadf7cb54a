import EvalStats
import EvalTestSupport
import Testing

@testable import EvalStudy

@Suite("A run under exclusions and rules about pairs")
struct ConstrainedRunTests {
  @Test("controls taken on later are followed to the day before, and the report's words say so")
  func censored() throws {
    // A control of the tiny study is taken on 100 days after everybody else.
    let plain = try StudyRunTests.run()
    let control = try #require(plain.match.rows.first { $0.arm == .control }?.person)
    let run = try StudyRunTests.run { study in
      try study.replace("ratio: 2", with: "ratio: 2\n  later_treated: censor", in: "study.yml")
      try study.replace("to: 2016-12-31}", with: "to: 2016-07-31}", in: "study.yml")
      try study.append("\(control),2016-10-09,N1,GP", to: "mdt_contacts.csv")
    }
    #expect(run.match.rows.contains { $0.arm == .control && $0.person == control })
    #expect(run.results.match.method.contains("censored at their own index date"))
    func months(_ run: StudyRun) throws -> Double {
      let year = try #require(run.results.outcomes.first { $0.windowMonths == 12 })
      return try #require(year.arms.first { $0.arm == .control }?.personMonthsAfter)
    }
    // Days 1 to 99 of 365: 266 days fewer.
    #expect(agree(try months(run), try months(plain) - 266 / 30.4375, relative: 1e-12))
    // By default such a person is no control at all.
    let excluded = try StudyRunTests.run { study in
      try study.replace("to: 2016-12-31}", with: "to: 2016-07-31}", in: "study.yml")
      try study.append("\(control),2016-10-09,N1,GP", to: "mdt_contacts.csv")
    }
    #expect(!excluded.match.rows.contains { $0.person == control })
  }

  @Test(
    "a match without a score is estimated as any other, and the fits beside it say what they are")
  func unscored() throws {
    let run = try StudyRunTests.run { study in
      try study.replace(
        "caliper: none",
        with: "score: none\n  within: [{age: 20}, {prior_use: aAndE, days: 365, by: 0}]",
        in: "study.yml")
    }
    #expect(run.match.rows.allSatisfy { $0.score == nil })
    #expect(run.results.match.method.hasPrefix("not scored: "))
    // As alike in use before as the scored match was made: the same answer.
    let year = try #require(run.results.outcomes.first { $0.windowMonths == 12 })
    #expect(agree(try #require(year.rateOfChange).estimate, 0.55, relative: 1e-12))
    #expect(
      run.results.sensitivity.prefix(3).map(\.label) == [
        "Matched on recent use", "Matched without recent use",
        "Ratio after, adjusted for use before",
      ])
    let plain = try StudyRunTests.run { study in
      try study.replace("caliper: none", with: "score: none", in: "study.yml")
    }
    #expect(
      plain.results.sensitivity.prefix(2).map(\.label) == [
        "Matched without a score", "Ratio after, adjusted for use before",
      ])
  }

  @Test("a column an exclusion names as a date is read as days, and a cell that is none is refused")
  func dates() throws {
    func run(_ cell: String, _ policy: String = "error") throws -> StudyRun {
      try StudyRunTests.run { study in
        let lines = try study.text(of: "persons.csv").split(separator: "\n")
        let dated = lines.enumerated().map { row, line in
          row == 0
            ? "\(line),fall_date" : "\(line),\(row == 1 ? "2016-06-30" : row == 2 ? cell : "")"
        }
        try study.write(dated.joined(separator: "\n") + "\n", to: "persons.csv")
        try study.replace(
          "matching:", with: "exclusions: [{date: fall_date, before_index: true}]\nmatching:",
          in: "study.yml")
        try study.replace(
          "sources:", with: "sources:\n  bad_rows: \(policy)", in: "study.yml")
      }
    }
    func lost(_ run: StudyRun) -> StudyResults.FlowStep.Loss? {
      run.results.flow.first { $0.label == "Admitted to the match" }?.lost.first
    }
    // P01 fell the day before; P02 on the day itself, which is not known yet.
    let sound = try run("2016-07-01")
    #expect(lost(sound)?.reason == "fall_date before the index date")
    #expect(lost(sound)?.count == .exact(1))
    // Empty cells say that nobody else fell: no reason for care.
    let persons = sound.results.adequacy.first
    #expect(persons?.reasons.contains { $0.contains("fall_date") } == false)
    let error = #expect(throws: ExtractError.self) { try run("June") }
    #expect(error?.location == "persons.csv, line 3, column 'fall_date'")
    let refused = try run("June", "refuse")
    #expect(refused.results.provenance.inputs.first?.rowsLeftOut == .exact(1))
  }

  @Test("a death allowed to decide who enters stands first among the caveats")
  func future() throws {
    let run = try StudyRunTests.run { study in
      try study.replace(
        "matching:", with: "exclusions: [{dies_within_days: 30, allow_future: true}]\nmatching:",
        in: "study.yml")
    }
    let caveat = try #require(run.results.caveats.first { $0.code == "future-information" })
    #expect(caveat.severity == .headline)
    #expect(caveat.text.contains("died within 30 days after the index date"))
  }
}
