/// The value of an expression on complete rows.
enum FormulaValue {
  case numbers([Double])
  case flags([Bool])
  case factor(Factor)
  /// A number or a string in the formula itself, the same in every row.
  case number(Double)
  case string(String)

  var kindName: String {
    switch self {
    case .numbers, .number: "numbers"
    case .flags: "true/false values"
    case .factor: "categories"
    case .string: "a string"
    }
  }

  /// The levels of true/false values, whether or not both occur.
  static let flagLevels = ["FALSE", "TRUE"]
}

extension FormulaValue {
  /// What a variable is, and its levels.
  func kind(in expression: FormulaExpression) throws(FormulaError) -> FormulaSchema.Variable {
    switch self {
    case .numbers: return .number
    case .flags: return .factor(levels: FormulaValue.flagLevels)
    case .factor(let factor):
      guard factor.levels.count > 1 else {
        throw .singleLevel(term: expression.text, level: factor.levels.first ?? "")
      }
      return .factor(levels: factor.levels)
    case .number, .string:
      throw .meaningless(term: expression.text, reason: "the term names no column")
    }
  }

  /// The value coded by the kind and levels learned.
  func coded(
    as variable: FormulaSchema.Variable, in expression: FormulaExpression, rows: [Int]
  ) throws(FormulaError) -> FormulaSchema.VariableValue {
    switch (self, variable) {
    case (.numbers(let numbers), .number):
      try expression.requireFinite(numbers, rows: rows)
      return .numbers(numbers)
    case (.flags(let flags), .factor(FormulaValue.flagLevels)):
      return .codes(flags.map { $0 ? 1 : 0 })
    case (.factor(let factor), .factor(let levels)):
      return .codes(try factor.codes(among: levels, in: expression))
    case (_, .number):
      throw .wrongKind(
        term: expression.text, found: kindName,
        expected: "numbers, as when the model was learned")
    case (_, .factor):
      throw .wrongKind(
        term: expression.text, found: kindName,
        expected: "categories, as when the model was learned")
    }
  }

  /// The two levels of a categorical response, or `nil` if it is numeric.
  func responseLevels(in formula: Formula) throws(FormulaError) -> [String]? {
    switch self {
    case .numbers: return nil
    case .flags: return FormulaValue.flagLevels
    case .factor(let factor):
      guard factor.levels.count == 2 else {
        throw .responseLevels(term: formula.response ?? "", levels: factor.levels)
      }
      return factor.levels
    case .number, .string:
      throw .meaningless(term: formula.response ?? "", reason: "the response names no column")
    }
  }

  /// The response as numbers: the second of two levels is 1.
  func responseNumbers(
    levels: [String]?, in formula: Formula, rows: [Int]
  ) throws(FormulaError) -> [Double]? {
    guard let expression = formula.responseExpression else { return nil }
    switch (self, levels) {
    case (.numbers(let numbers), nil):
      try expression.requireFinite(numbers, rows: rows)
      return numbers
    case (.flags(let flags), FormulaValue.flagLevels?): return flags.map { $0 ? 1 : 0 }
    case (.factor(let factor), let levels?):
      return try factor.codes(among: levels, in: expression).map(Double.init)
    default:
      throw .wrongKind(
        term: expression.text, found: kindName,
        expected: levels == nil
          ? "numbers, as when the model was learned"
          : "categories, as when the model was learned")
    }
  }
}

extension Factor {
  /// The codes of the rows in another list of levels.
  fileprivate func codes(
    among known: [String], in expression: FormulaExpression
  ) throws(FormulaError) -> [Int32] {
    if levels == known { return codes }
    var newCode: [Int32] = []
    for level in levels {
      guard let code = known.firstIndex(of: level) else {
        throw .unseenLevel(term: expression.text, level: level, known: known)
      }
      newCode.append(Int32(code))
    }
    return codes.map { newCode[Int($0)] }
  }
}

extension FormulaExpression {
  /// Throws if a value of the expression is infinite or not a number; `rows` are the caller's.
  func requireFinite(_ numbers: [Double], rows: [Int]) throws(FormulaError) {
    guard let first = numbers.firstIndex(where: { !$0.isFinite }) else { return }
    throw .notFinite(term: text, count: numbers.count { !$0.isFinite }, firstRow: rows[first])
  }
}
