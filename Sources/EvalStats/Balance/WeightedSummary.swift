/// Weighted mean and variance of one column in one arm.
struct WeightedSummary: Sendable, Equatable {
  /// Σwx / Σw.
  let mean: Double
  /// Σw(x − m)² / (1 − Σw²) with weights that sum to 1; with equal weights the usual n − 1. For a
  /// 0/1 column p(1 − p). `nil` where fewer than two rows carry weight.
  let variance: Double?
  /// (Σw)² / Σw².
  let effectiveSampleSize: Double

  /// Summarises the rows given; `nil` if no weight falls on them.
  init?(_ values: [Double], rows: [Int], weights: [Double]?, isBinary: Bool) {
    func weight(_ row: Int) -> Double { weights?[row] ?? 1 }
    let total = rows.reduce(0) { $0 + weight($1) }
    guard total > 0 else { return nil }
    let mean = rows.reduce(0) { $0 + weight($1) * values[$1] } / total
    self.mean = mean
    let squares = rows.reduce(0) { $0 + weight($1) * weight($1) }
    effectiveSampleSize = total * total / squares
    if isBinary {
      variance = mean * (1 - mean)
    } else {
      let centred = rows.reduce(0) {
        $0 + weight($1) * (values[$1] - mean) * (values[$1] - mean)
      }
      let denominator = total - squares / total
      variance = denominator > total * 1e-12 ? centred / denominator : nil
    }
  }

  /// (Σw)² / Σw²: how many people of equal weight would give the same variance of a mean.
  static func effectiveSampleSize(_ weights: some Sequence<Double>) -> Double {
    var total = 0.0
    var squares = 0.0
    for weight in weights {
      total += weight
      squares += weight * weight
    }
    return squares > 0 ? total * total / squares : 0
  }
}
