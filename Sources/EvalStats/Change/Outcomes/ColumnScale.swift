internal import EvalLinearAlgebra

/// The mean of a column and its standard deviation: a fit in those units does not depend on the
/// column's own.
struct ColumnScale {
  let mean: Double
  /// 1 for a column that is constant.
  let deviation: Double

  init(_ column: [Double]) {
    // In shares of the largest value, whose squares are numbers.
    let largest = column.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else {
      (mean, deviation) = (0, 1)
      return
    }
    let count = Double(column.count)
    let centre = column.reduce(0) { $0 + $1 / largest } / count
    let squares = column.reduce(0) { sum, value in
      let distance = value / largest - centre
      return sum + distance * distance
    }
    mean = largest * centre
    let root = largest * (squares / count).squareRoot()
    deviation = root > 0 ? root : 1
  }

  func standardised(_ column: [Double]) -> [Double] { column.map { ($0 - mean) / deviation } }

  /// What turns cut points and slopes of standardised columns into those of the columns:
  /// α = α̃ + Σ β̃·mean/deviation, β = β̃/deviation.
  static func unstandardising(_ scales: [ColumnScale], cutCount: Int) -> Matrix {
    let count = cutCount + scales.count
    var matrix = Matrix(rowCount: count, columnCount: count)
    for cut in 0..<cutCount { matrix[cut, cut] = 1 }
    for (place, scale) in scales.enumerated() {
      matrix[cutCount + place, cutCount + place] = 1 / scale.deviation
      for cut in 0..<cutCount { matrix[cut, cutCount + place] = scale.mean / scale.deviation }
    }
    return matrix
  }
}
