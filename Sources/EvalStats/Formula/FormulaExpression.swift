/// An expression of a formula, as parsed and before it is given a meaning: outside of function
/// calls `+ - * / : ^` combine terms, inside they are arithmetic.
indirect enum FormulaExpression: Sendable, Equatable {
  case name(String)
  case number(Double)
  case string(String)
  case parenthesised(FormulaExpression)
  case prefix(FormulaOperator, FormulaExpression)
  case infix(FormulaOperator, FormulaExpression, FormulaExpression)
  case call(String, [FormulaExpression])

  /// The columns the expression reads, in order of appearance, each once.
  var columnNames: [String] {
    var names: [String] = []
    collectColumnNames(into: &names)
    return names
  }

  private func collectColumnNames(into names: inout [String]) {
    switch self {
    case .name(let name):
      if !names.contains(name) { names.append(name) }
    case .number, .string: break
    case .parenthesised(let inner), .prefix(_, let inner): inner.collectColumnNames(into: &names)
    case .infix(_, let left, let right):
      left.collectColumnNames(into: &names)
      right.collectColumnNames(into: &names)
    case .call(_, let arguments):
      for argument in arguments { argument.collectColumnNames(into: &names) }
    }
  }
}

/// The operators of a formula with R's precedence.
enum FormulaOperator: String, Sendable {
  case or = "|"
  case and = "&"
  case not = "!"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case interaction = ":"
  case power = "^"

  /// How tightly the operator binds between two operands.
  var precedence: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .not: 3
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: 4
    case .plus, .minus: 5
    case .times, .divide: 6
    case .interaction: 7
    case .power: 9
    }
  }

  /// The precedence of a sign before an operand: below `^`, above `:`.
  static let signPrecedence = 8

  /// Whether R writes the operator between spaces.
  var isSpaced: Bool {
    switch self {
    case .divide, .interaction, .power, .not: false
    default: true
    }
  }
}

extension FormulaExpression {
  /// The expression as R prints it, which is also its identity and its name in a model.
  var text: String {
    switch self {
    case .name(let name): FormulaLexer.isPlainName(name) ? name : "`\(name)`"
    case .number(let number): RNumberText.text(of: number)
    case .string(let string):
      "\"" + string.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    case .parenthesised(let inner): "(\(inner.text))"
    case .prefix(let sign, let operand): sign.rawValue + operand.text
    case .infix(let sign, let left, let right):
      left.text + (sign.isSpaced ? " \(sign.rawValue) " : sign.rawValue) + right.text
    case .call(let function, let arguments):
      "\(function)(\(arguments.map(\.text).joined(separator: ", ")))"
    }
  }
}
