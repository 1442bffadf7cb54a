import ArgumentParser

/// Whether a match is divided instead of made.
struct PartitionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Divide the match into this many parts, write them to --out and stop; then 'evalrun part' "
        + "matches each and 'evalrun merge' prints what this command would."))
  var partitions: Int?

  @Option(help: "The folder for the parts.")
  var out: String?

  /// How many parts to write where; `nil` for none.
  func chosen() throws -> (count: Int, folder: String)? {
    switch (partitions, out) {
    case (nil, nil): return nil
    case (let count?, let folder?): return (count, folder)
    case (_?, nil):
      throw UsageError(
        option: "--partitions", problem: "parts need a folder to stand in; give --out DIR")
    case (nil, _?):
      throw UsageError(
        option: "--out",
        problem: "only the parts of a divided match have a folder; give --partitions, or --output "
          + "for the result")
    }
  }
}
