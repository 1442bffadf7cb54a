import EvalStats
import Foundation

/// Numbers as a reader expects them: thousands separated, a true minus, no more digits than help.
enum Numbers {
  /// A number with a fixed number of decimals.
  static func plain(_ value: Double, _ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", abs(value))
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let whole = grouped(String(parts[0]))
    let digits = parts.count > 1 ? "\(whole).\(parts[1])" : whole
    let isZero = text.allSatisfy { "0.".contains($0) }
    return value < 0 && !isZero ? "−\(digits)" : digits
  }

  /// As few decimals, up to two, as the value needs: 0.5, 1, 1.25.
  static func shortest(_ value: Double) -> String {
    for decimals in 0..<2 {
      let power = pow(10, Double(decimals))
      if abs((value * power).rounded() / power - value) < 1e-9 { return plain(value, decimals) }
    }
    return plain(value, 2)
  }

  /// Pounds without pence, the sign before the pound.
  static func pounds(_ value: Double) -> String {
    let digits = plain(abs(value), 0)
    return value <= -0.5 ? "−£\(digits)" : "£\(digits)"
  }

  /// A p-value as journals print it.
  static func probability(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value < 0.001 ? "< 0.001" : plain(value, value < 0.1 ? 3 : 2)
  }

  /// "0.75 (0.66 to 0.85)".
  static func interval(of finding: Finding, decimals: Int = 2) -> String {
    interval(finding.estimate, finding.lower, finding.upper) { plain($0, decimals) }
  }

  /// "£310 (−£40 to £660)".
  static func poundsInterval(of finding: Finding) -> String {
    interval(finding.estimate, finding.lower, finding.upper, format: pounds)
  }

  private static func interval(
    _ estimate: Double, _ lower: Double?, _ upper: Double?, format: (Double) -> String
  ) -> String {
    switch (lower, upper) {
    case (nil, nil): format(estimate)
    case (let lower?, nil): "\(format(estimate)) (\(format(lower)) or more)"
    case (nil, let upper?): "\(format(estimate)) (up to \(format(upper)))"
    case (let lower?, let upper?): "\(format(estimate)) (\(format(lower)) to \(format(upper)))"
    }
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }
}
