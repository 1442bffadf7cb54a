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
}

extension BalanceTable {
  /// The table in a few numbers.
  ///
  /// - Returns: `nil` if no column has a standardised difference at that stage.
  public func summary(
    _ stage: Stage, by denominator: Denominator = .treated, prognosis: PrognosticWeights? = nil
  ) -> BalanceSummary? {
    let differences = rows.compactMap { row -> (name: String, difference: Double)? in
      guard row.name != Row.scoreName else { return nil }
      return row.standardisedDifference(stage, by: denominator).map { (row.name, abs($0)) }
    }
    guard let first = differences.first else { return nil }
    var (sum, squares, weighted, weights) = (0.0, 0.0, 0.0, 0.0)
    var largest = first
    for entry in differences {
      sum += entry.difference
      squares += entry.difference * entry.difference
      if entry.difference > largest.difference { largest = entry }
      let weight = prognosis?.weights[entry.name] ?? 0
      weights += weight
      weighted += weight * entry.difference * entry.difference
    }
    let count = Double(differences.count)
    return BalanceSummary(
      columnCount: differences.count, mean: sum / count, largest: largest.difference,
      largestName: largest.name, rootMeanSquare: (squares / count).squareRoot(),
      prognostic: weights > 0 ? (weighted / weights).squareRoot() : nil)
  }

  /// By how many per cent matching brought the arms nearer, over all columns.
  ///
  /// - Parameter measure: which number of the summary: `\.mean`, `\.largest` or `\.rootMeanSquare`.
  /// - Returns: `nil` where it was 0 before, or is not defined.
  public func percentImprovement(
    in measure: KeyPath<BalanceSummary, Double>, by denominator: Denominator = .treated
  ) -> Double? {
    guard let before = summary(.before, by: denominator)?[keyPath: measure], before > 0,
      let after = summary(.after, by: denominator)?[keyPath: measure]
    else { return nil }
    return 100 * (before - after) / before
  }

  /// By how many per cent matching brought the arms nearer, columns weighted by how well they predict
  /// the outcome.
  ///
  /// - Returns: `nil` where it was 0 before, or is not defined.
  public func percentImprovement(
    by denominator: Denominator = .treated, prognosis: PrognosticWeights
  ) -> Double? {
    guard let before = summary(.before, by: denominator, prognosis: prognosis)?.prognostic,
      before > 0,
      let after = summary(.after, by: denominator, prognosis: prognosis)?.prognostic
    else { return nil }
    return 100 * (before - after) / before
  }
}
