internal import EvalLinearAlgebra

/// How many threads the library may use.
///
/// Without a limit it uses every processor for whatever is large enough. A limit holds for all that
/// its closure does, and for what that does in turn; no result depends on it.
///
/// ```swift
/// let match = try ThreadLimit.atMost(4) { () throws(MatchingError) in
///   try problem.matched(by: design)
/// }
/// ```
public enum ThreadLimit {
  /// The limit that holds here; `nil` for none.
  public static var current: Int? { Workers.limit }

  /// Does some work on at most so many threads, the caller's own among them.
  ///
  /// A wider limit inside a narrower one holds for nothing: the narrower does.
  ///
  /// - Parameters:
  ///   - count: threads, at least 1; `nil` to change nothing.
  ///   - work: done on the caller's thread, which the limit follows from there to others.
  /// - Returns: what the work returns.
  /// - Throws: what the work throws.
  public static func atMost<Result, Failure: Error>(
    _ count: Int?, _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let count else { return try work() }
    precondition(count >= 1, "a limit of \(count) threads")
    // `withValue` knows no typed throws: carry the outcome out and throw here.
    let outcome = Workers.$limit.withValue(min(count, Workers.limit ?? count)) {
      Swift.Result(catching: work)
    }
    return try outcome.get()
  }
}
