import ArgumentParser
import EvalReport
import EvalStudy

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs the whole evaluation of a study and writes its results and report.")

  @Argument(help: "The protocol of the study, a YAML file.")
  var study: String

  @Option(help: "The folder to write to; an earlier output there is replaced.")
  var out: String

  @Option(help: "A seed in place of the protocol's.")
  var seed: UInt64?

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "No progress and no summary.")
  var quiet = false

  @Option(help: "The form of the summary: text, json or csv.")
  var format = OutputFormat.text

  func run() throws {
    try threads.limit { try evaluate() }
  }

  private func evaluate() throws {
    let folder = try OutputFolder(out)
    let progress = ProgressLine(isQuiet: quiet)
    var step = 0
    let run = try progress.during {
      try StudyRun(protocolAt: study, seed: seed) {
        step += 1
        progress.begin(step: step, of: StudyRun.Step.count, $0.label)
      }
    }
    let report = OutputFolder.File(
      name: "report.html", text: try Report.html(for: run.results))
    try folder.write(run.files(beside: [report]))
    if !quiet { print(try RunSummary(run.results, folder: out).text(as: format), terminator: "") }
  }
}
