internal import EvalStats

/// Numbers as sentences write them.
enum Wording {
  /// A share as a whole percentage; one decimal below 1%.
  static func percent(_ share: Double) -> String {
    let percentage = share * 100
    if percentage > 0, percentage < 0.05 { return "under 0.1%" }
    return percentage > 0 && percentage < 1
      ? "\(fixed(percentage, places: 1))%" : "\(fixed(percentage, places: 0))%"
  }

  /// A number with a fixed number of decimals, halves away from zero, with a true minus sign.
  static func fixed(_ number: Double, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (abs(number) * scale).rounded()
    guard scaled < 1e15 else { return "\(number)" }
    let whole = Int(scaled)
    let unit = Int(scale)
    var text = grouped(whole / unit)
    if places > 0 {
      let digits = String(whole % unit)
      text += "." + String(repeating: "0", count: places - digits.count) + digits
    }
    return number < 0 && whole > 0 ? "−" + text : text
  }

  /// Pounds without pence.
  static func pounds(_ amount: Double) -> String {
    let text = fixed(abs(amount), places: 0)
    return amount < 0 && text != "0" ? "−£\(text)" : "£\(text)"
  }

  /// Words at the head of a sentence.
  static func opening(_ words: String) -> String {
    words.prefix(1).uppercased() + words.dropFirst()
  }

  /// Thousands set apart by commas.
  private static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
