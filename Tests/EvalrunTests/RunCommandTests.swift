import EvalTestSupport
import Foundation
import Testing

@Suite("The run command")
struct RunCommandTests {
  /// Runs a tiny study and hands over the tool and what the folder holds.
  func run(_ study: TinyStudy, _ options: [String] = []) throws -> RunningTool {
    try RunningTool(["run", study.study.path, "--out", study.output.path] + options)
  }

  func content(_ study: TinyStudy, _ name: String) throws -> String {
    try String(contentsOf: study.output.appendingPathComponent(name), encoding: .utf8)
  }

  @Test("writes the whole output, says where it is and nothing on standard error")
  func output() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    let tool = try run(study)
    #expect(tool.status == 0)
    #expect(tool.errors.isEmpty)
    #expect(try study.leftovers() == ["out"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: study.output.path).sorted() == [
        "balance.csv", "costs.csv", "estimates.csv", "event_study.csv", "flow.csv",
        "manifest.json", "match.csv", "monthly_rates.csv", "outcomes.csv", "report.html",
        "results.json", "subgroups.csv",
      ])
    #expect(
      tool.output.hasPrefix(
        "A tiny study\n8 of 8 taken on matched to 16 of 40 candidates\n"))
    #expect(tool.output.contains("A&E attendances (primary)      12   0.55   0.55"))
    #expect(tool.output.contains("report   \(study.output.path)/report.html"))
    #expect(try content(study, "report.html").contains("A tiny study"))
    #expect(
      try content(study, "match.csv").split(separator: "\n").count == 1 + 8 + 16)
  }

  @Test("shows each segment with whom the programme has seen of it, and who referred them")
  func segments() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    try study.replace(
      "P01,2016-07-01,N1,GP", with: "P01,2016-07-01,N1,Hospital", in: "mdt_contacts.csv")
    try study.write(
      try study.text(of: "study.yml")
        + "segments:\n  - {name: ill, where: [{covariate: {attribute: long_term_conditions}, in: [3, 4]}]}\n",
      to: "study.yml")
    let tool = try run(study)
    #expect(tool.status == 0 && tool.errors.isEmpty)
    let page = try content(study, "report.html")
    #expect(page.contains(">Seen by network<") && page.contains(">Seen by segment<"))
    #expect(
      page.contains(
        "<th scope=\"row\">ill</th><td class=\"n\">19</td><td class=\"n\">3</td>"))
    #expect(page.contains(">First seen, by referral source<"))
    #expect(page.contains("<th scope=\"row\">Hospital</th><td class=\"n\">1</td>"))
    #expect(!page.contains(">First seen, by site<"))
  }

  @Test("a study that asks for no outcome ends with the match, and every output says so")
  func noOutcome() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    try study.replace(
      "outcomes:\n  - setting: aAndE\n    windows: [6, 12]\nprimary: {setting: aAndE, window: 12}",
      with: "outcomes: none", in: "study.yml")
    try study.replace(
      "costs:\n  unit_costs: unit_costs.csv\n  price_year: 2016/17\n", with: "", in: "study.yml")
    let tool = try run(study)
    #expect(tool.status == 0 && tool.errors.isEmpty)
    #expect(tool.output.contains("16 of 40 candidates\n\nno outcome was asked for\n\nreport"))
    let page = try content(study, "report.html")
    #expect(page.contains("No outcome was asked for: this is a match and its balance"))
    #expect(!page.contains("id=\"outcomes\"") && !page.contains("#costs"))
    #expect(page.contains("id=\"balance\"") && page.contains("id=\"limits\""))
    #expect(try content(study, "outcomes.csv").split(separator: "\n").count == 1)
    #expect(try content(study, "match.csv").split(separator: "\n").count == 1 + 8 + 16)
  }

  @Test("gives the same bytes again, whatever the threads and the order of the rows")
  func sameBytes() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    #expect(try run(study, ["--threads", "1"]).status == 0)
    let first = try content(study, "results.json")
    let firstMatch = try content(study, "match.csv")
    #expect(try run(study, ["--threads", "2"]).status == 0)
    #expect(try content(study, "results.json") == first)
    #expect(try content(study, "match.csv") == firstMatch)
    #expect(try study.leftovers() == ["out"])
    for name in ["persons.csv", "ae.csv", "mdt_contacts.csv"] {
      let lines = try study.text(of: name).split(separator: "\n")
      try study.write(
        ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n", to: name)
    }
    #expect(try run(study).status == 0)
    #expect(try content(study, "match.csv") == firstMatch)
    // The hashes of the files differ, and nothing else does.
    func withoutHashes(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.contains("\"sha256\"") }
    }
    #expect(try withoutHashes(content(study, "results.json")) == withoutHashes(first))
  }

  @Test("takes another seed, which moves what is drawn and nothing else")
  func seed() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    #expect(try run(study).status == 0)
    let outcomes = try content(study, "outcomes.csv")
    let results = try content(study, "results.json")
    #expect(try run(study, ["--seed", "2", "--quiet"]).status == 0)
    #expect(try content(study, "outcomes.csv") == outcomes)
    #expect(try content(study, "results.json") != results)
    #expect(try content(study, "manifest.json").contains("\"seed\" : 2"))
  }

  @Test("is silent when asked, and prints JSON or CSV when asked")
  func formats() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    #expect(try run(study, ["--quiet"]).output.isEmpty)
    #expect(try run(study, ["--format", "json"]).output == content(study, "results.json"))
    #expect(try run(study, ["--format", "csv"]).output == content(study, "outcomes.csv"))
  }

  @Test("leaves a folder alone that holds something else, with exit code 73")
  func occupied() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    try FileManager.default.createDirectory(
      at: study.output, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: study.output.appendingPathComponent("thesis.txt"))
    let tool = try run(study)
    #expect(tool.status == 73)
    #expect(
      tool.errors
        == "evalrun: \(study.output.path): the folder holds files that are no output of an earlier "
        + "run; name another folder with --out\n")
    #expect(try content(study, "thesis.txt") == "mine")
    #expect(try study.leftovers() == ["out"])
  }

  @Test("cannot make a folder inside a file: exit code 73, one line, nothing left")
  func cannotCreate() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    let path = study.folder.appendingPathComponent("ae.csv/out").path
    let tool = try RunningTool(["run", study.study.path, "--out", path])
    #expect(tool.status == 73)
    #expect(
      tool.errors
        == "evalrun: \(path): the folder cannot be made; name another folder with --out\n")
    #expect(try study.leftovers().isEmpty)
  }

  @Test("refuses no threads with exit code 64")
  func threads() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    let tool = try run(study, ["--threads", "0"])
    #expect(tool.status == 64)
    #expect(
      tool.errors
        == "evalrun: option --threads: found 0, expected 1 or more; leave it out for all\n")
  }
}
