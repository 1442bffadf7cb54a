import ArgumentParser
import EvalStudy

struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "How often the intervals hold the truth, over many simulated pilots.",
    discussion: "About ten minutes for 2,000 seeds on two cores.")

  @Option(help: "Studies to simulate, with seeds from 1 on.")
  var seeds = 2_000

  @Option(help: "Studies at once; the table does not depend on it.")
  var threads: Int?

  @Option(help: "markdown for a page, csv for every figure in full.")
  var format = Format.markdown

  @Option(help: "Write to this file instead of standard output.")
  var output: String?

  /// How the tables are printed.
  enum Format: String, CaseIterable, ExpressibleByArgument { case markdown, csv }

  func run() throws {
    guard seeds > 0 else {
      throw UsageError(option: "--seeds", problem: "found \(seeds), expected 1 or more")
    }
    let report = CalibrationReport.run(
      seedCount: seeds, threads: try ThreadCount(threads).count)
    let text = format == .csv ? report.csv : report.markdown
    try OutputOptions.write(text, to: output)
  }
}
