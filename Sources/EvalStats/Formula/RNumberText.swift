internal import Foundation

/// Numbers as R prints them, so that `factor(age)50` and `I(x * 1e+05)` have the names R gives.
enum RNumberText {
  /// Up to 15 significant digits; fixed notation unless the scientific one is shorter.
  static func text(of number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Inf" : "Inf" }
    guard number != 0 else { return "0" }
    // "d.dddddddddddddde±XX": 15 significant digits, correctly rounded.
    let scientific = String(format: "%.14e", abs(number))
    let parts = scientific.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return scientific }
    var digits = parts[0].filter { $0 != "." }
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    let decimals = max(0, digits.count - 1 - exponent)
    let fixedWidth = max(exponent, 0) + 1 + (decimals > 0 ? decimals + 1 : 0)
    let mantissaWidth = digits.count > 1 ? digits.count + 1 : 1
    let scientificWidth = mantissaWidth + (abs(exponent) >= 100 ? 5 : 4)
    let sign = number < 0 ? "-" : ""
    if fixedWidth <= scientificWidth {
      return sign + fixed(digits, exponent: exponent, decimals: decimals)
    }
    let fraction = digits.dropFirst()
    let mantissa = String(digits.prefix(1)) + (fraction.isEmpty ? "" : "." + fraction)
    let size = String(abs(exponent))
    return sign + mantissa + (exponent < 0 ? "e-" : "e+") + (size.count < 2 ? "0" + size : size)
  }

  private static func fixed(_ digits: String, exponent: Int, decimals: Int) -> String {
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let padded = digits + String(repeating: "0", count: max(0, exponent + 1 - digits.count))
    let whole = padded.prefix(exponent + 1)
    return decimals == 0 ? String(whole) : whole + "." + padded.dropFirst(exponent + 1)
  }
}
