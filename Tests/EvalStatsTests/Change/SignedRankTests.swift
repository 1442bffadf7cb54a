import EvalTestSupport
import Foundation
import Testing

@testable import EvalStats

@Suite("Signed-rank test")
struct SignedRankTests {
  private static let progabide = zip(
    EpilepsyTrial.progabideBefore, EpilepsyTrial.progabideAfter
  ).map { $1 - $0 }
  private static let placebo = zip(EpilepsyTrial.placeboBefore, EpilepsyTrial.placeboAfter)
    .map { $1 - $0 }

  @Test("Epilepsy trial: exact p, estimate and interval with ties and zeros dropped")
  func wilcoxon() throws {
    // exactRankTests::wilcox.exact(paired = TRUE, conf.int = TRUE); the estimates are those of
    // wilcox.test, the medians of the non-zero Walsh averages.
    let progabide = try SignedRankTest(SignedRankTests.progabide)
    #expect(progabide.statistic == 141 && progabide.rankedCount == 29 && progabide.isExact)
    #expect(agree(progabide.pTwoSided, 0.09958520159125328, relative: 1e-11))
    #expect(agree(progabide.pLess, 0.04979260079562664, relative: 1e-11))
    #expect(progabide.hodgesLehmann == -6)
    #expect(progabide.interval == -11...1.5)
    let placebo = try SignedRankTest(SignedRankTests.placebo)
    #expect(placebo.statistic == 185)
    #expect(agree(placebo.pTwoSided, 0.5550976395606995, relative: 1e-11))
    #expect(placebo.hodgesLehmann == 1)
    #expect(placebo.interval == -3.5...6)
  }

  @Test("Pratt keeps the ranks of zeros")
  func pratt() throws {
    // coin::wilcoxsign_test(zero.method = "Pratt", distribution = "exact"); median of all averages
    let progabide = try SignedRankTest(SignedRankTests.progabide, zeros: .pratt)
    #expect(progabide.statistic == 157)
    #expect(agree(progabide.pTwoSided, 0.08001840859651566, relative: 1e-11))
    #expect(progabide.hodgesLehmann == -5.5)
    let placebo = try SignedRankTest(SignedRankTests.placebo, zeros: .pratt)
    #expect(agree(placebo.pTwoSided, 0.5933052897453308, relative: 1e-11))
    #expect(placebo.hodgesLehmann == 1)
  }

  @Test("Decimals tie after subtraction: the sleep data")
  func sleep() throws {
    // wilcox.exact: V 45, p 0.00390625, estimate 1.4, lower end 1.05.
    let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
    let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    let differences = SetChanges.settingTies(zip(first, second).map { $1 - $0 })
    #expect(differences[2] == differences[3])
    let test = try SignedRankTest(differences)
    #expect(test.statistic == 45 && test.rankedCount == 9)
    #expect(test.pTwoSided == 0.00390625)
    #expect(agree(test.hodgesLehmann, 1.4, relative: 1e-12))
    #expect(agree(try #require(test.interval?.lowerBound), 1.05, relative: 1e-12))
  }

  @Test("Five differences reject nothing and give no interval; six do")
  func fewDifferences() throws {
    let five = try SignedRankTest([1, 2, 3, 4, 5])
    #expect(five.interval == nil && five.pTwoSided == 0.0625)
    let six = try SignedRankTest([1, 2, 3, 4, 5, 6])
    #expect(six.interval == 1...6 && six.pTwoSided == 0.03125)
  }

  @Test("Nothing but zeros is refused")
  func onlyZeros() {
    for zeros in ZeroDifferences.allCases {
      #expect(throws: ChangeError.noVariation(method: "the signed-rank test")) {
        try SignedRankTest([0, 0, 0], zeros: zeros)
      }
    }
  }

  @Test("Beyond 200 differences the normal stands in, close to the exact distribution")
  func beyondExact() throws {
    var generator = SeededGenerator(seed: 4)
    let many = (0..<201).map { _ in (10 * generator.normal() + 1.2).rounded() }.map {
      $0 == 0 ? 1 : $0
    }
    let approximate = try SignedRankTest(many)
    #expect(!approximate.isExact)
    let ranks = SignedRankDistribution(
      doubledRanks: many.map { value in
        many.count { abs($0) < abs(value) } * 2 + many.count { abs($0) == abs(value) } + 1
      })
    #expect(agree(approximate.pLess, ranks.cumulative(approximate.statistic), relative: 0.01))
    #expect(agree(approximate.pGreater, ranks.atLeast(approximate.statistic), relative: 0.03))
  }

  @Test("Walsh averages are found without listing them", arguments: [1, 2, 3, 8, 17, 64, 65])
  func walshAverages(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    // Rounded, so that many averages tie.
    let differences = (0..<count).map { _ in (4 * generator.normal()).rounded() }
    var listed: [Double] = []
    for i in 0..<count {
      for j in i..<count { listed.append((differences[i] + differences[j]) / 2) }
    }
    let averages = WalshAverages(differences)
    #expect(averages.count == listed.count)
    expectOrderStatistics(averages.orderStatistic, median: averages.median, of: listed)
  }

  @Test("Sets by the signed rank: the estimand is a difference in rates")
  func setLevel() throws {
    let finding = try SetChanges(ExampleSets.counts()).signedRank()
    #expect(finding.estimand.contains("per 1,000 person-months (Hodges–Lehmann)"))
    #expect(finding.method == "exact signed-rank on set-level change, zeros dropped (Wilcoxon)")
    let lower = try #require(finding.lower)
    let upper = try #require(finding.upper)
    #expect(lower <= finding.estimate && finding.estimate <= upper)
  }
}
