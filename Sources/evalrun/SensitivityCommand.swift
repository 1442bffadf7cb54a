import ArgumentParser
import EvalStudy

struct SensitivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity", abstract: "How much hidden bias a finding withstands.",
    discussion: """
      evalrun sensitivity e-value --ratio 0.75 --lower 0.61 --upper 0.92
      evalrun sensitivity bounds pairs.csv --treated change_treated --control change_control
      """,
    subcommands: [EValueCommand.self, BoundsCommand.self])
}

struct EValueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "e-value",
    abstract: "How strong a hidden confounder would have to be to explain a ratio away.")

  @Option(help: "The ratio.")
  var ratio: Double

  @Option(help: "The lower end of its interval.")
  var lower: Double?

  @Option(help: "The upper end of its interval.")
  var upper: Double?

  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.write(RatioStrength(ratio: ratio, lower: lower, upper: upper))
  }
}

struct BoundsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bounds", abstract: "Rosenbaum bounds for a table with a row a matched pair.")

  @Argument(help: "The table, CSV with a header line, also gzip.")
  var data: String

  @Option(help: "The column with the treated person's value, such as after less before.")
  var treated: String

  @Option(help: "The column with the control's value.")
  var control: String

  @Option(
    help: ArgumentHelp(
      "Sizes of the bias, at least 1, separated by commas; "
        + "\(CommaSeparated(HiddenBias.usualGammas)) by default."),
    transform: CommaSeparated<Double>.init(reading:))
  var gamma = CommaSeparated(HiddenBias.usualGammas)

  @Option(help: "The one-sided significance level.")
  var level = 0.05

  @OptionGroup var output: OutputOptions

  func run() throws {
    let request = HiddenBias(
      treated: treated, control: control, gammas: gamma.values, level: level)
    try output.write(request.run(on: CSVReader.table(at: data)))
  }
}
