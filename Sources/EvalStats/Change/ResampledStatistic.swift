private import Foundation

/// The log rate-of-change ratio or the difference in differences of four cell totals.
///
/// Resamples can leave a cell without events or time. A log ratio is then −∞ or +∞ where the empty
/// cells all push the same way; where they push both ways, or time is missing, it is undefined.
struct ResampledStatistic {
  let scale: ChangeScale

  /// `nil` where undefined; never NaN.
  func value(events: SIMD4<Double>, time: SIMD4<Double>) -> Double? {
    for cell in 0..<4 where time[cell] <= 0 { return nil }
    let rates = events / time
    switch scale {
    case .difference:
      return 1000 * (CellContrast.rateOfChange.coefficients * rates).sum()
    case .ratio:
      let numerator = rates[3] * rates[0]
      let denominator = rates[2] * rates[1]
      if numerator > 0 { return denominator > 0 ? log(numerator / denominator) : .infinity }
      return denominator > 0 ? -.infinity : nil
    }
  }

  /// The statistic on the scale a reader sees.
  func reported(_ value: Double) -> Double {
    scale == .ratio ? exp(value) : value
  }
}
