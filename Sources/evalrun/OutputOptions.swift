import ArgumentParser
import EvalStudy
import Foundation

/// How and where a result is printed: the options every table command shares.
struct OutputOptions: ParsableArguments {
  @Option(help: "How to print: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: OutputFormat = .text

  @Option(help: "Write to this file instead of standard output.")
  var output: String?

  /// Prints a result in the format asked for, or writes it whole to the file asked for.
  func write(_ result: some PrintedResult) throws {
    try Self.write(result.formatted(as: format), to: output)
  }

  /// Prints a text, or writes it whole to a file.
  static func write(_ text: String, to output: String?) throws {
    guard let output else {
      FileHandle.standardOutput.write(Data(text.utf8))
      return
    }
    do {
      try Data(text.utf8).write(to: URL(filePath: output), options: .atomic)
    } catch {
      throw OutputError.cannotCreate(path: output, problem: "the file cannot be written")
    }
  }
}

extension OutputFormat: ExpressibleByArgument {}
