internal import EvalLinearAlgebra

/// The eligible rows of each arm, and what is pooled within them.
struct EligibleArms: Sendable {
  /// The treated, then the controls, ascending.
  let groups: [[Int32]]
  private let eligible: [Bool]

  init(treated: [Bool], eligible: [Bool]) {
    self.eligible = eligible
    groups = [true, false].map { EligibleArms.rows(of: $0, treated: treated, eligible: eligible) }
  }

  /// The eligible rows of one arm, ascending.
  static func rows(of flag: Bool, treated: [Bool], eligible: [Bool]) -> [Int32] {
    let isOfArm = { (row: Int) in eligible[row] && treated[row] == flag }
    var rows: [Int32] = []
    rows.reserveCapacity(treated.indices.count(where: isOfArm))
    for row in treated.indices where isOfArm(row) { rows.append(Int32(row)) }
    return rows
  }

  /// How many they are.
  var count: Int { groups[0].count + groups[1].count }

  /// Their rows, ascending.
  var everyone: [Int] { eligible.indices.filter { eligible[$0] } }

  /// What a column comes to in the arms.
  struct Moments: Sendable {
    /// The mean of the treated, then of the controls.
    let means: [Double]
    /// Σ over arms of squared deviations from the arm's mean.
    let squares: Double
    /// The largest size of a value.
    let largest: Double
  }

  /// What a column comes to in the arms: two passes.
  func moments(of values: [Double]) -> Moments {
    let means = groups.map { mean(values, of: $0) }
    var squares = 0.0
    var largest = 0.0
    for (rows, mean) in zip(groups, means) {
      for row in rows {
        let value = values[Int(row)]
        squares += (value - mean) * (value - mean)
        largest = max(largest, abs(value))
      }
    }
    return Moments(means: means, squares: squares, largest: largest)
  }

  private func mean(_ values: [Double], of rows: [Int32]) -> Double {
    var sum = 0.0
    for row in rows { sum += values[Int(row)] }
    return sum / Double(rows.count)
  }

  func varies(_ values: [Double]) -> Bool {
    guard let first = groups.joined().first else { return false }
    return groups.joined().contains { values[Int($0)] != values[Int(first)] }
  }

  /// 1 over the SD pooled within the arms, with denominator n − `reduction`; `nil` where a column is
  /// constant within the arms.
  func reciprocalDeviation(_ moments: Moments, reduction: Int) -> Double? {
    let deviation = (moments.squares / Double(max(1, count - reduction))).squareRoot()
    return deviation > CovariateScaling.constantTolerance * moments.largest ? 1 / deviation : nil
  }

  /// The values of each arm's rows less the arm's mean, the treated first.
  func withinArms(_ values: [Double]) -> [Double] {
    groups.flatMap { rows in
      let mean = mean(values, of: rows)
      return rows.map { values[Int($0)] - mean }
    }
  }

  /// Cross-products of columns about their means within each arm, over n − `reduction`.
  ///
  /// - Parameter moments: of each column.
  func pooledCrossProducts(
    _ columns: ScaledColumns, moments: [Moments], reduction: Int
  ) -> Matrix {
    let means = groups.indices.map { arm in moments.map { $0.means[arm] } }
    return (1 / Double(max(1, count - reduction)))
      * columns.crossProducts(within: groups, means: means)
  }
}
