/// A treated person and a control matched to each other, by their rows.
public struct MatchedPair: Sendable, Hashable {
  /// Row of the treated person.
  public let treated: Int
  /// Row of the control.
  public let control: Int

  /// Creates a pair.
  public init(treated: Int, control: Int) {
    self.treated = treated
    self.control = control
  }
}
