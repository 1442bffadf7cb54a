extension BalanceTable {
  /// One covariate, or one level of a factor.
  public struct Row: Sendable {
    /// The name of the row of scores.
    public static let scoreName = "distance"

    /// The column's name: `age`, `raceblack`.
    public let name: String
    /// The covariate it belongs to.
    public let covariate: String
    /// Whether every value is 0 or 1: then p(1 − p) is the variance, and no ratio is given.
    public let isBinary: Bool
    /// Whether it says where its covariate is missing.
    public let marksMissing: Bool
    /// The standard deviations a difference may be divided by, before matching; `nil` where an arm
    /// has only one person.
    public let standardDeviations: [Denominator: Double]
    /// The arms before matching.
    public let before: Measures
    /// The arms after matching; `nil` without weights, or if nobody was matched.
    public let after: Measures?
    /// Mean |x₁ − x₀| over every treated person and control of one set in whom x is observed; `nil`
    /// without such pairs.
    public let meanPairDifference: Double?

    /// (x̄₁ − x̄₀) / s, with s from before matching.
    ///
    /// - Returns: `nil` if s is zero or not defined, and after matching if nobody was matched.
    public func standardisedDifference(
      _ stage: Stage, by denominator: Denominator = .treated
    ) -> Double? {
      (stage == .before ? before : after).flatMap { standardised($0.difference, by: denominator) }
    }

    /// Mean |x₁ − x₀| within sets, divided by a standard deviation from before matching.
    public func standardisedPairDifference(by denominator: Denominator = .treated) -> Double? {
      meanPairDifference.flatMap { standardised($0, by: denominator) }
    }

    private func standardised(_ difference: Double, by denominator: Denominator) -> Double? {
      guard let deviation = standardDeviations[denominator], deviation > 0 else { return nil }
      return difference / deviation
    }
  }

  /// The two arms side by side at one stage.
  public struct Measures: Sendable, Equatable {
    /// Weighted mean of the treated.
    public let meanTreated: Double
    /// Weighted mean of the controls.
    public let meanControl: Double
    /// Weighted standard deviation of the treated; `nil` where only one carries weight.
    public let standardDeviationTreated: Double?
    /// Weighted standard deviation of the controls; `nil` where only one carries weight.
    public let standardDeviationControl: Double?
    /// (Σw)²/Σw² of the treated in whom the covariate is observed.
    public let effectiveTreated: Double
    /// (Σw)²/Σw² of the controls in whom the covariate is observed.
    public let effectiveControl: Double
    /// v₁ / v₀; `nil` for a 0/1 column or where the controls do not vary.
    public let varianceRatio: Double?
    /// Mean difference of the empirical distributions.
    public let ecdfMeanDifference: Double
    /// Largest difference of the empirical distributions: the Kolmogorov–Smirnov statistic.
    public let ecdfMaximumDifference: Double
    /// The part of the two densities that does not overlap; `nil` unless asked for, and where half
    /// of the smaller arm has one value.
    public let nonOverlap: Double?

    /// x̄₁ − x̄₀.
    public var difference: Double { meanTreated - meanControl }
  }
}

extension BalanceTable.Row {
  /// `nil` if an arm has no observed value, or a value is not finite.
  ///
  /// - Parameters:
  ///   - keys: what rows are sorted by, where values that differ by rounding are to count as one.
  ///   - standardDeviations: those to use instead of the column's own.
  init?(
    _ column: CovariateColumns.Column, keys: [Double]?, sample: BalanceTable.Sample,
    standardDeviations given: [BalanceTable.Denominator: Double]?
  ) {
    let values = column.values
    let observed = sample.observed(column.isMissing)
    guard values.allSatisfy(\.isFinite) else { return nil }
    name = column.name
    covariate = column.covariate
    marksMissing = column.marksMissing
    let isBinary = column.isBinary
    self.isBinary = isBinary
    let keys = keys ?? values
    let order = isBinary ? [] : observed.rows.sorted { keys[$0] < keys[$1] }
    let overlap =
      isBinary || !sample.measuresOverlap || observed.isEmpty
      ? nil
      : DensityOverlap(
        values, treatedRows: observed.treatedRows, controlRows: observed.controlRows)
    func measures(_ weights: [Double]?) -> BalanceTable.Measures? {
      BalanceTable.Measures(
        values: values, keys: keys, order: order, sample: observed, weights: weights,
        isBinary: isBinary, overlap: overlap)
    }
    guard let before = measures(sample.baseWeights) else { return nil }
    self.before = before
    after = sample.weights.flatMap { measures($0) }
    standardDeviations =
      given
      ?? BalanceTable.Row.standardDeviations(
        before,
        everyone: WeightedSummary(
          values, rows: observed.rows, weights: sample.baseWeights, isBinary: isBinary))
    meanPairDifference = sample.sets.flatMap {
      SetDifferences(values, sets: observed.restricting($0)).mean
    }
  }

  private static func standardDeviations(
    _ before: BalanceTable.Measures, everyone: WeightedSummary?
  ) -> [BalanceTable.Denominator: Double] {
    var deviations: [BalanceTable.Denominator: Double] = [:]
    deviations[.treated] = before.standardDeviationTreated
    deviations[.control] = before.standardDeviationControl
    deviations[.all] = everyone?.variance?.squareRoot()
    if let treated = before.standardDeviationTreated, let control = before.standardDeviationControl
    {
      deviations[.pooled] = ((treated * treated + control * control) / 2).squareRoot()
    }
    return deviations
  }
}

extension BalanceTable.Measures {
  /// `nil` if an arm carries no weight.
  init?(
    values: [Double], keys: [Double], order: [Int], sample: BalanceTable.Sample,
    weights: [Double]?, isBinary: Bool, overlap: DensityOverlap?
  ) {
    guard
      let treated = WeightedSummary(
        values, rows: sample.treatedRows, weights: weights, isBinary: isBinary),
      let control = WeightedSummary(
        values, rows: sample.controlRows, weights: weights, isBinary: isBinary)
    else { return nil }
    let distributions =
      isBinary
      ? DistributionDifference(binaryMeans: treated.mean, control.mean)
      : DistributionDifference(
        keys: keys, order: order, treated: sample.treated, weights: weights)
    meanTreated = treated.mean
    meanControl = control.mean
    standardDeviationTreated = treated.variance?.squareRoot()
    standardDeviationControl = control.variance?.squareRoot()
    effectiveTreated = treated.effectiveSampleSize
    effectiveControl = control.effectiveSampleSize
    if !isBinary, let numerator = treated.variance, let denominator = control.variance,
      denominator > 0
    {
      varianceRatio = numerator / denominator
    } else {
      varianceRatio = nil
    }
    ecdfMeanDifference = distributions.mean
    ecdfMaximumDifference = distributions.maximum
    nonOverlap =
      isBinary
      ? sample.measuresOverlap ? distributions.maximum : nil : overlap?.complement(weights: weights)
  }
}
