internal import Foundation

/// An amount of memory, as people write it: `512MiB`, `3.1 GiB`.
public struct ByteCount: Sendable, Equatable, CustomStringConvertible {
  /// Bytes.
  public let bytes: Int

  /// Creates an amount.
  public init(_ bytes: Int) { self.bytes = bytes }

  /// Reads a number with a unit: B, KiB, MiB, GiB, TiB in powers of 1,024, kB, MB, GB, TB in powers
  /// of 1,000; `nil` for anything else, and for what is not above 0.
  public init?(_ text: String) {
    let text = text.trimmingCharacters(in: .whitespaces)
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(digits.count).trimmingCharacters(in: .whitespaces)
    guard let number = Double(digits), let factor = Self.factors[unit.lowercased()] else {
      return nil
    }
    let bytes = (number * factor).rounded()
    guard bytes >= 1, bytes < 0x1p62 else { return nil }
    self.bytes = Int(bytes)
  }

  private static let factors: [String: Double] = [
    "b": 1, "kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30, "tib": 0x1p40,
    "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
  ]

  /// `3.1 GiB`: one decimal below 100, none above; the nearest.
  public var description: String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 999.5, unit < units.count - 1 {
      value /= 1_024
      unit += 1
    }
    let tenths = (value * 10).rounded() / 10
    let text =
      unit == 0 || tenths >= 100 || tenths == tenths.rounded()
      ? String(Int(value.rounded())) : String(format: "%.1f", tenths)
    return "\(text) \(units[unit])"
  }
}
