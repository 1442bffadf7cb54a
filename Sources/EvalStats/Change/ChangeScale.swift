/// The scale on which the change among the treated is set against the change among controls.
///
/// Parallel trends is assumed on the chosen scale, and the two can disagree in sign.
public enum ChangeScale: String, Sendable, Codable, CaseIterable {
  /// Rate-of-change ratio: (post₁/pre₁)/(post₀/pre₀).
  case ratio
  /// Difference in differences per 1,000 person-months: (post₁ − pre₁) − (post₀ − pre₀).
  case difference

  /// What is estimated, in words.
  var estimand: String {
    switch self {
    case .ratio: "rate-of-change ratio"
    case .difference: "difference in differences per 1,000 person-months"
    }
  }
}
