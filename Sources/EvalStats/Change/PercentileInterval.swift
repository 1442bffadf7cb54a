/// The 2.5th and 97.5th percentiles of resampled values (type 7: linear between order statistics).
struct PercentileInterval {
  /// `nil` where unbounded.
  let lower: Double?
  let upper: Double?
  /// Of the finite values, with n − 1; `nil` for fewer than two or where some are infinite.
  let standardDeviation: Double?

  /// `nil` without values, or where they are all alike: nothing then shows how much they could vary.
  ///
  /// - Complexity: O(*n* log *n*)
  init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let least = sorted.first, let most = sorted.last, least < most else { return nil }
    lower = PercentileInterval.quantile(0.025, of: sorted)
    upper = PercentileInterval.quantile(0.975, of: sorted)
    guard least.isFinite, most.isFinite else {
      standardDeviation = nil
      return
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = (squares / Double(values.count - 1)).squareRoot()
  }

  private static func quantile(_ p: Double, of sorted: [Double]) -> Double? {
    // Between an infinite value and any other lies nothing finite.
    let quantile = Quantile.ofSorted(sorted, at: p)
    return quantile.isFinite ? quantile : nil
  }
}
