/// A figure as it was printed: it stands for every number that rounds to it.
///
/// A value printed to d decimals is v ± 0.5·10⁻ᵈ, and a recomputation from printed figures agrees
/// with a printed result when the two ranges overlap.
public struct PrintedFigure: Sendable, Equatable {
  /// The numbers it may stand for.
  public let range: ClosedRange<Double>

  /// Reads "0.20", "-0.37", "−0.37", ".639", "1,234" or "26.6%" (a share of 0.266 ± 0.0005).
  ///
  /// - Returns: `nil` where the text is no plain number.
  public init?(_ text: String) {
    var digits = text.filter { $0 != "," && !$0.isWhitespace }
    let isPercent = digits.hasSuffix("%")
    if isPercent { digits.removeLast() }
    if digits.hasPrefix("−") { digits = "-" + digits.dropFirst() }
    let isNegative = digits.hasPrefix("-")
    if isNegative { digits.removeFirst() }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, digits.contains(where: \.isNumber),
      digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let size = Double("0" + digits)
    else { return nil }
    let value = isNegative ? -size : size
    var half = isPercent ? 0.005 : 0.5
    if parts.count == 2 { for _ in parts[1] { half /= 10 } }
    let centre = isPercent ? value / 100 : value
    range = (centre - half)...(centre + half)
  }

  /// A range worked out from printed figures.
  public init(range: ClosedRange<Double>) {
    self.range = range
  }

  /// Whether the two can stand for one number.
  public func agrees(with other: PrintedFigure) -> Bool {
    range.overlaps(other.range)
  }

  /// Whether it can stand for a number computed exactly.
  public func agrees(with value: Double) -> Bool {
    // A tie such as 0.125 printed as 0.13 or 0.12 lies on the edge, give or take its last bit.
    let slack = 1e-12 * max(1, abs(value))
    return range.lowerBound - slack <= value && value <= range.upperBound + slack
  }
}
