import Foundation

/// One line on standard error, written anew each time; silent unless that is a terminal.
struct TerminalLine {
  /// Whether anyone sees it.
  let isShown: Bool

  init(isQuiet: Bool) {
    isShown = !isQuiet && isatty(FileHandle.standardError.fileDescriptor) == 1
  }

  /// Puts a text in the place of what stands there; without one, clears the line.
  func show(_ text: String = "") {
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8)) }
  }
}
