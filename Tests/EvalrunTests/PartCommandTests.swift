import Foundation
import Testing

/// A divided match through the built tool.
@Suite("evalrun match --partitions, part, merge")
struct PartCommandTests {
  private static func arguments(_ folder: MatchCommandTests.Folder) -> [String] {
    [
      "match", folder.path("people.csv"), "--formula", "treated ~ risk", "--id", "id", "--distance",
      "column", "--score-column", "risk", "--exact", "sex",
    ]
  }

  @Test("every format of the merged match is that of the whole")
  func merged() throws {
    let folder = try MatchCommandTests.Folder()
    defer { folder.clean() }
    let plan = folder.path("plan")
    let planned = try RunningTool(Self.arguments(folder) + ["--partitions", "3", "--out", plan])
    #expect(planned.status == 0 && planned.output.isEmpty && planned.errors.isEmpty)
    let early = try RunningTool(["merge", plan])
    #expect(early.status == 66 && early.output.isEmpty)
    #expect(
      early.errors
        == "evalrun: \(plan): not yet matched: parts 1, 2 and 3; run 'evalrun part' on each, then "
        + "merge\n")
    for part in 1...3 {
      let tool = try RunningTool(["part", plan, "\(part)"])
      #expect(tool.status == 0 && tool.errors.isEmpty)
      if part == 3 { #expect(tool.output == "part 3 of 3: 0 sets, 0 without partners\n") }
    }
    for format in ["text", "json", "csv"] {
      let whole = try RunningTool(Self.arguments(folder) + ["--format", format])
      let merged = try RunningTool(["merge", plan, "--format", format])
      #expect(merged.status == 0 && merged.output == whole.output && !whole.output.isEmpty)
    }
  }

  @Test("options that do not go together, and a part that is not there, are usage")
  func usage() throws {
    let folder = try MatchCommandTests.Folder()
    defer { folder.clean() }
    let plan = folder.path("plan")
    let cases: [([String], String)] = [
      (["--partitions", "2"], "option --partitions: parts need a folder"),
      (["--out", plan], "option --out: only the parts"),
      (["--partitions", "0", "--out", plan], "divided into 0 parts"),
      (
        ["--partitions", "2", "--out", plan, "--output", plan],
        "option --output: a plan prints nothing"
      ),
    ]
    for (options, message) in cases {
      let tool = try RunningTool(Self.arguments(folder) + options)
      #expect(tool.status == 64)
      #expect(tool.errors.contains(message), "\(tool.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: plan))
    _ = try RunningTool(Self.arguments(folder) + ["--partitions", "2", "--out", plan])
    let tool = try RunningTool(["part", plan, "3"])
    #expect(tool.status == 64)
    #expect(tool.errors == "evalrun: there is no part 3; the plan has parts 1 to 2\n")
  }
}
