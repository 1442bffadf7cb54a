import ArgumentParser
import EvalStudy
import Foundation

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads a protocol and its extracts and judges what they can carry.",
    discussion: "Nothing is matched and no outcome is looked at.")

  @Argument(help: "The protocol of the study, a YAML file.")
  var study: String

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "No account of rows and no verdicts; errors only.")
  var quiet = false

  @Option(help: "The form of what is printed: text, json or csv.")
  var format = OutputFormat.text

  func run() throws {
    let check = try threads.limit { try StudyCheck(protocolAt: study) }
    if quiet { return }
    switch format {
    case .text: print(text(check))
    case .json: print(String(decoding: try check.json(), as: UTF8.self), terminator: "")
    case .csv: print(check.csv, terminator: "")
    }
  }

  private func text(_ check: StudyCheck) -> String {
    var table = AlignedText(header: ["source", "file", "read", "kept", "left out", "verdict"])
    for (input, verdict) in zip(check.inputs, check.adequacy) {
      table.append([
        verdict.source, input.fileName, "\(input.rowsRead)", "\(input.rowsKept)",
        "\(input.rowsLeftOut)", verdict.verdict.rawValue,
      ])
    }
    var lines = [check.title, ""] + table.lines
    for (input, verdict) in zip(check.inputs, check.adequacy) {
      for refusal in input.refused {
        lines.append(
          "\(verdict.source): \(refusal.rows) rows left out, \(refusal.reason) "
            + "(first: \(refusal.firstPlace))")
      }
      for reason in verdict.reasons { lines.append("\(verdict.source): \(reason)") }
    }
    return lines.joined(separator: "\n")
  }
}
