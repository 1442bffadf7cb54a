import Foundation
import Synchronization

/// One line on standard error that says how far many like tasks have come, how fast they go and how
/// long they will take; silent unless that is a terminal.
final class SeedProgress: Sendable {
  private let line: TerminalLine
  private let start = ContinuousClock.now
  private let lastShown: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  init(isQuiet: Bool) {
    line = TerminalLine(isQuiet: isQuiet)
  }

  /// Shows where things stand, at most twice a second.
  ///
  /// - Parameters:
  ///   - done: Tasks done since the start.
  ///   - before: Tasks that were done before.
  ///   - total: All tasks.
  func show(done: Int, before: Int, total: Int) {
    guard line.isShown else { return }
    let now = ContinuousClock.now
    let isDue = lastShown.withLock { last in
      if let last, last.duration(to: now) < .milliseconds(500) { return false }
      last = now
      return true
    }
    guard isDue else { return }
    line.show(
      SeedProgress.text(done: done, before: before, total: total, elapsed: start.duration(to: now)))
  }

  /// Clears the line.
  func clear() { line.show() }

  /// `1250 of 10000 seeds, 3.4 a second, 43 min left`
  static func text(done: Int, before: Int, total: Int, elapsed: Duration) -> String {
    let standing = "\(before + done) of \(total) seeds"
    let seconds = elapsed / .seconds(1)
    guard done > 0, seconds > 0 else { return standing }
    let rate = Double(done) / seconds
    let left = Int((Double(total - before - done) / rate).rounded(.up))
    let time = left < 120 ? "\(left) s" : "\((left + 59) / 60) min"
    return "\(standing), \(String(format: "%.1f", rate)) a second, \(time) left"
  }
}
