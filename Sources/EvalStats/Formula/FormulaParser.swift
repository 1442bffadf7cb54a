/// Turns words into expressions by R's operator precedence.
struct FormulaParser {
  /// The two sides of `~`, the right one split at a top-level `|`.
  struct Parts {
    let response: FormulaExpression?
    let terms: FormulaExpression
    let second: FormulaExpression?
  }

  /// Deeper nesting than this is refused; it would exhaust the stack before it meant anything.
  private static let deepestNesting = 100
  /// More words than this are refused for the same reason: a chain of sums nests as well.
  private static let mostWords = 4_000

  private let formula: String
  private let tokens: [FormulaToken]
  private var index = 0
  private var depth = 0

  init(_ formula: String) throws(FormulaError) {
    var lexer = FormulaLexer(formula)
    self.formula = formula
    self.tokens = try lexer.tokens()
    guard tokens.count <= Self.mostWords else {
      throw .syntax(
        formula: String(formula.prefix(40)) + "…", position: 1, found: "\(tokens.count) words",
        expected: "at most \(Self.mostWords)")
    }
  }

  mutating func parts() throws(FormulaError) -> Parts {
    var response: FormulaExpression?
    if current.kind != .tilde { response = try expression(above: 0) }
    guard current.kind == .tilde else { throw unexpected("'~' between response and terms") }
    advance()
    // A top-level `|` ends the terms: expressions above its precedence stop there.
    let terms = try expression(above: FormulaOperator.or.precedence)
    var second: FormulaExpression?
    if current.kind == .sign(.or) {
      advance()
      second = try expression(above: FormulaOperator.or.precedence)
    }
    guard current.kind == .end else { throw unexpected("an operator or the end") }
    return Parts(response: response, terms: terms, second: second)
  }

  /// Reads operands joined by operators that bind tighter than `floor`.
  private mutating func expression(above floor: Int) throws(FormulaError) -> FormulaExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepestNesting else {
      throw .syntax(
        formula: formula, position: current.position, found: "parts nested too deeply",
        expected: "at most \(Self.deepestNesting) levels")
    }
    var left = try operand()
    while case .sign(let sign) = current.kind, sign != .not, sign.precedence > floor {
      advance()
      // `^` binds to the right: a^b^c is a^(b^c); the others to the left.
      let right = try expression(above: sign == .power ? sign.precedence - 1 : sign.precedence)
      left = .infix(sign, left, right)
    }
    return left
  }

  private mutating func operand() throws(FormulaError) -> FormulaExpression {
    let token = current
    switch token.kind {
    case .number(let number):
      advance()
      return .number(number)
    case .string(let string):
      advance()
      return .string(string)
    case .name(let name):
      advance()
      guard current.kind == .open, !token.text.hasPrefix("`") else { return .name(name) }
      return .call(name, try arguments())
    case .open:
      advance()
      let inner = try expression(above: 0)
      try expect(.close, "')'")
      return .parenthesised(inner)
    case .sign(let sign) where sign == .plus || sign == .minus:
      advance()
      return .prefix(sign, try expression(above: FormulaOperator.signPrecedence))
    case .sign(.not):
      advance()
      return .prefix(.not, try expression(above: FormulaOperator.not.precedence))
    default: throw unexpected("a column name, a number or a function")
    }
  }

  private mutating func arguments() throws(FormulaError) -> [FormulaExpression] {
    advance()
    var arguments = [try expression(above: 0)]
    while current.kind == .comma {
      advance()
      arguments.append(try expression(above: 0))
    }
    try expect(.close, "',' or ')'")
    return arguments
  }

  private mutating func expect(
    _ kind: FormulaToken.Kind, _ shown: String
  ) throws(FormulaError) {
    guard current.kind == kind else { throw unexpected(shown) }
    advance()
  }

  private var current: FormulaToken { tokens[index] }

  private mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  private func unexpected(_ expected: String) -> FormulaError {
    .syntax(
      formula: formula, position: current.position, found: current.shown, expected: expected)
  }
}
