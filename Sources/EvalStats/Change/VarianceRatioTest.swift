/// The F test that two groups vary alike, with the interval of the ratio of their variances.
///
/// F = s₁²/s₀² on n₁ − 1 and n₀ − 1 degrees of freedom. It leans on normality far more than the t
/// test does: where tails are heavy read `BrownForsytheTest`.
public struct VarianceRatioTest: Sendable, Equatable {
  /// The ratio of the variances.
  public let statistic: Double
  /// n₁ − 1
  public let numeratorDegrees: Double
  /// n₀ − 1
  public let denominatorDegrees: Double

  /// - Throws: `ChangeError.tooFewPeople` below two in a group, `.noVariation` where a group does not
  ///   vary, `.invalidValue`.
  /// - Complexity: O(*n*)
  public init(_ first: [Double], _ second: [Double]) throws(ChangeError) {
    let one = try Sample(first, column: "first group", needed: 2)
    let other = try Sample(second, column: "second group", needed: 2)
    guard one.variance > 0, other.variance > 0 else {
      throw .noVariation(method: "the F test of variances")
    }
    statistic = one.variance / other.variance
    numeratorDegrees = Double(one.count - 1)
    denominatorDegrees = Double(other.count - 1)
  }

  private var law: FDistribution {
    FDistribution(numerator: numeratorDegrees, denominator: denominatorDegrees)
  }

  /// The p-value against equal variances; two-sided twice the smaller tail.
  public func pValue(_ alternative: Alternative = .twoSided) -> Double {
    alternative.pValue(less: law.cumulative(statistic), greater: law.survival(statistic))
  }

  /// The interval of the ratio of variances.
  public func interval(level: Double = 0.95) -> ClosedRange<Double> {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, found \(level)")
    let tail = (1 - level) / 2
    return statistic / law.upperQuantile(tail)...statistic / law.quantile(tail)
  }
}

/// Brown and Forsythe's test that two groups vary alike (1974, doi:10.1080/01621459.1974.10482955):
/// the analysis of variance of the distances from each group's median.
public struct BrownForsytheTest: Sendable, Equatable {
  /// F on 1 and N − 2 degrees of freedom.
  public let statistic: Double
  /// The p-value against equal spread.
  public let pValue: Double
  /// N − 2
  public let degreesOfFreedom: Double

  /// - Throws: `ChangeError.tooFewPeople` below two in a group, `.noVariation` where the distances
  ///   from the medians do not vary, `.invalidValue`.
  /// - Complexity: O(*n* log *n*)
  public init(_ first: [Double], _ second: [Double]) throws(ChangeError) {
    func distances(_ values: [Double]) -> [Double] {
      let sorted = values.sorted()
      let upper = sorted[sorted.count / 2]
      let median =
        sorted.count.isMultiple(of: 2) ? (sorted[sorted.count / 2 - 1] + upper) / 2 : upper
      return values.map { abs($0 - median) }
    }
    _ = try Sample(first, column: "first group", needed: 2)
    _ = try Sample(second, column: "second group", needed: 2)
    let test = try TTest(distances(first), distances(second), equalVariances: true)
    // With two groups F is t².
    statistic = test.statistic * test.statistic
    pValue = test.pValue()
    degreesOfFreedom = test.degreesOfFreedom
  }
}
