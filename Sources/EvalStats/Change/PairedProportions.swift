/// Yes or no of the same people twice, or of matched pairs: McNemar's comparison.
///
/// Only pairs that disagree say anything of a change: b with yes first alone, c with yes second
/// alone.
public struct PairedProportions: Sendable, Equatable {
  /// b, pairs with yes only in the first.
  public let firstOnly: Int
  /// c, pairs with yes only in the second.
  public let secondOnly: Int
  /// All pairs, those that agree included.
  public let pairCount: Int

  /// - Throws: `ChangeError.invalidValue` for a negative count, or fewer pairs than disagree.
  public init(firstOnly: Int, secondOnly: Int, pairCount: Int) throws(ChangeError) {
    for (row, value) in [firstOnly, secondOnly].enumerated() where value < 0 {
      throw .invalidValue(column: "pairs that disagree", row: row)
    }
    guard pairCount > 0, pairCount - firstOnly >= secondOnly else {
      throw .invalidValue(column: "pairs", row: 0)
    }
    self.firstOnly = firstOnly
    self.secondOnly = secondOnly
    self.pairCount = pairCount
  }

  private var disagreeing: Int { firstOnly + secondOnly }
  private var difference: Double { Double(firstOnly) - Double(secondOnly) }

  /// McNemar's χ² on one degree of freedom, (b − c)²/(b + c); with continuity correction
  /// (|b − c| − 1)²/(b + c), and 0 where b = c. `nil` where all pairs agree.
  public func chiSquared(continuityCorrection: Bool = false) -> Double? {
    guard disagreeing > 0 else { return nil }
    let distance = max(0, abs(difference) - (continuityCorrection ? 1 : 0))
    return distance * distance / Double(disagreeing)
  }

  /// The p-value of `chiSquared`; `nil` where all pairs agree.
  public func pValue(continuityCorrection: Bool = false) -> Double? {
    chiSquared(continuityCorrection: continuityCorrection).map {
      ChiSquared(degreesOfFreedom: 1).survival($0)
    }
  }

  private var law: Binomial { Binomial(trials: disagreeing, probability: 0.5) }

  /// Two-sided, from the exact binomial of the pairs that disagree; `nil` where all agree.
  public var exactPValue: Double? {
    disagreeing > 0 ? min(1, 2 * law.cumulative(min(firstOnly, secondOnly))) : nil
  }

  /// As `exactPValue`, counting half the probability of the split seen (Fagerland, Lydersen and
  /// Laake 2013, doi:10.1186/1471-2288-13-91); `nil` where all agree.
  public var midPValue: Double? {
    let fewer = min(firstOnly, secondOnly)
    return disagreeing > 0
      ? min(1, 2 * law.cumulative(fewer) - law.mass(fewer)) : nil
  }

  /// The difference of the two shares of yes, (b − c)/n.
  public var riskDifference: Double { difference / Double(pairCount) }

  /// √(b + c − (b − c)²/n)/n
  public var riskDifferenceError: Double {
    let count = Double(pairCount)
    return max(0, Double(disagreeing) - difference * difference / count).squareRoot() / count
  }

  /// The Wald interval of the difference, kept within −1…1; `nil` where its standard error is 0.
  public func riskDifferenceInterval(level: Double = 0.95) -> ClosedRange<Double>? {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    let reach = Normal.standard.upperQuantile((1 - level) / 2) * riskDifferenceError
    guard reach > 0 else { return nil }
    return max(-1, riskDifference - reach)...min(1, riskDifference + reach)
  }

  /// The odds ratio within pairs, b/c; `nil` where c = 0.
  public var oddsRatio: Double? {
    secondOnly > 0 ? Double(firstOnly) / Double(secondOnly) : nil
  }

  /// The exact interval of the odds ratio (Clopper–Pearson on the pairs that disagree); `upper` is
  /// `nil` where unbounded, both bounds are open where all pairs agree.
  public func oddsRatioInterval(level: Double = 0.95) -> (lower: Double, upper: Double?) {
    let share = Binomial.shareInterval(
      successes: firstOnly, trials: disagreeing, level: level)
    return (
      share.lowerBound / (1 - share.lowerBound),
      share.upperBound < 1 ? share.upperBound / (1 - share.upperBound) : nil
    )
  }
}
