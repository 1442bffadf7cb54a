import EvalStudy
import EvalTestSupport
import Foundation
import Testing

@Suite("A check of a study")
struct CheckCommandTests {
  /// What a check of a study says as JSON.
  private func check(_ study: URL) throws -> StudyCheck {
    let tool = try RunningTool(["check", study.path, "--format", "json"])
    #expect(tool.status == 0 && tool.errors.isEmpty)
    return try JSONDecoder().decode(StudyCheck.self, from: Data(tool.output.utf8))
  }

  private func codes(_ check: StudyCheck, _ source: String) -> [String] {
    check.adequacy.first { $0.source == source }?.findings?.map(\.code) ?? []
  }

  @Test("in the shape of Islington finds, without being told, what its data cannot carry")
  func islington() throws {
    let found = try check(URL(fileURLWithPath: SampleData.path("islington/study.yml")))
    for source in ["A&E attendances", "Hospital admissions", "Outpatient appointments"] {
      #expect(codes(found, source).contains("follow-up-cut-short"), "\(source)")
      #expect(codes(found, source).contains("cross-border"), "\(source)")
    }
    #expect(
      codes(found, "Adult social care, quarterly totals") == ["summary-only", "summary-gaps"])
    #expect(codes(found, "Adult social care packages").contains("person-level-years"))
    // Its windows end before April 2019: there is no break to find.
    #expect(!codes(found, "A&E attendances").contains("data-set-break"))
    let social = found.outcomeAdequacy.first {
      $0.outcome == "adultSocialCare" && $0.windowMonths == 12
    }
    #expect(social?.verdict == .notUsable)
    let attendances = found.outcomeAdequacy.first { $0.outcome == "aAndE" }
    #expect(attendances?.ifRecordsAreMissing.map(\.apparentRatio) == [0.95, 0.9, 0.8])
    #expect(attendances?.tippingPoint == nil)
    // Whom the networks have seen, and who uses most.
    let population = try #require(found.population)
    #expect(population.reach.count { $0.grouping == "network" } == 14)
    #expect(
      population.reach.filter { $0.grouping == "segment" }.map(\.group) == [
        "two or more unplanned admissions in a year", "five or more long-term conditions",
        "75 and over", "everyone else", "all",
      ])
    #expect(
      population.firstContacts?.contains { $0.grouping == "referral source" && $0.group == "all" }
        == true)
    #expect(population.concentration.first?.setting == "total")
    #expect(population.concentration.allSatisfy { $0.topShares.count == 5 })
    // 24 months of each source that holds events.
    #expect(found.linkage.count == 3 * 24)
  }

  @Test("says the same in words, with every row accounted for")
  func words() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    try study.write(
      try study.text(of: "study.yml")
        + "segments:\n  - {name: elderly, where: [{covariate: age, at_least: 75}]}\n",
      to: "study.yml")
    let text = try RunningTool(["check", study.study.path])
    #expect(text.status == 0)
    #expect(
      text.output.contains("ae.csv") && text.output.contains("A&E attendances: 100% of index dates")
    )
    #expect(text.output.contains("elderly") && text.output.contains("everyone else"))
    #expect(text.output.contains("no effect at all would look like a ratio of 0.90"))
    let table = try RunningTool(["check", study.study.path, "--format", "csv"])
    #expect(
      table.output.hasPrefix(
        "source,file,rows_read,rows_kept,rows_left_out,verdict,reasons\npersons,persons.csv,48,48,0,"
      ))
    #expect(try RunningTool(["check", study.study.path, "--quiet"]).output.isEmpty)
  }
}
