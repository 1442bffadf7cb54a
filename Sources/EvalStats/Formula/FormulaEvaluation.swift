internal import Foundation

/// Computes expressions on the complete rows of a table.
struct FormulaEvaluation {
  let complete: CompleteRows

  init(_ complete: CompleteRows) { self.complete = complete }

  private var rowCount: Int { complete.rows.count }

  /// The functions of one number that a formula may use.
  static let functions: [String: @Sendable (Double) -> Double] = [
    "abs": { abs($0) }, "ceiling": { $0.rounded(.up) }, "cos": { cos($0) }, "exp": { exp($0) },
    "expm1": { expm1($0) }, "floor": { $0.rounded(.down) }, "log": { log($0) },
    "log10": { log10($0) }, "log1p": { log1p($0) }, "log2": { log2($0) }, "sin": { sin($0) },
    "sqrt": { $0.squareRoot() },
  ]

  func value(of expression: FormulaExpression) throws(FormulaError) -> FormulaValue {
    switch expression {
    case .name(let name): return try column(name)
    case .number(let number): return .number(number)
    case .string(let string): return .string(string)
    case .parenthesised(let inner): return try value(of: inner)
    case .prefix(.not, let operand):
      return .flags(try flags(operand).map { !$0 })
    case .prefix(let sign, let operand):
      return .numbers(try numbers(operand).map { sign == .minus ? -$0 : $0 })
    case .infix(let sign, let left, let right):
      switch sign {
      case .and, .or:
        let (first, second) = (try flags(left), try flags(right))
        return .flags(
          zip(first, second).map { sign == .and ? $0 && $1 : $0 || $1 })
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
        return .flags(try comparison(sign, left, right))
      default: return .numbers(try arithmetic(sign, left, right, in: expression))
      }
    case .call(let name, let arguments): return try call(name, arguments, in: expression)
    }
  }

  /// The value of an expression as numbers: true is 1.
  func numbers(_ expression: FormulaExpression) throws(FormulaError) -> [Double] {
    let value = try value(of: expression)
    switch value {
    case .numbers(let numbers): return numbers
    case .number(let number): return Array(repeating: number, count: rowCount)
    case .flags(let flags): return flags.map { $0 ? 1 : 0 }
    case .factor, .string:
      throw .wrongKind(term: expression.text, found: value.kindName, expected: "numbers")
    }
  }

  private func flags(_ expression: FormulaExpression) throws(FormulaError) -> [Bool] {
    let value = try value(of: expression)
    switch value {
    case .flags(let flags): return flags
    case .numbers(let numbers): return numbers.map { $0 != 0 }
    case .number(let number): return Array(repeating: number != 0, count: rowCount)
    case .factor, .string:
      throw .wrongKind(
        term: expression.text, found: value.kindName, expected: "true/false values")
    }
  }

  private func column(_ name: String) throws(FormulaError) -> FormulaValue {
    guard let column = complete.columns[name] else { throw .unknownColumn(name, nearest: []) }
    switch column {
    case .real(let values): return .numbers(values.elements)
    case .integer(let values): return .numbers(values.elements.map(Double.init))
    case .day(let values): return .numbers(values.elements.map { Double($0.daysSinceEpoch) })
    case .boolean(let values): return .flags(values.elements)
    case .factor(let factor): return .factor(factor.droppingUnusedLevels)
    case .text(let values): return .factor(Factor(values.elements))
    }
  }

  private func call(
    _ name: String, _ arguments: [FormulaExpression], in expression: FormulaExpression
  ) throws(FormulaError) -> FormulaValue {
    guard let argument = arguments.first, arguments.count == 1 else {
      throw .meaningless(term: expression.text, reason: "\(name)() takes one argument here")
    }
    switch name {
    case "I": return try value(of: argument)
    case "factor", "C": return .factor(try factor(of: argument))
    default:
      guard let function = Self.functions[name] else {
        throw .unknownFunction(
          name, known: (Self.functions.keys + ["C", "I", "factor", "offset"]).sorted())
      }
      return .numbers(try numbers(argument).map(function))
    }
  }

  /// Categories of anything; those of numbers stand in ascending order under the names R prints.
  private func factor(of expression: FormulaExpression) throws(FormulaError) -> Factor {
    switch try value(of: expression) {
    case .factor(let factor): return factor
    case .flags(let flags):
      return Factor(codes: flags.map { $0 ? 1 : 0 }, levels: FormulaValue.flagLevels)
        .droppingUnusedLevels
    case .numbers(let numbers):
      try expression.requireFinite(numbers, rows: complete.rows)
      let isWhole = isWhole(expression)
      let distinct = Set(numbers).sorted()
      // Numbers that agree to 15 digits share a name and therefore a level.
      var levels: [String] = []
      var codeOfNumber: [Double: Int32] = [:]
      for number in distinct {
        let name =
          (isWhole ? Int(exactly: number).map(String.init) : nil) ?? RNumberText.text(of: number)
        if levels.last != name { levels.append(name) }
        codeOfNumber[number] = Int32(levels.count - 1)
      }
      return Factor(codes: numbers.map { codeOfNumber[$0] ?? 0 }, levels: levels)
    case .number, .string:
      throw .meaningless(term: expression.text, reason: "factor() needs a column")
    }
  }

  /// Whether an expression is a column of whole numbers, which R prints without an exponent.
  private func isWhole(_ expression: FormulaExpression) -> Bool {
    guard case .name(let name) = expression, case .integer? = complete.columns[name] else {
      return false
    }
    return true
  }

  private func arithmetic(
    _ sign: FormulaOperator, _ left: FormulaExpression, _ right: FormulaExpression,
    in expression: FormulaExpression
  ) throws(FormulaError) -> [Double] {
    let (first, second) = (try numbers(left), try numbers(right))
    switch sign {
    case .plus: return zip(first, second).map { $0 + $1 }
    case .minus: return zip(first, second).map { $0 - $1 }
    case .times: return zip(first, second).map { $0 * $1 }
    case .divide: return zip(first, second).map { $0 / $1 }
    case .power: return zip(first, second).map { $1 == 2 ? $0 * $0 : pow($0, $1) }
    default:
      throw .meaningless(
        term: expression.text, reason: "'\(sign.rawValue)' is no arithmetic inside a function")
    }
  }

  private func comparison(
    _ sign: FormulaOperator, _ left: FormulaExpression, _ right: FormulaExpression
  ) throws(FormulaError) -> [Bool] {
    let (first, second) = (try value(of: left), try value(of: right))
    if case .factor(let factor) = first, case .string(let string) = second {
      return try equality(sign, factor, string, in: .infix(sign, left, right))
    }
    if case .string(let string) = first, case .factor(let factor) = second {
      return try equality(sign, factor, string, in: .infix(sign, left, right))
    }
    let pairs = zip(try numbers(left), try numbers(right))
    switch sign {
    case .less: return pairs.map { $0 < $1 }
    case .lessOrEqual: return pairs.map { $0 <= $1 }
    case .greater: return pairs.map { $0 > $1 }
    case .greaterOrEqual: return pairs.map { $0 >= $1 }
    case .equal: return pairs.map { $0 == $1 }
    default: return pairs.map { $0 != $1 }
    }
  }

  private func equality(
    _ sign: FormulaOperator, _ factor: Factor, _ level: String, in expression: FormulaExpression
  ) throws(FormulaError) -> [Bool] {
    guard sign == .equal || sign == .notEqual else {
      throw .meaningless(
        term: expression.text, reason: "categories have no order; compare with '==' or '!='")
    }
    let code = factor.levels.firstIndex(of: level).map(Int32.init)
    return factor.codes.map { ($0 == code) == (sign == .equal) }
  }
}
