/// People matched to one another, by their rows.
public struct MatchedSet: Sendable, Equatable {
  /// Rows of the treated, usually one.
  public let treated: [Int]
  /// Rows of their controls, in the order in which they were chosen.
  public let controls: [Int]

  /// Creates a set.
  public init(treated: [Int], controls: [Int]) {
    self.treated = treated
    self.controls = controls
  }
}
