import EvalTestSupport
import Testing

@testable import EvalStats

@Suite("Balance during a genetic search")
struct GeneticBalanceTests {
  @Test("the paired t-test agrees with its formula, and knows differences without spread")
  func pairedTest() {
    // Differences 1, 2, 3, 6: mean 3, s² = 14/3, t = 3/√(14/12) = 2.7775 on 3 degrees of freedom.
    let p = GeneticBalance.pairedTest(sum: 12, squares: 50, count: 4)
    #expect(
      agree(
        p, StudentT(degreesOfFreedom: 3).twoSided(3 / (14.0 / 12).squareRoot()), relative: 1e-13))
    #expect(GeneticBalance.pairedTest(sum: 0, squares: 0, count: 4) == 1)
    #expect(GeneticBalance.pairedTest(sum: 8, squares: 16, count: 4) == 0)
  }

  @Test(
    "the tail of Kolmogorov's distribution agrees with scipy.special.kolmogorov",
    arguments: [
      (0.3, 0.9999906941986655), (0.5, 0.9639452436648751), (1, 0.26999967167735456),
      (1.36, 0.049485876755377876), (2, 0.0006709252557796953),
    ])
  func tail(deviation: Double, expected: Double) {
    #expect(agree(GeneticBalance.kolmogorovTail(deviation), expected, relative: 1e-12))
  }

  @Test("a loss puts empty places first and the worst column next")
  func loss() throws {
    // Focal 0, 2, 4 (SD 2) and partners 0, 3, 9; a 0/1 column beside it.
    let columns = [
      CovariateColumns.Column(name: "x", covariate: "x", values: [0, 2, 4, 0, 3, 9]),
      CovariateColumns.Column(name: "b", covariate: "b", values: [0, 1, 1, 0, 1, 0]),
      CovariateColumns.Column(name: "flat", covariate: "flat", values: [1, 1, 1, 1, 1, 1]),
    ]
    func loss(_ objective: GeneticSearch.Objective, _ partners: [Int32], ratio: Int = 1) throws
      -> [Double]
    {
      let balance = try GeneticBalance(
        columns, objective: objective, focalRows: [0, 1, 2], partnerRows: [3, 4, 5])
      var scratch = GeneticBalance.Scratch(balance)
      var losses: [Double] = []
      balance.appendLoss(of: partners, ratio: ratio, using: &scratch, to: &losses)
      #expect(losses.count == balance.lossCount)
      return losses
    }
    // x differs by 0, −1, −5: mean −2, one SD. b by 0, 0, 1: ⅓ over √(2/9).
    let smd = try loss(.largestStandardisedDifference, [0, 1, 2])
    let b = 1.0 / 3 / (2.0 / 9).squareRoot()
    #expect(zip(smd, [0, 1, b]).allSatisfy { agree($0, $1, absolute: 1e-14) })
    let mean = try loss(.meanStandardisedDifference, [0, 1, 2])
    #expect(agree(mean[1], (1 + b) / 2, relative: 1e-14))
    // The last has nobody: a place is empty, the others differ by 0 and −1.
    let short = try loss(.largestStandardisedDifference, [0, 1, -1])
    #expect(zip(short, [1, 0.25, 0]).allSatisfy { agree($0, $1, absolute: 1e-14) })
    // Two partners each: the first sits between 0 and 3.
    let pairs = try loss(.largestStandardisedDifference, [0, 1, 1, -1, 1, -1], ratio: 2)
    // x by −1.5, −1, 1 and b by −½, 0, 0.
    #expect(zip(pairs, [2, b / 2, 0.25]).allSatisfy { agree($0, $1, absolute: 1e-14) })
    let tests = try loss(.balanceTests, [0, 1, 2])
    // x: t = −2/√(7/3), b: t = 1, KS of x: largest gap 1/3 of 3 and 3.
    let expected = [
      StudentT(degreesOfFreedom: 2).twoSided(2 / (7.0 / 3).squareRoot()),
      StudentT(degreesOfFreedom: 2).twoSided(1),
      GeneticBalance.kolmogorovTail(1.5.squareRoot() / 3),
    ].sorted()
    #expect(tests[0] == 0)
    #expect(zip(tests.dropFirst(), expected).allSatisfy { agree(-$0, $1, relative: 1e-12) })
    #expect(try loss(.balanceTests, [-1, -1, -1]) == [3, .infinity, .infinity, .infinity])
  }
}
