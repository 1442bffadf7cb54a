private import Foundation

/// How often a value of one group exceeds one of another, ties counting half: the effect the
/// rank-sum test is about, in words anyone can check.
///
/// θ = U/(mn); its variance by the placements of each value among the other group's (DeLong, DeLong
/// and Clarke-Pearson 1988, doi:10.2307/2531595), its interval on the logit scale so that it stays
/// within 0…1. For unlinked waves of an ordered survey item a half says no difference.
public struct CommonLanguageEffect: Sendable, Equatable {
  /// θ with its interval; p from the rank-sum test.
  public let finding: Finding
  /// The test.
  public let test: RankSumTest

  /// Compares two groups of different people.
  ///
  /// - Throws: `OutcomeError.tooFew` for a group of fewer than two, `.invalidValue`, `.noVariation`
  ///   where all values are alike.
  /// - Complexity: As `RankSumTest`.
  public init(_ first: [Double?], _ second: [Double?]) throws(OutcomeError) {
    let own = try OutcomeColumns.present(first, "first group")
    let other = try OutcomeColumns.present(second, "second group")
    for values in [own, other] where values.count < 2 {
      throw .tooFew("people in a group", found: values.count, needed: 2)
    }
    let test: RankSumTest
    do { test = try RankSumTest(own, other) } catch {
      throw .noVariation(outcome: "the answer")
    }
    self.test = test
    let estimate = test.probabilityOfSuperiority
    let variance =
      CommonLanguageEffect.spread(own, among: other) / Double(own.count)
      + CommonLanguageEffect.spread(other, among: own) / Double(other.count)
    let isInside = variance > 0 && estimate > 0 && estimate < 1
    let error = isInside ? variance.squareRoot() : nil
    let reach = error.map {
      Normal.standard.upperQuantile(0.025) * $0 / (estimate * (1 - estimate))
    }
    let logit = log(estimate / (1 - estimate))
    finding = Finding(
      estimand: "share of pairs in which the first group's value is higher",
      method: "placements, logit interval; p from the \(test.isExact ? "exact " : "")rank-sum test",
      estimate: estimate, standardError: error, lower: reach.map { 1 / (1 + exp($0 - logit)) },
      upper: reach.map { 1 / (1 + exp(-$0 - logit)) }, pValue: test.pTwoSided,
      caveats: isInside
        ? [] : ["The groups do not overlap, so no standard error can be given."])
  }

  /// The variance, with n − 1, of the shares of the other group that each value exceeds.
  private static func spread(_ values: [Double], among others: [Double]) -> Double {
    let sorted = others.sorted()
    func below(_ value: Double, orAt: Bool) -> Int {
      var low = 0
      var high = sorted.count
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < value || (orAt && sorted[middle] == value) {
          low = middle + 1
        } else {
          high = middle
        }
      }
      return low
    }
    let placements = values.map {
      Double(below($0, orAt: false) + below($0, orAt: true)) / 2 / Double(others.count)
    }
    let mean = placements.reduce(0, +) / Double(placements.count)
    return placements.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(placements.count - 1)
  }
}
