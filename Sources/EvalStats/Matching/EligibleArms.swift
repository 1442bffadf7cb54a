internal import EvalLinearAlgebra

/// The eligible rows of each arm, and what is pooled within them.
struct EligibleArms: Sendable {
  let groups: [[Int]]
  let everyone: [Int]

  init(treated: [Bool], eligible: [Bool]) {
    everyone = treated.indices.filter { eligible[$0] }
    groups = [everyone.filter { treated[$0] }, everyone.filter { !treated[$0] }]
  }

  func mean(_ values: [Double], of rows: [Int]) -> Double {
    rows.reduce(0) { $0 + values[$1] } / Double(rows.count)
  }

  /// Σ over arms of squared deviations from the arm's mean.
  func pooledSquares(_ values: [Double]) -> Double {
    groups.reduce(0) { sum, rows in
      let mean = mean(values, of: rows)
      return rows.reduce(sum) { $0 + (values[$1] - mean) * (values[$1] - mean) }
    }
  }

  func varies(_ values: [Double]) -> Bool {
    guard let first = everyone.first else { return false }
    return everyone.contains { values[$0] != values[first] }
  }

  /// 1 over the SD pooled within the arms, with denominator n − `reduction`; `nil` where a column is
  /// constant within the arms.
  func reciprocalDeviation(_ values: [Double], reduction: Int) -> Double? {
    let variance = pooledSquares(values) / Double(max(1, everyone.count - reduction))
    let deviation = variance.squareRoot()
    let largest = everyone.reduce(0) { max($0, abs(values[$1])) }
    return deviation > CovariateScaling.constantTolerance * largest ? 1 / deviation : nil
  }

  /// The values of each arm's rows less the arm's mean, the treated first.
  func withinArms(_ values: [Double]) -> [Double] {
    groups.flatMap { rows in
      let mean = mean(values, of: rows)
      return rows.map { values[$0] - mean }
    }
  }

  /// Cross-products of columns about their means within each arm, over n − `reduction`.
  func pooledCrossProducts(_ columns: ScaledColumns, reduction: Int) -> Matrix {
    let means = groups.map { rows in
      RowTasks.map(columns.columns) { column in mean(column, of: rows) }
    }
    return (1 / Double(max(1, everyone.count - reduction)))
      * columns.crossProducts(within: groups, means: means)
  }
}
