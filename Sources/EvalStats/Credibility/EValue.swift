/// How strong a hidden confounder would have to be to explain a ratio away.
///
/// E = RR + √(RR (RR − 1)), after taking 1/RR for ratios below 1 (VanderWeele and Ding 2017,
/// doi:10.7326/M16-2607): a confounder associated with both the programme and the outcome by ratios
/// of E each, beyond what was matched on, could bring the ratio to 1; weaker ones could not. For
/// rates and risks of common outcomes read as a ratio of rates. For a rate of change the confounder
/// must itself change over time. It does not say that such a confounder exists, or that it does not.
public struct EValue: Sendable, Equatable {
  /// Of the estimate; at least 1.
  public let point: Double
  /// Of the limit nearest 1, 1 where the interval holds 1; `nil` where no limit on that side is
  /// given.
  public let limit: Double?

  /// - Parameters:
  ///   - ratio: Positive.
  ///   - lower: The lower end of its interval; `nil` where unknown.
  ///   - upper: The upper end; `nil` where unknown or unbounded.
  /// - Throws: `CredibilityError.invalidValue` for a ratio that is not positive and finite, or ends
  ///   that do not hold it.
  public init(ratio: Double, lower: Double? = nil, upper: Double? = nil) throws(CredibilityError) {
    try CredibilityError.requireRatio(ratio, lower, upper)
    point = EValue.strength(of: ratio)
    if ratio >= 1 {
      limit = lower.map { $0 <= 1 ? 1 : EValue.strength(of: $0) }
    } else {
      limit = upper.map { $0 >= 1 ? 1 : EValue.strength(of: $0) }
    }
  }

  /// Of a ratio with its interval; `nil` where the estimate is no positive ratio.
  public init?(of finding: Finding) {
    try? self.init(ratio: finding.estimate, lower: finding.lower, upper: finding.upper)
  }

  private static func strength(of ratio: Double) -> Double {
    let above = ratio < 1 ? 1 / ratio : ratio
    // Factored, so that large ratios do not overflow when multiplied.
    return above + above.squareRoot() * (above - 1).squareRoot()
  }
}
