/// The sign test: whether rises are as likely as falls, by the exact binomial.
///
/// Differences of zero count for neither. It asks nothing of the differences but independence, and
/// so sees less than the signed-rank test where they are symmetric.
public struct SignTest: Sendable, Equatable {
  /// Differences above zero.
  public let positive: Int
  /// Differences below zero.
  public let negative: Int
  /// P(as few rises or fewer)
  public let pLess: Double
  /// P(as many rises or more)
  public let pGreater: Double
  /// Twice the smaller tail, at most 1.
  public let pTwoSided: Double
  /// The exact 95% interval of the share of rises among the changes (Clopper–Pearson).
  public let shareInterval: ClosedRange<Double>
  /// The exact interval of the median difference, at least 95%, from order statistics of all
  /// differences; `nil` for fewer than six.
  public let medianInterval: ClosedRange<Double>?

  /// - Throws: `ChangeError.invalidValue`; `.noVariation` where every difference is zero.
  /// - Complexity: O(*n* log *n*)
  public init(_ differences: [Double]) throws(ChangeError) {
    for (row, value) in differences.enumerated() where !value.isFinite {
      throw .invalidValue(column: "differences", row: row)
    }
    positive = differences.count { $0 > 0 }
    negative = differences.count { $0 < 0 }
    let changes = positive + negative
    guard changes > 0 else { throw .noVariation(method: "the sign test") }
    let null = Binomial(trials: changes, probability: 0.5)
    pLess = null.cumulative(positive)
    pGreater = null.survival(positive - 1)
    pTwoSided = min(1, 2 * min(pLess, pGreater))
    shareInterval = Binomial.shareInterval(successes: positive, trials: changes)
    // The first order statistic whose lower tail is more than a fortieth is the lower end.
    let below = Binomial(trials: differences.count, probability: 0.5).quantile(0.025)
    let sorted = differences.sorted()
    medianInterval = below == 0 ? nil : sorted[below - 1]...sorted[sorted.count - below]
  }
}
