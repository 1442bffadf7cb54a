/// Which departures from the hypothesis count against it.
public enum Alternative: String, Sendable, Codable, CaseIterable {
  /// Either way.
  case twoSided
  /// Only values below the hypothesis.
  case less
  /// Only values above the hypothesis.
  case greater

  /// The p-value of a standardised statistic under a symmetric law with these tails.
  func pValue(less: Double, greater: Double) -> Double {
    switch self {
    case .twoSided: min(1, 2 * min(less, greater))
    case .less: less
    case .greater: greater
    }
  }
}
