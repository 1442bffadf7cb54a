import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Rank-sum test and permutation of means")
struct RankSumTests {
  /// Every choice of `count` places of `values`, as the sum chosen.
  static func sums(choosing count: Int, of values: [Double]) -> [Double] {
    var sums: [Double] = []
    func choose(_ start: Int, _ left: Int, _ sum: Double) {
      if left == 0 { return sums.append(sum) }
      for place in start..<max(start, values.count - left + 1) {
        choose(place + 1, left - 1, sum + values[place])
      }
    }
    choose(0, count, 0)
    return sums
  }

  static func ranks(_ values: [Double]) -> [Double] {
    values.map { value in
      Double(values.count { $0 < value }) + Double(values.count { $0 == value } + 1) / 2
    }
  }

  @Test("Exact p-values are those of all choices, ties included", arguments: 0..<30)
  func bruteForce(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let first = (0..<(2 + seed % 4)).map { _ in Double(generator.integer(below: 6)) }
    let second = (0..<(2 + seed % 5)).map { _ in Double(generator.integer(below: 6)) }
    let all = first + second
    guard Set(all).count > 1 else { return }
    let test = try RankSumTest(first, second)
    let law = Self.sums(choosing: first.count, of: Self.ranks(all))
    func share(_ holds: (Double) -> Bool) -> Double {
      Double(law.count(where: holds)) / Double(law.count)
    }
    let centre = test.expectation
    #expect(agree(test.pLess, share { $0 <= test.rankSum }, relative: 1e-12))
    #expect(agree(test.pGreater, share { $0 >= test.rankSum }, relative: 1e-12))
    #expect(
      agree(
        test.pTwoSided, share { abs($0 - centre) >= abs(test.rankSum - centre) },
        relative: 1e-12))
    let variance = law.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(law.count)
    #expect(agree(test.variance, variance, relative: 1e-12))
    var wins = 0.0
    for one in first {
      for other in second { wins += one > other ? 1 : one == other ? 0.5 : 0 }
    }
    #expect(test.statistic == wins)
    #expect(agree(test.probabilityOfSuperiority, wins / Double(first.count * second.count)))

    let means = try MeanPermutationTest(first, second)
    let sums = Self.sums(choosing: first.count, of: all)
    let sum = first.reduce(0, +)
    let mean = all.reduce(0, +) * Double(first.count) / Double(all.count)
    func sumShare(_ holds: (Double) -> Bool) -> Double {
      Double(sums.count(where: holds)) / Double(sums.count)
    }
    #expect(agree(means.pLess, sumShare { $0 <= sum }, relative: 1e-12))
    #expect(agree(means.pGreater, sumShare { $0 >= sum }, relative: 1e-12))
    #expect(
      agree(
        means.pTwoSided, sumShare { abs($0 - mean) >= abs(sum - mean) - 1e-9 }, relative: 1e-12))
    #expect(
      agree(
        means.variance, sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sums.count),
        relative: 1e-12))
  }

  @Test("R's wilcox.test, exactRankTests and coin agree")
  func peers() throws {
    let (first, second) = (TTestTests.first, TTestTests.second)
    let test = try RankSumTest(first, second)
    #expect(test.statistic == 27)
    // wilcox.test(exact = FALSE)
    #expect(agree(test.normalPValue(), 0.4314014169471778, relative: 1e-12))
    // wilcox.exact, and coin::oneway_test exact and asymptotic
    #expect(agree(test.pTwoSided, 0.4219114219114219, relative: 1e-12))
    let means = try MeanPermutationTest(first, second)
    #expect(agree(means.pTwoSided, 0.3379953379953380, relative: 1e-12))
    #expect(agree(means.normalPValue, 0.3058735482658377, relative: 1e-12))
    let normal = try ShiftEstimate.normal(first, second)
    #expect(normal.estimate == 2 && normal.interval == -3...8)
    let exact = try ShiftEstimate.exact(first, second)
    #expect(exact.estimate == 2.5 && exact.interval == -3...8)
    // Without ties: wilcox.exact(c(1, 4.5, 9, 13, 21), c(2, 5, 7, 11, 30, 42))
    let untied = try ShiftEstimate.exact([1, 4.5, 9, 13, 21], [2, 5, 7, 11, 30, 42])
    #expect(untied.estimate == -2.25 && untied.interval == -29...11)
  }

  @Test("Scaled decimals tie; the law is that of the whole numbers")
  func decimals() throws {
    let first = [1.1, 0.3, 2.7]
    let second = [0.1 + 0.2, 1.4, 0.9]
    let scaled = try MeanPermutationTest(first, second, scale: 10)
    let whole = try MeanPermutationTest([11, 3, 27], [3, 14, 9])
    #expect(scaled.pTwoSided == whole.pTwoSided && scaled.pLess == whole.pLess)
    #expect(agree(scaled.sum, 4.1, relative: 1e-14))
    #expect(agree(scaled.variance, whole.variance / 100, relative: 1e-14))
  }

  @Test("Swapping the groups swaps the tails")
  func swapped() throws {
    let (first, second) = ([3.0, 5, 5, 8, 1, 0, 2], [4.0, 9, 9, 5])
    let test = try RankSumTest(first, second)
    let other = try RankSumTest(second, first)
    #expect(agree(test.pLess, other.pGreater, relative: 1e-13))
    #expect(agree(test.pTwoSided, other.pTwoSided, relative: 1e-13))
    #expect(agree(test.cliffsDelta, -other.cliffsDelta, relative: 1e-13))
    let means = try MeanPermutationTest(first, second)
    let turned = try MeanPermutationTest(second, first)
    #expect(agree(means.pLess, turned.pGreater, relative: 1e-13))
    #expect(agree(means.pTwoSided, turned.pTwoSided, relative: 1e-13))
  }

  @Test("Order statistics of differences are found without listing them", arguments: [1, 3, 8, 17])
  func pairwiseDifferences(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let first = (0..<count).map { _ in (4 * generator.normal()).rounded() }
    let second = (0..<(count + 2)).map { _ in (4 * generator.normal()).rounded() }
    let differences = PairwiseDifferences(first, second)
    expectOrderStatistics(
      differences.orderStatistic, median: differences.median,
      of: first.flatMap { one in second.map { one - $0 } })
  }

  @Test("Beyond 200 values the normal stands in, and no exact shift is offered")
  func beyondExact() throws {
    var generator = SeededGenerator(seed: 8)
    let first = (0..<120).map { _ in generator.normal() + 0.2 }
    let second = (0..<120).map { _ in generator.normal() }
    let test = try RankSumTest(first, second)
    #expect(!test.isExact)
    #expect(agree(test.pTwoSided, test.normalPValue(), relative: 1e-12))
    #expect(throws: ChangeError.tooLargeForExact(method: "the rank-sum test")) {
      try ShiftEstimate.exact(first, second)
    }
    #expect(throws: ChangeError.tooLargeForExact(method: "the permutation of means")) {
      try MeanPermutationTest(first, second, scale: 1e7)
    }
  }

  @Test("Two values, one of them in each group: no interval, p 1")
  func tiny() throws {
    let test = try RankSumTest([1], [2])
    #expect(test.pTwoSided == 1 && test.pLess == 0.5 && test.pGreater == 1)
    #expect(try ShiftEstimate.normal([1], [2]).interval == nil)
    #expect(try ShiftEstimate.normal([1], [2]).estimate == -1)
    #expect(try ShiftEstimate.exact([1], [2]).interval == nil)
  }

  @Test("Groups without variation, empty ones and values that are not numbers are refused")
  func refusals() {
    #expect(throws: ChangeError.noVariation(method: "the rank-sum test")) {
      try RankSumTest([2, 2], [2])
    }
    #expect(throws: ChangeError.noVariation(method: "the permutation of means")) {
      try MeanPermutationTest([2, 2], [2])
    }
    #expect(throws: ChangeError.tooFewPeople(found: 0, needed: 1)) { try RankSumTest([], [2]) }
    #expect(throws: ChangeError.tooFewPeople(found: 0, needed: 1)) {
      try MeanPermutationTest([1], [])
    }
    #expect(throws: ChangeError.invalidValue(column: "first group", row: 0)) {
      try RankSumTest([.nan], [2])
    }
    #expect(throws: ChangeError.invalidValue(column: "second group", row: 1)) {
      try MeanPermutationTest([1], [2, .infinity])
    }
  }
}
