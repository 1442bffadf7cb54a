import ArgumentParser
import EvalStudy

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Makes synthetic studies whose true effects are known.",
    subcommands: [IslingtonCommand.self, TestAndLearnCommand.self, CalibrateCommand.self])
}

/// What the two sample studies share.
struct SimulatedStudyOptions: ParsableArguments {
  @Option(help: "The seed; the same seed makes the same study.")
  var seed: UInt64 = 1

  @Option(help: "The folder to write to; it must be new or empty.")
  var out: String

  func write(_ study: SampleStudy) throws {
    try OutputFolder(out, replacesEarlier: false).write(study.files(seed: seed))
    print("synthetic study  \(out)\nevaluate it      evalrun run \(out)/study.yml --out results")
  }
}

struct IslingtonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "islington",
    abstract: "30,000 people in 12 networks, about 1,500 of them taken on in a year.")

  @OptionGroup var options: SimulatedStudyOptions

  func run() throws { try options.write(.islington) }
}

struct TestAndLearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-and-learn", abstract: "A pilot: 123 people taken on among 8,000.")

  @OptionGroup var options: SimulatedStudyOptions

  func run() throws { try options.write(.testAndLearn) }
}
