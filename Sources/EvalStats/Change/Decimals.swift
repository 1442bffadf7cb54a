/// Writes numbers with a fixed count of decimals, the same on every platform and in every locale.
package enum Decimals {
  /// The number rounded half away from zero to `places` decimals, with its trailing zeros:
  /// 5.8 to two places is "5.80". Numbers too large to carry decimals are written as they are.
  package static func text(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : "unbounded" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (abs(value) * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled < 1e15 else { return "\(value)" }
    let digits = String(Int(scaled))
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard places > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// The number with a comma at every thousand: 1234.5 to no places is "1,235".
  package static func grouped(_ value: Double, places: Int = 0) -> String {
    let plain = text(value, places: places)
    guard let first = plain.firstIndex(where: \.isNumber) else { return plain }
    let sign = plain[..<first]
    let parts = plain[first...].split(separator: ".", maxSplits: 1)
    guard let whole = parts.first, whole.allSatisfy(\.isNumber) else { return plain }
    var grouped = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return sign + grouped + (parts.count > 1 ? "." + parts[1] : "")
  }
}
