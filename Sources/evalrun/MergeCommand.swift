import ArgumentParser
import EvalStudy

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Puts the parts of a divided match together.",
    discussion: """
      Prints what 'evalrun match' would have printed of the whole, byte for byte.
      """)

  @Argument(help: "The folder written by 'evalrun match --partitions', every part matched.")
  var folder: String

  @Option(help: "Where the table is now, if it was moved.")
  var data: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.write(PartitionFolder(folder).merged(data: data))
  }
}
