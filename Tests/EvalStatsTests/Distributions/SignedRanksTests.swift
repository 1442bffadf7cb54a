import Testing

@testable import EvalStats

@Suite("Signed ranks of differences")
struct SignedRanksTests {
  private let differences = [0, 1.5, -2, 0, 3, 3, -1.5, 4.25, 6, 0, -0.5, 2, 7, 3]

  @Test("dropping zeros before ranking")
  func wilcoxonZeros() {
    let ranks = SignedRanks(differences: differences, zeros: .wilcoxon)
    // scipy.stats.rankdata of the non-zero |d|; p by enumeration of all signs in numpy.
    #expect(ranks.doubledRanks == [0, 5, 9, 0, 14, 14, 5, 18, 20, 0, 2, 9, 22, 14])
    #expect(ranks.count == 11)
    #expect(ranks.positiveSum == 58)
    #expect(ranks.negativeSum == 8)
    #expect(ranks.distribution.atLeast(58) == 0.0126953125)
    #expect(ranks.distribution.cumulative(58) == 0.99072265625)
    #expect(ranks.distribution.twoSided(58) == 0.025390625)
  }

  @Test("ranking with the zeros, then dropping their ranks")
  func prattZeros() {
    let ranks = SignedRanks(differences: differences, zeros: .pratt)
    #expect(ranks.doubledRanks == [0, 11, 15, 0, 20, 20, 11, 24, 26, 0, 8, 15, 28, 20])
    #expect(ranks.positiveSum == 82)
    #expect(ranks.negativeSum == 17)
    #expect(ranks.distribution.atLeast(82) == 0.0185546875)
    #expect(ranks.distribution.twoSided(82) == 0.037109375)
  }

  @Test("without ties or zeros both rules agree with scipy's exact test")
  func noTies() {
    // scipy.stats.wilcoxon(d, method="exact"): W⁺ = 45, p = 0.083984375; greater: 0.0419921875
    let plain = [0.7, -1.1, 2.3, 3.1, -0.2, 1.9, 4.4, 5.2, -2.8, 6.0]
    for rule in ZeroDifferences.allCases {
      let ranks = SignedRanks(differences: plain, zeros: rule)
      #expect(ranks.positiveSum == 45)
      #expect(ranks.distribution.twoSided(45) == 0.083984375)
      #expect(ranks.distribution.atLeast(45) == 0.0419921875)
    }
  }

  @Test("nothing but zeros leaves nothing to rank, and p is one")
  func onlyZeros() {
    for rule in ZeroDifferences.allCases {
      let ranks = SignedRanks(differences: [0, -0.0, 0], zeros: rule)
      #expect(ranks.count == 0)
      #expect(ranks.positiveSum == 0)
      #expect(ranks.distribution.twoSided(0) == 1)
    }
  }
}
