import Foundation
import Synchronization

/// One line on standard error that says how far a command has come; silent unless that is a
/// terminal.
final class ProgressLine: Sendable {
  /// Whether anyone sees it.
  let isShown: Bool
  private let start = ContinuousClock.now
  private let count: Mutex<Count?> = Mutex(nil)

  /// Where counted work stood when it was first and last heard of.
  private struct Count {
    let done: Int
    let start: ContinuousClock.Instant
    var lastShown: ContinuousClock.Instant
  }

  init(isQuiet: Bool) {
    isShown = !isQuiet && isatty(FileHandle.standardError.fileDescriptor) == 1
  }

  /// Runs something and clears the line after it, whatever happens.
  func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    defer { write("") }
    return try work()
  }

  /// Says which of several steps begins: its number, its name and the seconds so far.
  func begin(step: Int, of stepCount: Int, _ label: String) {
    let seconds = start.duration(to: .now).components.seconds
    write("[\(step)/\(stepCount)] \(label) … \(seconds) s")
  }

  /// Says where counted work stands, at most twice a second; its clock starts with the first call.
  func show(_ standing: WorkStanding) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let text = count.withLock { count -> String? in
      let isFirst = count == nil
      var current = count ?? Count(done: standing.done, start: now, lastShown: now)
      guard isFirst || current.lastShown.duration(to: now) >= .milliseconds(500) else { return nil }
      current.lastShown = now
      count = current
      return standing.text(
        sinceStart: standing.done - current.done, elapsed: current.start.duration(to: now))
    }
    if let text { write(text) }
  }

  /// Puts a text in the place of what stands there.
  private func write(_ text: String) {
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8)) }
  }
}
