import Foundation
import Testing

@Suite("evalrun simulate calibrate")
struct CalibrateCommandTests {
  @Test("refuses a number of seeds below one in one line with exit code 64")
  func noSeeds() throws {
    let tool = try RunningTool(["simulate", "calibrate", "--seeds", "0"])
    #expect(tool.status == 64)
    #expect(tool.errors == "evalrun: option --seeds: found 0, expected 1 to 10,000,000\n")
  }

  @Test("refuses a checkpoint that is something else with exit code 65 and leaves it alone")
  func otherFile() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data("person_id\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let tool = try RunningTool([
      "simulate", "calibrate", "--seeds", "1", "--checkpoint", file.path,
    ])
    #expect(tool.status == 65)
    #expect(tool.output.isEmpty)
    #expect(
      tool.errors
        == "evalrun: \(file.path): the file is no checkpoint of a calibration; name another file "
        + "with --checkpoint\n")
    #expect(try String(contentsOf: file, encoding: .utf8) == "person_id\n")
  }
}
