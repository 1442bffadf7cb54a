/// A word of a formula and where it starts, counted in characters from 1.
struct FormulaToken: Equatable {
  enum Kind: Equatable {
    case name(String)
    case number(Double)
    case string(String)
    case sign(FormulaOperator)
    case tilde
    case comma
    case open
    case close
    case end
  }

  let kind: Kind
  let position: Int
  let text: String

  /// The token as messages show it.
  var shown: String { kind == .end ? "the end" : "'\(text)'" }
}

/// Splits a formula into words.
struct FormulaLexer {
  private let formula: String
  private let characters: [Character]
  private var index = 0

  init(_ formula: String) {
    self.formula = formula
    self.characters = Array(formula)
  }

  /// Whether R would print the name without backticks.
  static func isPlainName(_ name: String) -> Bool {
    guard let first = name.first, first.isLetter || first == "." else { return false }
    if first == ".", let second = name.dropFirst().first, second.isASCIIDigit { return false }
    return name.allSatisfy(isNameCharacter)
  }

  private static func isNameCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "." || character == "_"
  }

  /// All words, the last of kind `.end`.
  mutating func tokens() throws(FormulaError) -> [FormulaToken] {
    var tokens: [FormulaToken] = []
    repeat { tokens.append(try nextToken()) } while tokens.last?.kind != .end
    return tokens
  }

  private mutating func nextToken() throws(FormulaError) -> FormulaToken {
    while let character = peek(), character.isWhitespace { index += 1 }
    let start = index
    guard let character = peek() else { return token(.end, from: start) }
    let next = index + 1 < characters.count ? characters[index + 1] : nil
    if character.isASCIIDigit || (character == "." && next?.isASCIIDigit == true) {
      return try number()
    }
    if character.isLetter || character == "." {
      while let character = peek(), Self.isNameCharacter(character) { index += 1 }
      return token(.name(String(characters[start..<index])), from: start)
    }
    if character == "`" || character == "\"" || character == "'" {
      return try quoted(by: character)
    }
    index += 1
    switch character {
    case "~": return token(.tilde, from: start)
    case ",": return token(.comma, from: start)
    case "(": return token(.open, from: start)
    case ")": return token(.close, from: start)
    default: break
    }
    if let next, let sign = FormulaOperator(rawValue: String([character, next])) {
      index += 1
      return token(.sign(sign), from: start)
    }
    if let sign = FormulaOperator(rawValue: String(character)) {
      return token(.sign(sign), from: start)
    }
    throw .syntax(
      formula: formula, position: start + 1, found: "'\(character)'",
      expected: character == "="
        ? "'~' between response and terms, or '==' to compare" : "a name, a number or an operator")
  }

  private mutating func number() throws(FormulaError) -> FormulaToken {
    let start = index
    skipDigits()
    if peek() == "." {
      index += 1
      skipDigits()
    }
    if peek() == "e" || peek() == "E" {
      index += 1
      if peek() == "+" || peek() == "-" { index += 1 }
      skipDigits()
    }
    if let character = peek(), Self.isNameCharacter(character) {
      while let character = peek(), Self.isNameCharacter(character) { index += 1 }
      throw .syntax(
        formula: formula, position: start + 1,
        found: "'\(String(characters[start..<index]))'",
        expected: "a number, or a column name in backticks")
    }
    var text = String(characters[start..<index])
    if text.hasSuffix(".") { text.removeLast() }
    guard let value = Double(text), value.isFinite else {
      throw .syntax(
        formula: formula, position: start + 1, found: "'\(text)'", expected: "a number")
    }
    return token(.number(value), from: start)
  }

  private mutating func quoted(by quote: Character) throws(FormulaError) -> FormulaToken {
    let start = index
    index += 1
    while let character = peek(), character != quote { index += 1 }
    guard peek() == quote else {
      throw .syntax(
        formula: formula, position: start + 1, found: "an opening \(quote)",
        expected: "a closing \(quote) after it")
    }
    index += 1
    let content = String(characters[(start + 1)..<(index - 1)])
    guard quote == "`" else { return token(.string(content), from: start) }
    guard !content.isEmpty else {
      throw .syntax(
        formula: formula, position: start + 1, found: "empty backticks", expected: "a name in them")
    }
    return token(.name(content), from: start)
  }

  private mutating func skipDigits() {
    while peek()?.isASCIIDigit == true { index += 1 }
  }

  private func peek() -> Character? { index < characters.count ? characters[index] : nil }

  private func token(_ kind: FormulaToken.Kind, from start: Int) -> FormulaToken {
    FormulaToken(kind: kind, position: start + 1, text: String(characters[start..<index]))
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
