/// What the signed-rank test does with differences of zero.
public enum ZeroDifferences: String, Sendable, Codable, CaseIterable {
  /// Drops them before ranking.
  case wilcoxon
  /// Ranks them with the others, then drops their ranks (Pratt 1959,
  /// doi:10.1080/01621459.1959.10501526).
  case pratt
}

/// Wilcoxon's signed-rank test of paired differences, with Hodges and Lehmann's estimate.
///
/// W⁺ is the sum of the ranks of |d| over the positive differences, ties taking average ranks. It is
/// held against its exact distribution given those ranks up to 200 differences, and against the
/// normal with continuity correction beyond. It tests that differences are symmetric about zero; for
/// symmetric differences the estimate is their median.
public struct SignedRankTest: Sendable, Equatable {
  /// W⁺
  public let statistic: Double
  /// E W⁺ = Σ rank/2 under the hypothesis of no change.
  public let expectation: Double
  /// Var W⁺ = Σ rank²/4 under the hypothesis of no change, which accounts for ties.
  public let variance: Double
  /// P(W⁺ ≤ w) under the hypothesis of no change.
  public let pLess: Double
  /// P(W⁺ ≥ w) under the hypothesis of no change.
  public let pGreater: Double
  /// Twice the smaller tail, at most 1.
  public let pTwoSided: Double
  /// Whether the distribution is exact.
  public let isExact: Bool
  /// Differences with a rank.
  public let rankedCount: Int
  /// The median of the Walsh averages, of the non-zero differences with `wilcoxon`, of all with
  /// `pratt`.
  public let hodgesLehmann: Double
  /// The shifts that the test does not reject at 5%, holding the ties as they are; `nil` where there
  /// are too few differences for any shift to be rejected.
  public let interval: ClosedRange<Double>?

  /// The most differences for which the exact distribution is used.
  public static let exactLimit = 200

  /// - Parameters:
  ///   - differences: Finite; values that should tie must be equal.
  ///   - zeros: What to do with zeros.
  /// - Throws: `ChangeError.noVariation` where every difference is zero.
  /// - Complexity: O(*n*³) up to the exact limit, O(*n* log *n*) beyond.
  public init(
    _ differences: [Double], zeros: ZeroDifferences = .wilcoxon
  ) throws(ChangeError) {
    for (row, value) in differences.enumerated() where !value.isFinite {
      throw .invalidValue(column: "differences", row: row)
    }
    let ranked = zeros == .wilcoxon ? differences.filter { $0 != 0 } : differences
    let doubledRanks = AverageRanks.doubled(ranked.map(abs))
    let places = ranked.indices.filter { ranked[$0] != 0 }
    guard !places.isEmpty else { throw .noVariation(method: "the signed-rank test") }
    rankedCount = places.count
    let doubledSum = places.reduce(0) { $0 + (ranked[$1] > 0 ? doubledRanks[$1] : 0) }
    let statistic = Double(doubledSum) / 2
    self.statistic = statistic
    let ranks = places.map { Double(doubledRanks[$0]) / 2 }
    expectation = ranks.reduce(0) { $0 + $1 / 2 }
    variance = ranks.reduce(0) { $0 + $1 * $1 / 4 }
    isExact = places.count <= SignedRankTest.exactLimit
    if isExact {
      let null = SignedRankDistribution(doubledRanks: places.map { doubledRanks[$0] })
      pLess = null.cumulative(statistic)
      pGreater = null.atLeast(statistic)
    } else {
      let null = Normal(mean: expectation, standardDeviation: variance.squareRoot())
      pLess = null.cumulative(statistic + 0.5)
      pGreater = null.survival(statistic - 0.5)
    }
    pTwoSided = min(1, 2 * min(pLess, pGreater))
    let averages = WalshAverages(ranked)
    hodgesLehmann = averages.median ?? 0
    interval = averages.interval(cutOff: SignedRankTest.cutOff(doubledRanks))
  }

  /// The smallest w with P(W⁺ ≤ w) ≥ 0.025 given the ranks: shifts that leave no less are not
  /// rejected.
  private static func cutOff(_ doubledRanks: [Int]) -> Double {
    guard doubledRanks.count > exactLimit else {
      return SignedRankDistribution(doubledRanks: doubledRanks).quantile(0.025)
    }
    let ranks = doubledRanks.map { Double($0) / 2 }
    let mean = ranks.reduce(0) { $0 + $1 / 2 }
    let variance = ranks.reduce(0) { $0 + $1 * $1 / 4 }
    return (mean - Normal().upperQuantile(0.025) * variance.squareRoot() - 0.5).rounded(.up)
  }
}

extension SetChanges {
  /// The signed-rank test of the set-level changes, with Hodges and Lehmann's estimate.
  ///
  /// - Throws: `ChangeError.noVariation` where no set's treated changed otherwise than its controls.
  public func signedRank(zeros: ZeroDifferences = .wilcoxon) throws(ChangeError) -> Finding {
    let test = try SignedRankTest(differences, zeros: zeros)
    let handling = zeros == .wilcoxon ? "zeros dropped (Wilcoxon)" : "zeros ranked (Pratt)"
    var caveats = caveats
    if test.interval == nil {
      caveats.append("Fewer than six sets with a change give no 95% interval.")
    }
    return Finding(
      estimand: "typical set-level difference in change per 1,000 person-months (Hodges–Lehmann)",
      method: "\(test.isExact ? "exact" : "normal") signed-rank on set-level change, \(handling)",
      estimate: test.hodgesLehmann, standardError: nil, lower: test.interval?.lowerBound,
      upper: test.interval?.upperBound, pValue: test.pTwoSided, caveats: caveats)
  }
}
