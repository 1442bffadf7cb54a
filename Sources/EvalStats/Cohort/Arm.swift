/// The two sides of a comparison.
public enum Arm: String, Sendable, Codable, CaseIterable {
  /// People taken on by the programme.
  case treated
  /// Matched people who were not.
  case control
}
