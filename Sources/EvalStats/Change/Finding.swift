/// An estimate with its uncertainty, how it was made and what to keep in mind.
public struct Finding: Sendable, Equatable, Codable {
  /// What is estimated, in words: "rate-of-change ratio", "difference in differences per 1,000
  /// person-months".
  public let estimand: String
  /// The estimator and the correction: "Poisson, CR1S by matched set, t(122)".
  public let method: String
  /// The point estimate.
  public let estimate: Double
  /// Standard error, on the log scale for a ratio; `nil` where the method has none.
  public let standardError: Double?
  /// Lower end of the 95% interval; `nil` where unbounded or not offered.
  public let lower: Double?
  /// Upper end of the 95% interval; `nil` where unbounded or not offered.
  public let upper: Double?
  /// Two-sided p-value; `nil` where the method has none.
  public let pValue: Double?
  /// Degrees of freedom of the reference distribution; `nil` for a normal or none.
  public let degreesOfFreedom: Double?
  /// What a reader must know beside the number, one sentence each.
  public let caveats: [String]

  /// Creates a finding.
  public init(
    estimand: String, method: String, estimate: Double, standardError: Double?, lower: Double?,
    upper: Double?, pValue: Double?, degreesOfFreedom: Double? = nil, caveats: [String] = []
  ) {
    self.estimand = estimand
    self.method = method
    self.estimate = estimate
    self.standardError = standardError
    self.lower = lower
    self.upper = upper
    self.pValue = pValue
    self.degreesOfFreedom = degreesOfFreedom
    self.caveats = caveats
  }
}
