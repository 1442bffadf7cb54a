/// The proof that no other match of the same design has a smaller total distance.
///
/// Every pair of dual prices bounds the total from below: for each pair the distance less the prices
/// of its two members, its reduced cost, may be made use of only where it is negative, and each
/// member at best takes as many partners as pay. The prices kept here make the bound meet the total,
/// and they were held against *every* admissible pair, not only those the search looked at.
///
/// The bound is for matches of as many people and as many pairs as the constraints allow; it says
/// nothing about matches that leave more people out.
public struct OptimalityCertificate: Sendable, Equatable {
  /// The sum of the distances within sets, forced pairs aside.
  public let totalDistance: Double
  /// A number that no such match can be below.
  public let bound: Double
  /// The dual price of each row: what a further partner is worth to someone who looks for partners,
  /// and the other way round; 0 for rows that take no part. A whole number of people comes first.
  private(set) var prices: [TieredCost] = []

  init(totalDistance: Double, bound: Double) {
    self.totalDistance = totalDistance
    self.bound = bound
  }

  /// The certificate with prices by row.
  func priced(
    rowCount: Int, pairs: AdmissiblePairs, worth: [TieredCost], gain: [TieredCost]
  ) -> OptimalityCertificate {
    var certificate = self
    certificate.prices = Array(repeating: .zero, count: rowCount)
    for (row, price) in zip(pairs.focalRows, worth) { certificate.prices[row] = price }
    for (row, price) in zip(pairs.partnerRows, gain) { certificate.prices[row] = price }
    return certificate
  }

  /// How far the total may be from the best there is; 0 but for rounding.
  public var gap: Double { totalDistance - bound }

  /// How far the total of another match of as many pairs may be from the best there is.
  public func gap(of otherTotal: Double) -> Double { otherTotal - bound }

  /// The gap as a share of the total; 0 where both are 0.
  public var relativeGap: Double {
    let scale = max(abs(totalDistance), abs(bound))
    return scale == 0 ? 0 : gap / scale
  }

  /// Above any worth in people.
  static let outOfReach = 1 << 40
}
