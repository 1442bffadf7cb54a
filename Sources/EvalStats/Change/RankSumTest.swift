/// The Wilcoxon–Mann–Whitney test of two groups, with what it says of them.
///
/// U counts how often a value of the first group exceeds one of the second, ties a half; the rank
/// sum is U + m(m + 1)/2. It is held against its exact distribution given the ranks, ties included,
/// up to 200 values, and against the normal with continuity correction beyond. It tests that both
/// groups follow one law.
public struct RankSumTest: Sendable, Equatable {
  /// U
  public let statistic: Double
  /// The sum of the ranks of the first group.
  public let rankSum: Double
  /// The rank sum's expectation were the groups alike, m(N + 1)/2.
  public let expectation: Double
  /// Its variance were the groups alike, which accounts for ties.
  public let variance: Double
  /// P(U ≤ u)
  public let pLess: Double
  /// P(U ≥ u)
  public let pGreater: Double
  /// P(|U − E U| ≥ |u − E U|); beyond the exact limit twice the smaller tail.
  public let pTwoSided: Double
  /// The share of pairs in which the first group's value is the larger, ties a half: U/(mn).
  public let probabilityOfSuperiority: Double
  /// The exact law of the rank sum; `nil` beyond the limit.
  let law: RankSumDistribution?

  /// The most values for which the exact distribution is used.
  public static let exactLimit = 200

  /// Whether the distribution is exact.
  public var isExact: Bool { law != nil }

  /// Cliff's δ: the share of pairs with the first group's value above less that with it below.
  public var cliffsDelta: Double { 2 * probabilityOfSuperiority - 1 }

  /// - Parameters:
  ///   - first: Finite; values that should tie must be equal.
  ///   - second: As `first`.
  /// - Throws: `ChangeError.tooFewPeople` for an empty group, `.noVariation` where all values are
  ///   alike, `.invalidValue`.
  /// - Complexity: O(*N m S*) up to the exact limit, S the range of the rank sum; O(*N* log *N*)
  ///   beyond.
  public init(_ first: [Double], _ second: [Double]) throws(ChangeError) {
    try ShiftEstimate.requireFinite(first, column: "first group")
    try ShiftEstimate.requireFinite(second, column: "second group")
    guard !first.isEmpty, !second.isEmpty else { throw .tooFewPeople(found: 0, needed: 1) }
    let doubledRanks = AverageRanks.doubled(first + second)
    let total = doubledRanks.count
    let firstCount = first.count
    let rankSum = Double(doubledRanks[..<firstCount].reduce(0, +)) / 2
    let mean = Double(total + 1) / 2
    let expectation = Double(firstCount) * mean
    let spread = doubledRanks.reduce(0.0) { sum, doubled in
      let distance = Double(doubled) / 2 - mean
      return sum + distance * distance
    }
    guard spread > 0 else { throw .noVariation(method: "the rank-sum test") }
    let pairs = Double(firstCount * second.count)
    let variance = pairs / Double(total * (total - 1)) * spread
    self.rankSum = rankSum
    self.expectation = expectation
    self.variance = variance
    statistic = rankSum - Double(firstCount * (firstCount + 1)) / 2
    probabilityOfSuperiority = statistic / pairs
    guard total <= RankSumTest.exactLimit else {
      let null = Normal(mean: expectation, standardDeviation: variance.squareRoot())
      law = nil
      pLess = null.cumulative(rankSum + 0.5)
      pGreater = null.survival(rankSum - 0.5)
      pTwoSided = min(1, 2 * min(pLess, pGreater))
      return
    }
    let law = RankSumDistribution(doubledRanks: doubledRanks, firstCount: firstCount)
    self.law = law
    pLess = law.cumulative(rankSum)
    pGreater = law.atLeast(rankSum)
    // Both points are quarters of a whole number, so that the mirrored one is exact.
    let mirrored = 2 * expectation - rankSum
    pTwoSided =
      rankSum == expectation
      ? 1
      : min(
        1, law.cumulative(min(rankSum, mirrored)) + law.atLeast(max(rankSum, mirrored)))
  }
}
