/// What hidden bias could do to a comparison of matched pairs.
///
/// With a bias of Γ two people of a pair, alike in everything matched on, may differ in their odds
/// of joining the programme by a factor of up to Γ; the chance that the treated one is the one with
/// the larger value then lies between 1/(1 + Γ) and Γ/(1 + Γ) (Rosenbaum 2002,
/// doi:10.1007/978-1-4757-3692-2, chapter 4). Γ = 1 is no hidden bias. Bounds say how much bias a
/// finding withstands, not how much there is.
public struct RosenbaumBounds: Sendable, Equatable {
  /// All pairs.
  public let pairCount: Int
  /// Pairs that do not differ.
  public let zeroCount: Int
  /// The sum of the ranks of |d| of the pairs with a positive difference, zeros dropped, ties
  /// averaged.
  public let statistic: Double
  /// Pairs with a positive difference.
  public let positiveCount: Int
  private let rankSum: Double
  private let rankSquares: Double
  private let averages: WalshAverages

  /// - Parameter differences: Treated less control; finite; values that should tie must be equal.
  /// - Throws: `CredibilityError.noDifference` where all are zero, `.invalidValue`.
  /// - Complexity: O(*n* log *n*)
  public init(differences: [Double]) throws(CredibilityError) {
    for value in differences {
      try CredibilityError.require(value.isFinite, "a difference", value, "finite")
    }
    let kept = differences.filter { $0 != 0 }
    guard !kept.isEmpty else { throw .noDifference }
    pairCount = differences.count
    zeroCount = differences.count - kept.count
    positiveCount = kept.count { $0 > 0 }
    let ranks = AverageRanks.doubled(kept.map(abs)).map { Double($0) / 2 }
    statistic = zip(kept, ranks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    rankSum = ranks.reduce(0, +)
    rankSquares = ranks.reduce(0) { $0 + $1 * $1 }
    averages = WalshAverages(differences)
  }

  /// The least and the largest one-sided p-value of the signed-rank test (against larger values of
  /// the treated) that a bias of Γ allows, by the normal approximation.
  ///
  /// V ~ N(p Σr, p(1 − p) Σr²) with p = 1/(1 + Γ) and Γ/(1 + Γ).
  ///
  /// - Throws: `CredibilityError.invalidValue` below Γ = 1.
  public func signedRank(
    gamma: Double
  ) throws(CredibilityError) -> (lower: Double, upper: Double) {
    try requireGamma(gamma)
    func tail(_ share: Double) -> Double {
      let spread = (share * (1 - share) * rankSquares).squareRoot()
      return Normal.standard.survival((statistic - share * rankSum) / spread)
    }
    return (tail(1 / (1 + gamma)), tail(gamma / (1 + gamma)))
  }

  /// As `signedRank`, by the exact binomial of the sign test.
  ///
  /// - Throws: `CredibilityError.invalidValue` below Γ = 1.
  public func signTest(
    gamma: Double
  ) throws(CredibilityError) -> (lower: Double, upper: Double) {
    try requireGamma(gamma)
    let trials = pairCount - zeroCount
    func tail(_ share: Double) -> Double {
      Binomial(trials: trials, probability: share).survival(positiveCount - 1)
    }
    return (tail(1 / (1 + gamma)), tail(gamma / (1 + gamma)))
  }

  /// The largest bias at which the signed-rank test still rejects, one-sided: the Γ at which
  /// `signedRank(gamma:).upper` reaches `level`; `nil` where it does not reject even without bias.
  ///
  /// (V − pΣr)² = z² p(1 − p) Σr² is a quadratic in p = Γ/(1 + Γ).
  ///
  /// - Throws: `CredibilityError.invalidValue` for a level outside (0, 0.5).
  public func criticalGamma(level: Double = 0.05) throws(CredibilityError) -> Double? {
    try CredibilityError.require(
      level > 0 && level < 0.5, "the level", level, "between 0 and 0.5")
    guard try signedRank(gamma: 1).upper < level else { return nil }
    let z = Normal.standard.upperQuantile(level)
    let spread = z * z * rankSquares
    let leading = rankSum * rankSum + spread
    let middle = 2 * statistic * rankSum + spread
    let discriminant = max(0, middle * middle - 4 * leading * statistic * statistic)
    // The smaller root, without cancellation: the product of the roots over the larger one.
    let share = 2 * statistic * statistic / (middle + discriminant.squareRoot())
    return share / (1 - share)
  }

  /// The least and the largest Hodges–Lehmann estimate of the effect that a bias of Γ allows.
  ///
  /// - Throws: `CredibilityError.invalidValue` below Γ = 1.
  public func hodgesLehmann(
    gamma: Double
  ) throws(CredibilityError) -> (lower: Double, upper: Double) {
    let bounds = try balancedShifts(gamma: gamma)
    func middle(_ range: ClosedRange<Double>) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) / 2
    }
    return (middle(bounds.lower), middle(bounds.upper))
  }

  /// The shifts at which the signed-rank statistic of all pairs equals its largest and its least
  /// expectation under Γ: one point each, or the gap between two Walsh averages, in whose middle
  /// `hodgesLehmann` stands.
  ///
  /// - Throws: `CredibilityError.invalidValue` below Γ = 1.
  public func balancedShifts(
    gamma: Double
  ) throws(CredibilityError) -> (lower: ClosedRange<Double>, upper: ClosedRange<Double>) {
    try requireGamma(gamma)
    let count = Double(averages.count)
    // So many averages lie below the lower bound; as many above the upper.
    let below = count / (1 + gamma)
    return (shift(below), shift(count - below))
  }

  /// Where `place` of the averages lie below: at an average, or between two where it is whole.
  private func shift(_ place: Double) -> ClosedRange<Double> {
    let whole = place.rounded()
    // Γ is rarely exact: 1/(1 + Γ) of the count that is whole but for rounding is whole.
    if abs(place - whole) <= 1e-12 * Double(averages.count), whole >= 1,
      Int(whole) < averages.count
    {
      let rank = Int(whole)
      return averages.orderStatistic(rank)...averages.orderStatistic(rank + 1)
    }
    let rank = min(averages.count, max(1, Int(place.rounded(.up))))
    let value = averages.orderStatistic(rank)
    return value...value
  }

  private func requireGamma(_ gamma: Double) throws(CredibilityError) {
    try CredibilityError.require(
      gamma >= 1 && gamma.isFinite, "Γ", gamma, "at least 1 and finite")
  }
}
