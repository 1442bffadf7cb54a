/// What Wilcoxon's signed-rank test does with differences of zero.
public enum ZeroDifferences: String, Sendable, CaseIterable {
  /// They are dropped before ranking (Wilcoxon 1945).
  case wilcoxon
  /// They are ranked with the others and their ranks then dropped (Pratt 1959,
  /// doi:10.1080/01621459.1959.10501526), so that many zeros weaken the evidence.
  case pratt
}

/// The signed ranks of paired differences: Wilcoxon's statistic with its exact null distribution.
///
/// |d| are ranked, ties by their average; W⁺ is the sum of the ranks of the positive differences.
/// Differences are ties when they are equal as numbers: round those that only differ by arithmetic
/// before they come here.
public struct SignedRanks: Sendable, Equatable {
  /// Twice the rank of each difference, in order, zero where it is left out.
  public let doubledRanks: [Int]
  /// W⁺, the sum of the ranks of the positive differences.
  public let positiveSum: Double
  /// W⁻, the sum of the ranks of the negative differences.
  public let negativeSum: Double

  /// - Precondition: no difference is NaN.
  /// - Complexity: O(*n* log *n*)
  public init(differences: [Double], zeros: ZeroDifferences) {
    precondition(!differences.contains { $0.isNaN }, "a difference is not a number")
    let ranked =
      zeros == .pratt
      ? Array(differences.indices) : differences.indices.filter { differences[$0] != 0 }
    let ranks = doubledAverageRanks(ranked.map { abs(differences[$0]) })
    var doubled = [Int](repeating: 0, count: differences.count)
    var positive = 0
    var negative = 0
    for (position, index) in ranked.enumerated() where differences[index] != 0 {
      doubled[index] = ranks[position]
      if differences[index] > 0 { positive += ranks[position] } else { negative += ranks[position] }
    }
    doubledRanks = doubled
    positiveSum = Double(positive) / 2
    negativeSum = Double(negative) / 2
  }

  /// How many differences carry a rank.
  public var count: Int { doubledRanks.count { $0 > 0 } }

  /// The exact null distribution of W⁺.
  ///
  /// - Precondition: at most `SignedRankDistribution.largestCount` differences carry a rank.
  public var distribution: SignedRankDistribution {
    SignedRankDistribution(doubledRanks: doubledRanks.filter { $0 > 0 })
  }
}

/// Twice the rank of each value, ties sharing their average: an integer for every value.
///
/// - Complexity: O(*n* log *n*)
package func doubledAverageRanks(_ values: [Double]) -> [Int] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Int](repeating: 0, count: values.count)
  var first = 0
  while first < order.count {
    var last = first
    while last + 1 < order.count && values[order[last + 1]] == values[order[first]] { last += 1 }
    // Positions first … last hold ranks first + 1 … last + 1.
    for position in first...last { ranks[order[position]] = first + last + 2 }
    first = last + 1
  }
  return ranks
}
