import ArgumentParser
import EvalStats

/// How many threads a command may use: an option of every command that works on more than a few
/// numbers.
struct ThreadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use at most this many threads; as many as there are processors by default. No result depends "
        + "on it."))
  var threads: Int?

  /// Does the command's work on no more threads than that.
  func limit<Result>(_ work: () throws -> Result) throws -> Result {
    if let threads, threads < 1 {
      throw UsageError(
        option: "--threads", problem: "found \(threads), expected 1 or more; leave it out for all")
    }
    return try ThreadLimit.atMost(threads, work)
  }
}
