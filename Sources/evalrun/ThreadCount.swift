import Foundation

/// How many threads a command may use.
struct ThreadCount {
  let count: Int

  /// As many as asked for, or as there are processors.
  init(_ asked: Int?) throws(UsageError) {
    if let asked, asked < 1 {
      throw UsageError(
        option: "--threads", problem: "found \(asked), expected 1 or more; leave it out for all")
    }
    count = asked ?? ProcessInfo.processInfo.activeProcessorCount
  }
}
