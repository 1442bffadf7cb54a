/// The permutation test of two means, exact: every choice of who is in the first group is equally
/// likely.
///
/// The statistic T is the sum of the first group; its law is built over whole numbers of the data's
/// last decimal, value by value. Two-sided p = P(|T − E T| ≥ |t − E T|). It tests that both groups
/// follow one law, and looks where their means differ, without normality.
public struct MeanPermutationTest: Sendable, Equatable {
  /// T, the sum of the first group.
  public let sum: Double
  /// E T = m · mean of all
  public let expectation: Double
  /// Var T = m n/(N(N − 1)) · Σ(v − v̄)²
  public let variance: Double
  /// P(T ≤ t)
  public let pLess: Double
  /// P(T ≥ t)
  public let pGreater: Double
  /// P(|T − E T| ≥ |t − E T|)
  public let pTwoSided: Double

  /// The most cells of the law: choices by sums.
  private static let largestCells = 20_000_000

  /// (T − E T)/√Var T, standard normal in large groups.
  public var standardised: Double { (sum - expectation) / variance.squareRoot() }

  /// The two-sided p-value of the normal approximation.
  public var normalPValue: Double { min(1, 2 * Normal.standard.survival(abs(standardised))) }

  /// - Parameters:
  ///   - first: Finite.
  ///   - second: Finite.
  ///   - scale: 10 for data of one decimal, 100 for two; values are rounded to 1/`scale`.
  /// - Throws: `ChangeError.tooFewPeople` for an empty group, `.noVariation` where all values are
  ///   alike, `.invalidValue`, `.tooLargeForExact`.
  /// - Complexity: O(*N m S*), S the range of the sum in units of 1/`scale`.
  public init(
    _ first: [Double], _ second: [Double], scale: Double = 1
  ) throws(ChangeError) {
    precondition(scale > 0 && scale.isFinite, "the scale must be positive, found \(scale)")
    let method = "the permutation of means"
    guard !first.isEmpty, !second.isEmpty else { throw .tooFewPeople(found: 0, needed: 1) }
    func scaled(_ values: [Double], _ column: String) throws(ChangeError) -> [Int] {
      var result: [Int] = []
      for (row, value) in values.enumerated() {
        let rounded = (value * scale).rounded()
        guard rounded.isFinite else { throw .invalidValue(column: column, row: row) }
        guard abs(rounded) < 1e9 else { throw .tooLargeForExact(method: method) }
        result.append(Int(rounded))
      }
      return result
    }
    let ones = try scaled(first, "first group")
    let others = try scaled(second, "second group")
    let all = (ones + others).sorted()
    guard let least = all.first, let most = all.last, least < most else {
      throw .noVariation(method: method)
    }
    let step = greatestCommonDivisor(all.map { $0 - least })
    let scores = all.map { ($0 - least) / step }
    // The smaller group is dealt; for the other, greater sums are smaller ones.
    let isFirstDealt = ones.count <= others.count
    let dealt = isFirstDealt ? ones : others
    let width = scores.suffix(dealt.count).reduce(0, +) + 1
    guard (dealt.count + 1) * width <= MeanPermutationTest.largestCells else {
      throw .tooLargeForExact(method: method)
    }
    let masses = RankSumDistribution.deal(dealt.count, of: scores)
    let point = dealt.reduce(0) { $0 + ($1 - least) / step }
    // N times the distance from the expectation is whole.
    let centre = dealt.count * scores.reduce(0, +)
    let distance = abs(all.count * point - centre)
    var (below, above, extremeBelow, extremeAbove) = (0.0, 0.0, 0.0, 0.0)
    for place in 0..<masses.count {
      if place <= point { below += masses[place] }
      if all.count * place - centre <= -distance { extremeBelow += masses[place] }
    }
    for place in masses.indices.reversed() {
      if place >= point { above += masses[place] }
      if all.count * place - centre >= distance { extremeAbove += masses[place] }
    }
    pLess = min(1, isFirstDealt ? below : above)
    pGreater = min(1, isFirstDealt ? above : below)
    pTwoSided = distance == 0 ? 1 : min(1, extremeBelow + extremeAbove)
    let total = Double(all.reduce(0, +))
    let mean = total / Double(all.count)
    let squares = all.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let counts = (Double(ones.count), Double(others.count))
    let number = counts.0 + counts.1
    sum = Double(ones.reduce(0, +)) / scale
    expectation = counts.0 * total / number / scale
    variance = counts.0 * counts.1 / (number * (number - 1)) * squares / (scale * scale)
  }
}
