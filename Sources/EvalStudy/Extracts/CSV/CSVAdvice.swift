/// What messages say of a value that is not of its column's kind.
enum CSVAdvice {
  /// The value as messages show it: on one line and not too long.
  static func shown(_ value: String) -> String {
    let plain = String(value.prefix(41).map { $0.isNewline || $0 == "\0" ? " " : $0 })
    return plain.count > 40 ? plain.prefix(40) + "…" : plain
  }

  /// What a kind looks like.
  static func expectation(of kind: CSVKind) -> String {
    switch kind {
    case .real: "a number such as 12.5"
    case .integer: "a whole number such as 12"
    case .factor(let levels?):
      "one of " + levels.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
        + (levels.count > 12 ? ", …" : "")
    case .factor(nil), .text: "text"
    case .day(.iso): "a day such as 2016-04-01"
    case .day(.uk): "a day such as 01/04/2016"
    case .boolean: "true or false, yes or no, 1 or 0"
    }
  }

  /// What to do about a value that does not fit.
  static func remedy(for value: String, kind: CSVKind) -> String {
    let word = value.lowercased().filter { !$0.isWhitespace }
    if ["na", "n/a", "null", "none", "nan", "nil", "-", ".", "missing", "unknown"].contains(word) {
      return "leave the cell empty, or declare '\(shown(value))' to mean missing"
    }
    return switch kind {
    case .real, .integer: numberRemedy(for: word, isInteger: kind == .integer)
    case .day(let format): dayRemedy(for: word, format: format)
    case .factor, .text: "correct the value or add it to the values expected"
    case .boolean: "correct the value"
    }
  }

  private static func numberRemedy(for word: String, isInteger: Bool) -> String {
    if ["inf", "+inf", "-inf", "infinity", "-infinity"].contains(word) {
      return "infinite values cannot be used; leave the cell empty"
    }
    if word.contains(",") {
      return "write it without thousands separators, the decimals after a point"
    }
    if let first = word.first, "£$€".contains(first) || word.hasSuffix("%") {
      return "write it without a currency or percent sign"
    }
    if word.hasPrefix("0x") { return "hexadecimal is not read; write it in decimal" }
    if isInteger, let number = Double(word), number.isFinite {
      return number.magnitude < 9.2e18
        ? "write it without decimals" : "the number is beyond 64 bits; read it as text"
    }
    if let number = Double(word), number.isInfinite { return "the number is too large; correct it" }
    return "correct the value"
  }

  private static func dayRemedy(for word: String, format: CSVDayFormat) -> String {
    let other: CSVDayFormat = format == .iso ? .uk : .iso
    if isDay(word, other) {
      return "declare the dates as \(other == .uk ? "UK (dd/MM/yyyy)" : "ISO (yyyy-MM-dd)")"
    }
    if let colon = word.firstIndex(of: ":") {
      // The hour stands in the two places before the first colon, perhaps after a 'T'.
      var day = word[..<colon].dropLast(2)
      if day.last == "t" { day.removeLast() }
      if isDay(String(day), format) { return "export the day without the time" }
    }
    let digits = word.filter(\.isNumber).count
    return digits == 8 || digits == 6 ? "there may be no such day; correct it" : "correct the value"
  }

  private static func isDay(_ word: String, _ format: CSVDayFormat) -> Bool {
    var word = word
    return word.withUTF8 { CSVDay.day($0, format: format) != nil }
  }
}
