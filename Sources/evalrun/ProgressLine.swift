import Foundation

/// One line on standard error that says what a run is doing; silent unless that is a terminal.
final class ProgressLine {
  private let stepCount: Int
  private let isShown: Bool
  private var step = 0
  private var start = ContinuousClock.now

  init(stepCount: Int, isQuiet: Bool) {
    self.stepCount = stepCount
    isShown = !isQuiet && isatty(FileHandle.standardError.fileDescriptor) == 1
  }

  /// Begins a step: its number, its name and the seconds so far.
  func begin(_ label: String) {
    step += 1
    guard isShown else { return }
    let seconds = start.duration(to: .now).components.seconds
    write("\r\u{1B}[K[\(step)/\(stepCount)] \(label) … \(seconds) s")
  }

  /// Runs something and clears the line after it, whatever happens.
  func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    start = .now
    defer { if isShown { write("\r\u{1B}[K") } }
    return try work()
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
