private import Foundation

/// The smallest change a finished estimate could have been expected to show.
///
/// With a standard error SE on the log scale, a true ratio of exp(±(z₀.₉₇₅ + z₀.₈₀)·SE) would have
/// given p < 0.05 in 80% of studies like this one. Beside a null it says what the study could not
/// have seen; it says nothing of what is true.
public struct MinimumDetectableChange: Sendable, Equatable {
  /// The ratio below 1: a fall.
  public let fall: Double
  /// The ratio above 1: a rise.
  public let rise: Double

  /// - Parameters:
  ///   - standardError: On the log scale, positive and finite.
  ///   - power: Between 0.5 and 1.
  ///   - level: The two-sided significance level.
  public init(standardError: Double, power: Double = 0.8, level: Double = 0.05) {
    precondition(
      standardError > 0 && standardError.isFinite,
      "a standard error is positive and finite, found \(standardError)")
    precondition(power >= 0.5 && power < 1, "power lies in [0.5, 1), found \(power)")
    precondition(level > 0 && level < 1, "a level lies in (0, 1), found \(level)")
    let normal = Normal()
    let reach = (normal.upperQuantile(level / 2) + normal.quantile(power)) * standardError
    fall = exp(-reach)
    rise = exp(reach)
  }

  /// The one belonging to a ratio; `nil` where it has no standard error.
  public init?(of ratio: Finding) {
    guard let standardError = ratio.standardError, standardError > 0, standardError.isFinite
    else { return nil }
    self.init(standardError: standardError)
  }
}
