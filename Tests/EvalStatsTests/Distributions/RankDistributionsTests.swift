import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Exact rank distributions")
struct RankDistributionsTests {
  /// Every sign pattern's doubled sum of positive ranks.
  private func signedSums(_ doubledRanks: [Int]) -> [Int] {
    (0..<(1 << doubledRanks.count)).map { pattern in
      doubledRanks.indices.reduce(0) { $0 + (pattern >> $1 & 1) * doubledRanks[$1] }
    }
  }

  /// Every choice's doubled rank sum.
  private func chosenSums(_ doubledRanks: [Int], _ count: Int) -> [Int] {
    (0..<(1 << doubledRanks.count)).compactMap { pattern in
      guard pattern.nonzeroBitCount == count else { return nil }
      return doubledRanks.indices.reduce(0) { $0 + (pattern >> $1 & 1) * doubledRanks[$1] }
    }
  }

  private func share(_ sums: [Int], where condition: (Int) -> Bool) -> Double {
    Double(sums.count(where: condition)) / Double(sums.count)
  }

  @Test(
    "signed rank equals the enumeration of all signs, ties and gaps included",
    arguments: [
      [], [2], [3, 3], [2, 4, 6, 8, 10], [3, 3, 6, 8, 11, 11, 14], [4, 4, 4],
      // Pratt: two zeros took ranks 1 and 2.
      [6, 8, 11, 11, 14, 16, 18, 21, 21],
    ])
  func signedRankEnumerates(doubledRanks: [Int]) {
    let distribution = SignedRankDistribution(doubledRanks: doubledRanks)
    let sums = signedSums(doubledRanks)
    for doubled in -1...(doubledRanks.reduce(0, +) + 1) {
      let w = Double(doubled) / 2
      #expect(distribution.cumulative(w) == share(sums) { $0 <= doubled })
      #expect(distribution.survival(w) == share(sums) { $0 > doubled })
      #expect(distribution.atLeast(w) == share(sums) { $0 >= doubled })
      #expect(distribution.mass(w) == share(sums) { $0 == doubled })
      #expect(
        distribution.twoSided(w)
          == min(1, 2 * min(share(sums) { $0 <= doubled }, share(sums) { $0 >= doubled })))
    }
    let values = sums.map { Double($0) / 2 }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(agree(distribution.mean, mean, relative: 1e-14))
    #expect(agree(distribution.variance, variance, relative: 1e-14, absolute: 1e-14))
    for p in [0.01, 0.025, 0.3, 0.5, 0.8] {
      let sorted = values.sorted()
      #expect(
        distribution.quantile(p) == sorted.first { x in share(sums) { Double($0) / 2 <= x } >= p })
      #expect(
        distribution.upperQuantile(p)
          == sorted.first { x in share(sums) { Double($0) / 2 > x } <= p })
    }
  }

  @Test(
    "rank sum equals the enumeration of all choices, ties included",
    arguments: [
      ([2, 4, 6, 8, 10], 2), ([2, 4, 6, 8, 10], 4), ([3, 3, 7, 7, 10, 12, 14], 3),
      ([3, 3, 7, 7, 10, 12, 14], 5), ([4, 4, 4, 9, 9, 13, 13, 16], 4), ([5, 5, 5, 5], 2),
      ([2, 4, 6], 0), ([2, 4, 6], 3), ([], 0), ([14, 3, 10, 3, 7, 12, 7], 3),
    ])
  func rankSumEnumerates(doubledRanks: [Int], firstCount: Int) {
    let distribution = RankSumDistribution(doubledRanks: doubledRanks, firstCount: firstCount)
    let sums = chosenSums(doubledRanks, firstCount)
    for doubled in -1...(doubledRanks.reduce(0, +) + 1) {
      let w = Double(doubled) / 2
      #expect(agree(distribution.cumulative(w), share(sums) { $0 <= doubled }, relative: 1e-14))
      #expect(agree(distribution.survival(w), share(sums) { $0 > doubled }, relative: 1e-14))
      #expect(agree(distribution.atLeast(w), share(sums) { $0 >= doubled }, relative: 1e-14))
      #expect(agree(distribution.mass(w), share(sums) { $0 == doubled }, relative: 1e-14))
    }
    let values = sums.map { Double($0) / 2 }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(agree(distribution.mean, mean, relative: 1e-14))
    #expect(agree(distribution.variance, variance, relative: 1e-14, absolute: 1e-14))
  }

  @Test("signed rank without ties equals R's psignrank and qsignrank")
  func signedRankMatchesR() {
    // R 4.2: options(digits = 17); psignrank(q, n)
    let expected: [(Int, Double, Double)] = [
      (5, 3, 0.15625),
      (12, 17, 0.046142578125000035),
      (40, 200, 0.0020260548872101936),
      (100, 1500, 0.00017455351480838126),
      (200, 5000, 1.1312991198124053e-10),
      (200, 9000, 0.10040315872716399),
      (200, 20, 2.3087386680864758e-58),
    ]
    for (count, w, probability) in expected {
      let distribution = SignedRankDistribution(count: count)
      #expect(agree(distribution.cumulative(w), probability, relative: 1e-13))
      #expect(
        agree(distribution.atLeast(2 * distribution.mean - w), probability, relative: 1e-13))
    }
    // qsignrank(c(.025, .5, .975), 40)
    let distribution = SignedRankDistribution(count: 40)
    #expect([0.025, 0.5, 0.975].map { distribution.quantile($0) } == [265, 410, 555])
    #expect(distribution.upperQuantile(0.025) == distribution.quantile(0.975))
  }

  @Test("rank sum without ties equals R's pwilcox")
  func rankSumMatchesR() {
    // R 4.2: options(digits = 17); pwilcox(q, m, n), q = U = W − m(m + 1)/2
    let expected: [(Int, Int, Double, Double)] = [
      (4, 6, 5, 0.085714285714285715),
      (10, 7, 12, 0.012494858083093377),
      (30, 20, 150, 0.0012569314568077015),
      (49, 49, 800, 0.002082643750355976),
      (40, 60, 600, 7.4733578681162438e-06),
      (60, 40, 800, 0.0022993940377356156),
    ]
    for (first, second, u, probability) in expected {
      let distribution = RankSumDistribution(firstCount: first, secondCount: second)
      let w = u + Double(first * (first + 1)) / 2
      #expect(agree(distribution.cumulative(w), probability, relative: 1e-12))
    }
  }

  @Test("200 tied differences are exact, and follow Edgeworth's expansion in the middle")
  func signedRankAtTwoHundred() {
    // Ties in pairs: ranks 1.5, 1.5, 3.5, 3.5, …
    let ranks = (0..<100).flatMap { [4 * $0 + 3, 4 * $0 + 3] }
    let distribution = SignedRankDistribution(doubledRanks: ranks)
    // All signs negative: one pattern in 2²⁰⁰.
    #expect(distribution.cumulative(0) == 0x1p-200)
    #expect(distribution.mass(20_100) == 0x1p-200)
    #expect(distribution.mean == 10_050)
    let w = 12_000.0
    // Edgeworth's expansion with the fourth cumulant −Σ r⁴/8; the attainable sums are half a rank
    // apart, which the quarter corrects.
    let z = (w + 0.25 - distribution.mean) / distribution.variance.squareRoot()
    let fourth = -ranks.reduce(0) { $0 + Double($1 * $1 * $1 * $1) / 16 } / 8
    let excess = fourth / (distribution.variance * distribution.variance)
    let normal = Normal.standard
    let expected =
      normal.cumulative(z) - normal.density(z) * excess / 24 * (z * z * z - 3 * z)
    #expect(agree(distribution.cumulative(w), expected, absolute: 1e-5))
    #expect(abs(distribution.cumulative(w) - normal.cumulative(z)) > 5e-5)
    // The distribution is symmetric.
    #expect(agree(distribution.atLeast(w), distribution.cumulative(20_100 - w), relative: 1e-13))
  }

  @Test("counts at or beyond the ends of the range")
  func beyondRange() {
    let distribution = SignedRankDistribution(count: 3)
    #expect(distribution.cumulative(-0.5) == 0)
    #expect(distribution.atLeast(-0.5) == 1)
    #expect(distribution.cumulative(.infinity) == 1)
    #expect(distribution.survival(6) == 0)
    #expect(distribution.atLeast(6.5) == 0)
    #expect(distribution.twoSided(3) == 1)
    #expect(distribution.quantile(0) == 0)
    #expect(distribution.quantile(1) == 6)
    #expect(distribution.upperQuantile(0) == 6)
  }
}
