/// One term of a model: the variables whose product it is, as ascending indices into the formula's
/// variables.
struct FormulaTerm: Hashable, Sendable {
  let variables: [Int]

  /// The number of variables, by which R orders terms.
  var degree: Int { variables.count }

  /// The product of two terms; a variable that stands in both counts once.
  func crossed(with other: FormulaTerm) -> FormulaTerm {
    FormulaTerm(variables: Set(variables).union(other.variables).sorted())
  }

  /// Whether every variable of `other` stands in this term.
  func contains(_ other: [Int]) -> Bool { other.allSatisfy(variables.contains) }
}

/// The right side of a formula multiplied out.
///
/// Variables are numbered in order of appearance and are the same if R prints them the same. Terms
/// stand by degree and, within a degree, in the order in which they were formed.
struct FormulaTerms: Sendable {
  private(set) var variables: [FormulaExpression] = []
  private(set) var terms: [FormulaTerm] = []
  private(set) var offsets: [FormulaExpression] = []
  private(set) var hasIntercept = true

  /// More terms than this are refused: a slip such as `(…)^20` would not end.
  private static let mostTerms = 5_000

  init(_ expression: FormulaExpression) throws(FormulaError) {
    let formed = try expand(expression)
    let order = formed.indices.sorted {
      (formed[$0].degree, $0) < (formed[$1].degree, $1)
    }
    terms = order.map { formed[$0] }
  }

  /// The name of a term: its variables joined by `:`.
  func name(of term: FormulaTerm) -> String {
    term.variables.map { variables[$0].text }.joined(separator: ":")
  }

  private mutating func expand(
    _ expression: FormulaExpression
  ) throws(FormulaError) -> [FormulaTerm] {
    switch expression {
    case .number(let number):
      guard number == 0 || number == 1 else {
        throw .meaningless(
          term: expression.text,
          reason: "a number alone is no term; write I(…) to calculate, 1 or 0 for the intercept")
      }
      hasIntercept = number == 1
      return []
    case .string:
      throw .meaningless(
        term: expression.text, reason: "a quoted string is no term; put column names in backticks")
    case .parenthesised(let inner): return try expand(inner)
    case .prefix(.plus, let operand): return try expand(operand)
    case .prefix(.minus, let operand):
      try remove(operand)
      return []
    case .infix(.plus, let left, let right):
      let first = try expand(left)
      return try distinct(first + expand(right))
    case .infix(.minus, let left, let right):
      let kept = try expand(left)
      let removed = try remove(right)
      return kept.filter { !removed.contains($0) }
    case .infix(.interaction, let left, let right):
      let (first, second) = (try factors(left), try factors(right))
      return try products(of: first, and: second)
    case .infix(.times, let left, let right):
      let (first, second) = (try factors(left), try factors(right))
      return try distinct(first + second + products(of: first, and: second))
    case .infix(.divide, let left, let right):
      let (first, second) = (try factors(left), try factors(right))
      let nest = first.reduce(FormulaTerm(variables: [])) { $0.crossed(with: $1) }
      return try distinct(first + products(of: [nest], and: second))
    case .infix(.power, let base, let exponent): return try power(of: base, by: exponent)
    case .call("offset", let arguments):
      guard let argument = arguments.first, arguments.count == 1 else {
        throw .meaningless(term: expression.text, reason: "offset() takes one argument")
      }
      offsets.append(argument)
      return []
    case .name, .call, .prefix, .infix: return [FormulaTerm(variables: [index(of: expression)])]
    }
  }

  /// What stands on either side of `:`, `*`, `/` or `^`: terms, never the intercept or an offset.
  private mutating func factors(
    _ expression: FormulaExpression
  ) throws(FormulaError) -> [FormulaTerm] {
    let (interceptBefore, offsetsBefore) = (hasIntercept, offsets.count)
    let terms = try expand(expression)
    guard !terms.isEmpty, hasIntercept == interceptBefore, offsets.count == offsetsBefore else {
      throw .meaningless(
        term: expression.text,
        reason: "only columns can be crossed; write I(…) to calculate with numbers")
    }
    return terms
  }

  @discardableResult
  private mutating func remove(
    _ expression: FormulaExpression
  ) throws(FormulaError) -> [FormulaTerm] {
    let bare = if case .parenthesised(let inner) = expression { inner } else { expression }
    if case .number(let number) = bare, number == 0 || number == 1 {
      hasIntercept = number == 0
      return []
    }
    let (interceptBefore, offsetsBefore) = (hasIntercept, offsets.count)
    let terms = try expand(expression)
    guard hasIntercept == interceptBefore, offsets.count == offsetsBefore else {
      throw .meaningless(
        term: expression.text, reason: "only terms, and the intercept as '-1', can be taken out")
    }
    return terms
  }

  private mutating func power(
    of base: FormulaExpression, by exponent: FormulaExpression
  ) throws(FormulaError) -> [FormulaTerm] {
    let text = FormulaExpression.infix(.power, base, exponent).text
    guard case .number(let number) = exponent, let count = Int(exactly: number), count >= 1 else {
      throw .meaningless(
        term: text,
        reason: "'^' crosses terms and needs a whole number; for a power write I(\(text))")
    }
    let factors = try factors(base)
    guard factors.count > 1 || count == 1 else {
      // R would quietly read `age^2` as `age`.
      throw .meaningless(
        term: text, reason: "'^' crosses terms; for a power write I(\(text))")
    }
    var result = factors
    for _ in 1..<count {
      let next = try distinct(products(of: result, and: factors))
      if next == result { break }
      result = next
    }
    return result
  }

  private func products(
    of left: [FormulaTerm], and right: [FormulaTerm]
  ) throws(FormulaError) -> [FormulaTerm] {
    guard left.count * right.count <= Self.mostTerms * 100 else { throw tooMany }
    return left.flatMap { term in right.map { term.crossed(with: $0) } }
  }

  private func distinct(_ terms: [FormulaTerm]) throws(FormulaError) -> [FormulaTerm] {
    var seen = Set<FormulaTerm>()
    let distinct = terms.filter { seen.insert($0).inserted }
    guard distinct.count <= Self.mostTerms else { throw tooMany }
    return distinct
  }

  private var tooMany: FormulaError {
    .meaningless(
      term: variables.prefix(3).map(\.text).joined(separator: " + ") + " + …",
      reason: "the formula multiplies out to more than \(Self.mostTerms) terms; cross fewer")
  }

  private mutating func index(of variable: FormulaExpression) -> Int {
    let text = variable.text
    if let index = variables.firstIndex(where: { $0.text == text }) { return index }
    variables.append(variable)
    return variables.count - 1
  }
}
