/// How much each column of a balance table matters for an outcome.
///
/// An imbalance biases an estimate as far as the covariate predicts the outcome and no further, so
/// imbalances are weighed by it (Stuart, Lee and Leacy 2013, doi:10.1016/j.jclinepi.2013.01.013).
/// The prediction must come from people without treatment: among the treated it would hold part of
/// the effect.
public struct PrognosticWeights: Sendable, Equatable {
  /// The weight of each column by its name, 0 or more; a column without one weighs 0. Only their
  /// ratios matter.
  public let weights: [String: Double]

  /// Weighs a column by the share of the outcome's variance that goes with it: r².
  ///
  /// - Precondition: correlations lie between −1 and 1.
  public init(correlations: [String: Double]) {
    precondition(
      correlations.values.allSatisfy { abs($0) <= 1 }, "correlations lie between −1 and 1")
    weights = correlations.mapValues { $0 * $0 }
  }

  /// Weighs a column by the variance it adds to a prediction: (β s)², with β its coefficient in a
  /// model of the outcome fitted on untreated people and s its SD among the controls before matching.
  ///
  /// - Precondition: coefficients are finite.
  public init(coefficients: [String: Double], in table: BalanceTable) {
    precondition(coefficients.values.allSatisfy(\.isFinite), "coefficients are finite")
    var weights: [String: Double] = [:]
    for row in table.rows {
      guard let coefficient = coefficients[row.name],
        let deviation = row.standardDeviations[.control]
      else { continue }
      weights[row.name] = coefficient * coefficient * deviation * deviation
    }
    self.weights = weights
  }

  /// Weighs each column by its squared correlation with an outcome among the controls, each column
  /// on the rows in which it is observed.
  ///
  /// - Parameters:
  ///   - outcome: one value a row; rows whose outcome is not a finite number are passed over. Use an
  ///     outcome of the time before the index date or of a sample of its own, so that the design is
  ///     not chosen by the result.
  ///   - treated: the arm of each row.
  ///   - covariates: the columns.
  ///   - terms: whether squares and products get weights too.
  /// - Complexity: O(*columns* · *n*)
  public init(
    outcome: [Double], treated: [Bool], covariates: CovariateColumns,
    terms: BalanceTerms = .mainEffects
  ) {
    precondition(
      outcome.count == treated.count && covariates.rowCount == treated.count,
      "\(outcome.count) outcomes and \(covariates.rowCount) rows for \(treated.count) people")
    var weights: [String: Double] = [:]
    for term in covariates.markingGaps().terms(terms) {
      let column = term.column
      let rows = treated.indices.filter {
        !treated[$0] && outcome[$0].isFinite && column.isMissing?[$0] != true
      }
      let correlation = PrognosticWeights.correlation(column.values, outcome, rows: rows)
      weights[column.name] = correlation.map { $0 * $0 } ?? 0
    }
    self.weights = weights
  }

  /// Pearson's correlation over some rows; `nil` where either does not vary.
  private static func correlation(_ left: [Double], _ right: [Double], rows: [Int]) -> Double? {
    guard rows.count > 1 else { return nil }
    let count = Double(rows.count)
    let means = (
      rows.reduce(0) { $0 + left[$1] } / count, rows.reduce(0) { $0 + right[$1] } / count
    )
    var (squares, product) = ((0.0, 0.0), 0.0)
    for row in rows {
      let (x, y) = (left[row] - means.0, right[row] - means.1)
      squares.0 += x * x
      squares.1 += y * y
      product += x * y
    }
    let scale = squares.0.squareRoot() * squares.1.squareRoot()
    guard scale > 0, scale.isFinite else { return nil }
    return max(-1, min(1, product / scale))
  }
}

extension CovariateColumns {
  /// The columns and, behind them, the prognostic score: what a model of the outcome, fitted on
  /// untreated people, predicts for each row but for its intercept.
  ///
  /// Its standardised difference is how far the arms' expected outcomes would differ without any
  /// effect (Stuart, Lee and Leacy 2013, doi:10.1016/j.jclinepi.2013.01.013). A row that misses a
  /// column with a coefficient has no score.
  ///
  /// - Parameters:
  ///   - coefficients: of the model's linear predictor, by column; columns without one count as 0.
  ///   - name: the name of the row.
  /// - Precondition: coefficients are finite.
  public func addingPrognosticScore(
    coefficients: [String: Double], name: String = "prognosis"
  ) -> CovariateColumns {
    precondition(coefficients.values.allSatisfy(\.isFinite), "coefficients are finite")
    var score = [Double](repeating: 0, count: rowCount)
    var missing = [Bool](repeating: false, count: rowCount)
    for column in columns {
      guard let coefficient = coefficients[column.name] else { continue }
      for (row, value) in column.values.enumerated() {
        score[row] += coefficient * value
        if column.isMissing?[row] == true { missing[row] = true }
      }
    }
    return CovariateColumns(
      columns: columns + [Column(name: name, covariate: name, values: score, isMissing: missing)],
      rowCount: rowCount)
  }
}
