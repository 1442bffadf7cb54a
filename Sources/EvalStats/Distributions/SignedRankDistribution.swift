/// The exact null distribution of Wilcoxon's signed-rank statistic, ties included.
///
/// W⁺ is the sum of the ranks of |d| where d > 0. Under the null hypothesis each sign is a fair coin,
/// whatever the ranks, so the distribution is the convolution of {0, rank} over the differences:
/// average ranks of ties and the ranks that Pratt's treatment of zeros leaves are handled exactly.
/// Every step adds positive numbers, so the smallest tail (2⁻ⁿ) keeps its digits.
///
/// - Complexity: O(*n* · Σ ranks) to make, that is O(*n*³), half as much without ties; then
///   O(1) a probability.
public struct SignedRankDistribution: Sendable, Equatable {
  /// The most ranks taken: beyond, the least probability 2⁻ⁿ leaves the range of a double. The normal
  /// approximation is indistinguishable long before.
  public static let largestCount = 1_000

  /// The number of ranks: differences that are not zero.
  public let count: Int
  /// E W⁺ = Σ rank / 2
  public let mean: Double
  /// Var W⁺ = Σ rank² / 4, which accounts for ties.
  public let variance: Double
  private let lattice: RankLattice

  /// The distribution for given ranks, each doubled so that average ranks are whole.
  ///
  /// - Precondition: at most `largestCount` ranks, each doubled rank in 1 … 4 · `largestCount`.
  public init(doubledRanks: [Int]) {
    precondition(
      doubledRanks.count <= Self.largestCount,
      "at most \(Self.largestCount) ranks, found \(doubledRanks.count)")
    for rank in doubledRanks {
      precondition(
        rank >= 1 && rank <= 4 * Self.largestCount,
        "a doubled rank must lie in 1...\(4 * Self.largestCount), found \(rank)")
    }
    count = doubledRanks.count
    let total = doubledRanks.reduce(0, +)
    mean = Double(total) / 4
    variance = Double(doubledRanks.reduce(0) { $0 + $1 * $1 }) / 16

    let (step, masses) = Self.masses(of: doubledRanks)
    lattice = RankLattice(origin: 0, step: step, masses: masses)
  }

  /// The probabilities of the sums 0, step, 2 · step, … when each of the positive numbers is counted
  /// or not by a fair coin; the step is their greatest common divisor.
  static func masses(of numbers: [Int]) -> (step: Int, masses: [Double]) {
    // Without ties all doubled ranks are even: half the points.
    let step = max(1, greatestCommonDivisor(numbers))
    var masses = [Double](repeating: 0, count: numbers.reduce(0, +) / step + 1)
    masses[0] = 1
    var reached = 0
    // Ascending, so that the early steps touch few points.
    for number in numbers.sorted() {
      let shift = number / step
      // Downwards, in place: point s takes half of itself and half of s − shift.
      for point in stride(from: reached + shift, through: shift, by: -1) {
        masses[point] = 0.5 * (masses[point] + masses[point - shift])
      }
      for point in 0..<min(shift, reached + shift + 1) { masses[point] *= 0.5 }
      reached += shift
    }
    return (step, masses)
  }

  /// The distribution for ranks 1 … `count` without ties.
  public init(count: Int) {
    precondition(count >= 0, "the count must not be negative, found \(count)")
    self.init(doubledRanks: (0..<count).map { 2 * ($0 + 1) })
  }

  /// P(W⁺ ≤ w)
  public func cumulative(_ w: Double) -> Double { lattice.cumulative(w) }
  /// P(W⁺ > w)
  public func survival(_ w: Double) -> Double { lattice.survival(w) }
  /// P(W⁺ ≥ w), the one-sided p-value for large w.
  public func atLeast(_ w: Double) -> Double { lattice.atLeast(w) }
  /// P(W⁺ = w)
  public func mass(_ w: Double) -> Double { lattice.mass(w) }
  /// The two-sided p-value: twice the smaller of P(W⁺ ≤ w) and P(W⁺ ≥ w), at most one.
  public func twoSided(_ w: Double) -> Double { lattice.twoSided(w) }
  /// The smallest attainable w with P(W⁺ ≤ w) ≥ p.
  public func quantile(_ p: Double) -> Double { lattice.quantile(p) }
  /// The smallest attainable w with P(W⁺ > w) ≤ p.
  public func upperQuantile(_ p: Double) -> Double { lattice.upperQuantile(p) }
}
