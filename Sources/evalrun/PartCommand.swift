import ArgumentParser
import EvalStudy

struct PartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "part",
    abstract: "Matches one part of a divided match.",
    discussion: """
      Reads the folder's manifest and the part's own files, writes the part's result beside them. \
      Parts need nothing of one another: run them in any order, anywhere, again if one was stopped.
      """)

  @Argument(help: "The folder written by 'evalrun match --partitions'.")
  var folder: String

  @Argument(help: "Which part, from 1.")
  var part: Int

  @Flag(help: "No summary.")
  var quiet = false

  func run() throws {
    let done = try PartitionFolder(folder).match(part: part)
    if !quiet {
      print(
        "part \(done.part) of \(done.partCount): \(done.sets) sets, \(done.unmatched) without "
          + "partners")
    }
  }
}
