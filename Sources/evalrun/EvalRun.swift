import ArgumentParser

@main
struct EvalRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evalrun",
    abstract: "Evaluates integrated-care programmes: match, measure the change, cost it, report."
  )
}
