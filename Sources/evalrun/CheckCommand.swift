import ArgumentParser
import EvalStudy
import Foundation

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Reads a protocol and its extracts and judges them.")

  @Argument(help: "The protocol of the study, a YAML file.")
  var study: String

  func run() throws {
    let plan = try StudyProtocol(contentsOf: study)
    let folder = URL(fileURLWithPath: study).deletingLastPathComponent()
    let extracts = try StudyExtracts(plan, folder: folder)
    print("\(plan.title): \(extracts.register.count) people")
  }
}
