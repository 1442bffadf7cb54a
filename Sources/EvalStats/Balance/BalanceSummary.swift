/// A balance table in a few numbers.
///
/// No one number is enough: a small mean can hide one covariate far apart, and a large maximum may
/// belong to a covariate of no consequence. The score matched on is not counted: it is made of the
/// others.
public struct BalanceSummary: Sendable, Equatable {
  /// The number of columns whose standardised difference is defined.
  public let columnCount: Int
  /// Mean |d|.
  public let mean: Double
  /// The largest |d|.
  public let largest: Double
  /// The column it belongs to, the first of several.
  public let largestName: String
  /// √(Σd²/k): the L2 of the differences, for each of the k columns.
  public let rootMeanSquare: Double
  /// √(Σ w d² / Σ w), with w how well a column predicts the outcome; `nil` without such weights, or
  /// if no column weighs anything.
  public let prognostic: Double?

  /// Standardised differences in a few numbers; `nil` without any.
  ///
  /// - Parameters:
  ///   - differences: By column, of either sign.
  ///   - prognosis: How well columns predict the outcome.
  public init?(
    differences: [(name: String, difference: Double)], prognosis: PrognosticWeights? = nil
  ) {
    guard let first = differences.first else { return nil }
    var (sum, squares, weighted, weights) = (0.0, 0.0, 0.0, 0.0)
    var largest = (name: first.name, size: abs(first.difference))
    for (name, difference) in differences {
      let size = abs(difference)
      sum += size
      squares += size * size
      if size > largest.size { largest = (name, size) }
      let weight = prognosis?.weights[name] ?? 0
      weights += weight
      weighted += weight * size * size
    }
    let count = Double(differences.count)
    columnCount = differences.count
    mean = sum / count
    self.largest = largest.size
    largestName = largest.name
    rootMeanSquare = (squares / count).squareRoot()
    prognostic = weights > 0 ? (weighted / weights).squareRoot() : nil
  }

  /// By how many per cent a number fell; `nil` where it was 0 before, or is not defined.
  package static func percentImprovement(from before: Double?, to after: Double?) -> Double? {
    guard let before, before > 0, let after else { return nil }
    return 100 * (before - after) / before
  }
}

extension BalanceTable {
  /// The table in a few numbers.
  ///
  /// - Returns: `nil` if no column has a standardised difference at that stage.
  public func summary(
    _ stage: Stage, by denominator: Denominator = .treated, prognosis: PrognosticWeights? = nil
  ) -> BalanceSummary? {
    BalanceSummary(
      differences: rows.compactMap { row in
        guard row.name != Row.scoreName else { return nil }
        return row.standardisedDifference(stage, by: denominator).map { (row.name, $0) }
      }, prognosis: prognosis)
  }

  /// By how many per cent matching brought the arms nearer, over all columns.
  ///
  /// - Parameter measure: which number of the summary: `\.mean`, `\.largest` or `\.rootMeanSquare`.
  /// - Returns: `nil` where it was 0 before, or is not defined.
  public func percentImprovement(
    in measure: KeyPath<BalanceSummary, Double>, by denominator: Denominator = .treated
  ) -> Double? {
    BalanceSummary.percentImprovement(
      from: summary(.before, by: denominator)?[keyPath: measure],
      to: summary(.after, by: denominator)?[keyPath: measure])
  }

  /// By how many per cent matching brought the arms nearer, columns weighted by how well they predict
  /// the outcome.
  ///
  /// - Returns: `nil` where it was 0 before, or is not defined.
  public func percentImprovement(
    by denominator: Denominator = .treated, prognosis: PrognosticWeights
  ) -> Double? {
    BalanceSummary.percentImprovement(
      from: summary(.before, by: denominator, prognosis: prognosis)?.prognostic,
      to: summary(.after, by: denominator, prognosis: prognosis)?.prognostic)
  }
}
