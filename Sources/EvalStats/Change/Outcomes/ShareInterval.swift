private import Foundation

/// The 95% interval of a share on the log(−log) scale, which keeps it within 0…1.
struct ShareInterval {
  let lower: Double
  let upper: Double

  /// - Returns: `nil` for a share that is 0 or 1.
  init?(share: Double, standardError: Double) {
    guard share > 0, share < 1 else { return nil }
    let logarithm = log(share)
    let reach = Normal.standard.upperQuantile(0.025) * standardError / (share * -logarithm)
    lower = exp(logarithm * exp(reach))
    upper = exp(logarithm * exp(-reach))
  }
}
