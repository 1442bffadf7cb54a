/// How far a match has come.
public struct MatchingProgress: Sendable, Equatable {
  /// People who looked for partners and have been served, or found that there are none.
  public let done: Int
  /// All who look for partners.
  public let total: Int

  /// Creates a progress.
  public init(done: Int, total: Int) {
    self.done = done
    self.total = total
  }
}
