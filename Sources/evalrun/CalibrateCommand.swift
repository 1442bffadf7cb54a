import ArgumentParser
import EvalStudy

struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "How often tests and intervals are right, over many simulated pilots.",
    discussion: """
      Every seed is one pilot under three ways of selecting people, without effect and with a ratio \
      of 0.7, analysed by each of the fits that stand side by side in a report. A seed takes about \
      0.4 s of a processor; with --checkpoint a run that was stopped goes on where it was.
      """)

  @Option(help: "Pilots to simulate, with seeds from 1 on.")
  var seeds = 2_000

  @Option(help: "Keep finished seeds in this file, and take up those it holds.")
  var checkpoint: String?

  @Option(help: "markdown for a page, csv for every figure in full.")
  var format = Format.markdown

  @Option(help: "Write to this file instead of standard output.")
  var output: String?

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "No progress on standard error.")
  var quiet = false

  /// How the tables are printed.
  enum Format: String, CaseIterable, ExpressibleByArgument { case markdown, csv }

  func run() throws {
    guard (1...10_000_000).contains(seeds) else {
      throw UsageError(option: "--seeds", problem: "found \(seeds), expected 1 to 10,000,000")
    }
    let progress = ProgressLine(isQuiet: quiet)
    let table = try threads.limit {
      try progress.during {
        try Calibration().run(
          seedCount: seeds, checkpoint: checkpoint.map { CalibrationCheckpoint(path: $0) },
          progress: {
            progress.show(WorkStanding(noun: "seeds", done: $0 + $1, total: $2))
          })
      }
    }
    try OutputOptions.write(format == .csv ? table.csv : table.markdown, to: output)
  }
}
