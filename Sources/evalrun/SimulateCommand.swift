import ArgumentParser
import EvalStudy

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Makes a synthetic study whose true effects are known.",
    discussion: "The folder holds the extracts, a protocol and a README with the true effects.")

  @Argument(help: "\(SampleStudy.allCases.map(\.rawValue).joined(separator: ", ")).")
  var study: SampleStudy

  @Option(help: "The seed; the same seed makes the same study.")
  var seed: UInt64 = 1

  @Option(help: "The folder to write to; it must be new or empty.")
  var out: String

  func run() throws {
    try OutputFolder(out).write(study.files(seed: seed))
    print("synthetic study  \(out)\nevaluate it      evalrun run \(out)/study.yml --out results")
  }
}

extension SampleStudy: ExpressibleByArgument {}
