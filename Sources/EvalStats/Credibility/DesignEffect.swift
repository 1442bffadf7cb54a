/// By how much clustering multiplies the sample a study needs.
///
/// 1 + (m − 1)ρ for clusters of m with intra-cluster correlation ρ; where sizes vary,
/// 1 + (m(1 + cv²) − 1)ρ with cv their coefficient of variation (Eldridge, Ashby and Kerry 2006,
/// doi:10.1093/ije/dyl129).
public struct DesignEffect: Sendable, Equatable, Codable {
  /// The factor on the number of people; their effective number is the number over it.
  public let factor: Double

  /// - Parameters:
  ///   - clusterSize: The mean size, at least 1.
  ///   - correlation: From 0 to 1.
  ///   - sizeVariation: The standard deviation of the sizes over their mean.
  /// - Throws: `CredibilityError.invalidValue`.
  public init(
    clusterSize: Double, correlation: Double, sizeVariation: Double = 0
  ) throws(CredibilityError) {
    try CredibilityError.require(
      clusterSize >= 1 && clusterSize.isFinite, "the cluster size", clusterSize,
      "at least 1 and finite")
    try CredibilityError.require(
      correlation >= 0 && correlation <= 1, "the intra-cluster correlation", correlation,
      "from 0 to 1")
    try CredibilityError.require(
      sizeVariation >= 0 && sizeVariation.isFinite, "the variation of cluster sizes",
      sizeVariation, "at least 0 and finite")
    factor = 1 + (clusterSize * (1 + sizeVariation * sizeVariation) - 1) * correlation
  }
}
