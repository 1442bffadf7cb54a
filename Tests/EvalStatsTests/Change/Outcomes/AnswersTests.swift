import EvalStats
import EvalTestSupport
import Foundation
import Testing

/// Peers: coin 1.4-2 `mh_test`, statsmodels 0.15.0 `SquareTable.homogeneity`, pROC 1.18.0 `var(method
/// = "delong")`, exactRankTests 0.8-35 `wilcox.exact`.
@Suite("Answers on a scale, paired and by waves")
struct AnswersTests {
  private static let table = [[20, 10, 5, 3], [6, 30, 12, 4], [2, 8, 25, 9], [1, 2, 6, 17]]

  @Test("Stuart–Maxwell and Bhapkar are statsmodels' and coin's")
  func homogeneity() throws {
    let answers = try PairedCategories(table: Self.table)
    let stuart = try answers.stuartMaxwell()
    #expect(agree(stuart.statistic, 5.295526665984233, relative: 1e-11))
    #expect(stuart.degreesOfFreedom == 3)
    #expect(agree(stuart.pValue, 0.1513929224683903, relative: 1e-11))
    let bhapkar = try answers.bhapkar()
    #expect(agree(bhapkar.statistic, 5.476792288534169, relative: 1e-11))
    #expect(agree(bhapkar.pValue, 0.14003330355534394, relative: 1e-11))
  }

  @Test("two answers are McNemar's, in all three tests")
  func mcNemar() throws {
    let answers = try PairedCategories(table: [[40, 12], [5, 43]])
    let pairs = try PairedProportions(firstOnly: 12, secondOnly: 5, pairCount: 100)
    let chiSquared = try #require(pairs.chiSquared())
    #expect(agree(try answers.stuartMaxwell().statistic, chiSquared, relative: 1e-12))
    #expect(try answers.stuartMaxwell().degreesOfFreedom == 1)
    let shift = try answers.shift()
    #expect(agree(try #require(shift.pValue), try #require(pairs.pValue()), relative: 1e-11))
    #expect(agree(shift.estimate, 0.07, relative: 1e-14))
    // χ²/(1 − χ²/n)
    #expect(
      agree(
        try answers.bhapkar().statistic, chiSquared / (1 - chiSquared / 100), relative: 1e-12))
  }

  @Test("an answer nobody gave costs no degree of freedom, nor do closed blocks")
  func unusedAnswers() throws {
    var wide = Self.table.map { $0 + [0] }
    wide.append([0, 0, 0, 0, 7])
    let test = try PairedCategories(table: wide).stuartMaxwell()
    #expect(test.degreesOfFreedom == 3)
    #expect(agree(test.statistic, 5.295526665984233, relative: 1e-10))
    let blocks = try PairedCategories(
      table: [[9, 4, 0, 0], [1, 9, 0, 0], [0, 0, 9, 2], [0, 0, 7, 9]]
    ).stuartMaxwell()
    #expect(blocks.degreesOfFreedom == 2)
    #expect(agree(blocks.statistic, 9.0 / 5 + 25.0 / 9, relative: 1e-11))
  }

  @Test("rows of answers make the table; people who answered once are left out")
  func rows() throws {
    let answers = try PairedCategories(
      before: [0, 1, 2, nil, 1], after: [1, 1, 2, 0, nil], categoryCount: 3)
    #expect(answers.table == [[0, 1, 0], [0, 1, 0], [0, 0, 1]])
    #expect(answers.pairCount == 3)
    #expect(throws: OutcomeError.self) {
      try PairedCategories(before: [3], after: [0], categoryCount: 3)
    }
    #expect(throws: OutcomeError.tooFew("people with both answers", found: 0, needed: 1)) {
      try PairedCategories(before: [nil], after: [0], categoryCount: 3)
    }
    let still = try PairedCategories(table: [[5, 0], [0, 6]])
    #expect(throws: OutcomeError.noVariation(outcome: "the answer")) {
      try still.stuartMaxwell()
    }
    #expect(throws: OutcomeError.noVariation(outcome: "the answer")) { try still.shift() }
    #expect(throws: OutcomeError.noVariation(outcome: "the answer beyond one change")) {
      try PairedCategories(table: [[0, 6], [0, 0]]).bhapkar()
    }
  }

  @Test("the common-language effect has DeLong's error of pROC and the exact test's p")
  func commonLanguage() throws {
    let first: [Double?] = [1, 2, 2, 3, 4, nil, 4, 5, 3, 2, 1, 5, 4]
    let second: [Double?] = [2, 3, 3, 4, 5, 5, 4, 4, 3, 5]
    let effect = try CommonLanguageEffect(first, second)
    #expect(agree(effect.finding.estimate, 1.0 / 3, relative: 1e-14))
    let error = 0.115561140113695
    #expect(agree(try #require(effect.finding.standardError), error, relative: 1e-12))
    #expect(agree(try #require(effect.finding.pValue), 0.190442684250734, relative: 1e-10))
    let reach = 1.959963984540054 * error / (2.0 / 9)
    #expect(
      agree(
        try #require(effect.finding.upper), 1 / (1 + 2 * exp(-reach)), relative: 1e-11))
    let apart = try CommonLanguageEffect([5, 6, 7], [1, 2, 3])
    #expect(apart.finding.estimate == 1 && apart.finding.standardError == nil)
    #expect(throws: OutcomeError.tooFew("people in a group", found: 1, needed: 2)) {
      try CommonLanguageEffect([5, nil], [1, 2])
    }
    #expect(throws: OutcomeError.noVariation(outcome: "the answer")) {
      try CommonLanguageEffect([5, 5], [5, 5])
    }
  }
}
