/// Fisher's randomisation test of paired differences, exact: every difference keeps its size, and
/// each sign is a fair coin.
///
/// The statistic T is the sum of the positive differences; its law is the convolution of {0, |dᵢ|}
/// over whole numbers of the data's last decimal. Two-sided p = P(|T − E T| ≥ |t − E T|). It tests
/// that differences are symmetric about zero, as the paired t does, without normality.
public struct SignPermutationTest: Sendable, Equatable {
  /// The sum of the positive differences.
  public let sumPositive: Double
  /// P(T ≤ t)
  public let pLess: Double
  /// P(T ≥ t)
  public let pGreater: Double
  /// P(|T − E T| ≥ |t − E T|)
  public let pTwoSided: Double

  /// Beyond, 2⁻ⁿ leaves the range of a double.
  private static let largestCount = 1_000
  /// The most points of the law, in units of the last decimal.
  private static let largestTotal = 2_000_000

  /// - Parameters:
  ///   - differences: Finite.
  ///   - scale: 10 for data of one decimal, 100 for two; differences are rounded to 1/`scale`.
  /// - Throws: `ChangeError.invalidValue`; `.noVariation` where every difference is zero;
  ///   `.tooLargeForExact`.
  /// - Complexity: O(*n* · Σ|d| · `scale`)
  public init(_ differences: [Double], scale: Double = 1) throws(ChangeError) {
    precondition(scale > 0 && scale.isFinite, "the scale must be positive, found \(scale)")
    let method = "the permutation of signs"
    var sizes: [Int] = []
    var positive = 0
    var total = 0
    for (row, value) in differences.enumerated() {
      let scaled = (value * scale).rounded()
      guard scaled.isFinite else { throw .invalidValue(column: "differences", row: row) }
      guard abs(scaled) <= Double(SignPermutationTest.largestTotal) else {
        throw .tooLargeForExact(method: method)
      }
      guard scaled != 0 else { continue }
      let size = Int(abs(scaled))
      sizes.append(size)
      total += size
      if scaled > 0 { positive += size }
    }
    guard !sizes.isEmpty else { throw .noVariation(method: method) }
    guard sizes.count <= SignPermutationTest.largestCount,
      total <= SignPermutationTest.largestTotal
    else { throw .tooLargeForExact(method: method) }
    sumPositive = Double(positive) / scale
    let law = SignedRankDistribution.masses(of: sizes)
    let point = positive / law.step
    let last = law.masses.count - 1
    var (less, greater, extreme) = (0.0, 0.0, 0.0)
    let distance = abs(2 * point - last)
    // The law is symmetric: both tails are summed from their thin ends.
    for place in 0...last / 2 where last - 2 * place >= distance {
      extreme += law.masses[place] * (2 * place == last ? 0.5 : 1)
    }
    for place in 0...point { less += law.masses[place] }
    for place in stride(from: last, through: point, by: -1) { greater += law.masses[place] }
    pLess = min(1, less)
    pGreater = min(1, greater)
    pTwoSided = min(1, 2 * extreme)
  }
}
