import ArgumentParser
import Foundation

@main
struct EvalRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evalrun",
    abstract: "Evaluates integrated-care programmes: match, measure the change, cost it, report.",
    subcommands: [
      RunCommand.self, CheckCommand.self, MatchCommand.self, PartCommand.self, MergeCommand.self,
      FitCommand.self, ChangeCommand.self, PowerCommand.self, SensitivityCommand.self,
      SimulateCommand.self,
    ]
  )

  static func main() {
    let status = ExitStatus.run {
      var command = try parseAsRoot()
      try command.run()
    }
    Foundation.exit(status)
  }
}
