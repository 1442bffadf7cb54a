import EvalTestSupport
import Testing

@Suite("The command line")
struct CommandLineTests {
  @Test("explains itself and ends with 0")
  func help() throws {
    let tool = try RunningTool(["--help"])
    #expect(tool.status == 0)
    #expect(tool.output.contains("check"))
    #expect(tool.errors.isEmpty)
  }

  @Test(
    "refuses what it does not know in one line with exit code 64",
    arguments: [["chek"], ["check"], ["check", "--nonsense", "study.yml"]])
  func usage(arguments: [String]) throws {
    let tool = try RunningTool(arguments)
    #expect(tool.status == 64)
    #expect(tool.output.isEmpty)
    #expect(tool.errors.hasPrefix("evalrun: "))
    #expect(tool.errors.split(separator: "\n").count == 1)
  }

  @Test("says that a protocol is not there with exit code 66")
  func missingProtocol() throws {
    let tool = try RunningTool(["check", "nowhere/study.yml"])
    #expect(tool.status == 66)
    #expect(
      tool.errors
        == "evalrun: nowhere/study.yml: there is no such file; check the path of the protocol\n")
  }

  @Test("suggests the nearest key for one that the protocol does not know, with exit code 65")
  func unknownKey() throws {
    let study = try TinyStudy()
    defer { study.clean() }
    try study.replace("  caliper: none", with: "  calliper: none", in: "study.yml")
    let tool = try RunningTool(["check", study.study.path])
    #expect(tool.status == 65)
    #expect(
      tool.errors
        == "evalrun: study.yml, line 26, key 'matching.calliper': unknown key; did you mean "
        + "'caliper'?\n")
    #expect(try study.leftovers().isEmpty)
  }
}
