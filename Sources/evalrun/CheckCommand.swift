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
    for input in check.inputs {
      let verdict = check.verdict(on: input)
      table.append([
        verdict?.source ?? input.source, input.fileName, "\(input.rowsRead)",
        "\(input.rowsKept)", "\(input.rowsLeftOut)", verdict?.verdict.rawValue ?? "",
      ])
    }
    var lines = [check.title, ""] + table.lines
    for input in check.inputs {
      for refusal in input.refused {
        lines.append(
          "\(check.verdict(on: input)?.source ?? input.source): \(refusal.rows) rows left out, "
            + "\(refusal.reason) (first: \(refusal.firstPlace))")
      }
    }
    for verdict in check.adequacy {
      for reason in verdict.reasons { lines.append("\(verdict.source): \(reason)") }
    }
    lines.append("")
    var outcomes = AlignedText(header: ["outcome", "months", "verdict", "reasons"])
    for outcome in check.outcomeAdequacy {
      outcomes.append([
        outcome.label, "\(outcome.windowMonths)", outcome.verdict.rawValue,
        "\(outcome.reasons.count)",
      ])
    }
    lines += outcomes.lines
    if let sentence = check.outcomeAdequacy.first?.sentence { lines.append(sentence) }
    if let population = check.population {
      lines += [""] + population.sentences
      let segments = population.reach.filter {
        $0.grouping == StudyResults.ReachResult.segments
      }
      if !segments.isEmpty {
        var table = AlignedText(header: ["segment", "on the register", "seen", "share"])
        for segment in segments {
          table.append([
            segment.group, "\(segment.eligible)", "\(segment.seen)",
            segment.share.map { "\((1000 * $0).rounded() / 10)%" } ?? "*",
          ])
        }
        lines += [""] + table.lines
      }
    }
    return lines.joined(separator: "\n")
  }
}
