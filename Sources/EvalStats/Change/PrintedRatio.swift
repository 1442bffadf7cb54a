private import Foundation

/// A ratio with its 95% interval as printed, and what else must then be true.
public struct PrintedRatio: Sendable, Equatable {
  /// The point estimate.
  public let ratio: PrintedFigure
  /// The lower end of its interval.
  public let lower: PrintedFigure
  /// The upper end of its interval.
  public let upper: PrintedFigure

  /// z(0.975), as printed intervals are made.
  private static let reach = 1.959963984540054

  /// - Returns: `nil` unless all three stand for positive numbers and the ends are in order.
  public init?(ratio: PrintedFigure, lower: PrintedFigure, upper: PrintedFigure) {
    guard ratio.range.lowerBound > 0, lower.range.lowerBound > 0,
      lower.range.upperBound < upper.range.lowerBound
    else { return nil }
    self.ratio = ratio
    self.lower = lower
    self.upper = upper
  }

  /// SE = (ln upper − ln lower)/(2·1.959964), on the log scale.
  public var standardError: PrintedFigure {
    let widest = log(upper.range.upperBound / lower.range.lowerBound)
    let narrowest = log(upper.range.lowerBound / lower.range.upperBound)
    return PrintedFigure(
      range: (narrowest / (2 * PrintedRatio.reach))...(widest / (2 * PrintedRatio.reach)))
  }

  /// The two-sided p-values the printed figures allow: z = ln ratio/SE.
  public var pValue: PrintedFigure {
    PrintedRatio.pValue(
      logs: log(ratio.range.lowerBound)...log(ratio.range.upperBound),
      errors: standardError.range)
  }

  /// (ratio − 1) × control rate: the absolute difference a ratio stands for.
  public static func absoluteDifference(
    ratio: PrintedFigure, controlRate: PrintedFigure
  ) -> PrintedFigure {
    let ends = [ratio.range.lowerBound - 1, ratio.range.upperBound - 1].flatMap { change in
      [change * controlRate.range.lowerBound, change * controlRate.range.upperBound]
    }
    return PrintedFigure(range: (ends.min() ?? 0)...(ends.max() ?? 0))
  }

  /// The p-values allowed for the difference from another, independent ratio:
  /// z = (ln ratio₁ − ln ratio₂)/√(SE₁² + SE₂²).
  public func interaction(with other: PrintedRatio) -> PrintedFigure {
    let mine = ratio.range
    let theirs = other.ratio.range
    let first = standardError.range
    let second = other.standardError.range
    return PrintedRatio.pValue(
      logs: log(mine.lowerBound / theirs.upperBound)...log(mine.upperBound / theirs.lowerBound),
      errors: hypot(
        first.lowerBound, second.lowerBound)...hypot(first.upperBound, second.upperBound))
  }

  private static func pValue(
    logs: ClosedRange<Double>, errors: ClosedRange<Double>
  ) -> PrintedFigure {
    let ends = [abs(logs.lowerBound), abs(logs.upperBound)]
    let nearest = logs.contains(0) ? 0 : min(ends[0], ends[1])
    let furthest = max(ends[0], ends[1])
    func twoSided(_ z: Double) -> Double { 2 * Normal().survival(z) }
    let most = errors.lowerBound > 0 ? twoSided(furthest / errors.lowerBound) : 0
    return PrintedFigure(range: most...twoSided(nearest / errors.upperBound))
  }
}
