/// One line on standard error that says what a run is doing; silent unless that is a terminal.
final class ProgressLine {
  private let stepCount: Int
  private let line: TerminalLine
  private var step = 0
  private var start = ContinuousClock.now

  init(stepCount: Int, isQuiet: Bool) {
    self.stepCount = stepCount
    line = TerminalLine(isQuiet: isQuiet)
  }

  /// Begins a step: its number, its name and the seconds so far.
  func begin(_ label: String) {
    step += 1
    let seconds = start.duration(to: .now).components.seconds
    line.show("[\(step)/\(stepCount)] \(label) … \(seconds) s")
  }

  /// Runs something and clears the line after it, whatever happens.
  func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    start = .now
    defer { line.show() }
    return try work()
  }
}
