/// Quantiles of type 7: linear between order statistics, as R's default (Hyndman and Fan 1996,
/// doi:10.1080/00031305.1996.10473566).
enum Quantile {
  /// The quantile of ascending values; `values` is not empty and p is from 0 to 1.
  static func ofSorted(_ values: [Double], at p: Double) -> Double {
    precondition(!values.isEmpty && (0...1).contains(p), "quantile \(p) of \(values.count) values")
    let place = p * Double(values.count - 1)
    // A place that is whole but for rounding is whole: 0.2 · 5 steps of 184 must not fall below 184.
    let below = min(Int((place + 4 * place.ulp).rounded(.down)), values.count - 1)
    let share = place - Double(below)
    let above = min(below + 1, values.count - 1)
    return abs(share) < 1e-12
      ? values[below] : values[below] + share * (values[above] - values[below])
  }
}
