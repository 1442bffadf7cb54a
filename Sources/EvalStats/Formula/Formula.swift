/// A model in R's notation: `response ~ terms`, with an optional second part after `|`.
///
/// Terms are joined by `+`, taken out by `-`, crossed by `:`, `*`, `^` and nested by `/`; `-1` or
/// `+ 0` takes the intercept out. Inside a function, or inside `I(…)`, the same signs are
/// arithmetic. `factor(x)` (or `C(x)`) makes categories of numbers and `offset(x)` adds a term of
/// coefficient one. The result has the columns, names and order of R's `model.matrix` with treatment
/// contrasts: terms by degree, the first level as the reference, a full set of dummies where the
/// margin of a term is not in the model.
///
/// Two things differ from R by choice: `age^2` outside of `I(…)`, which R quietly reads as `age`, is
/// an error; and levels of strings stand in the order of their Unicode scalars, in any locale.
///
/// ```swift
/// let formula = try Formula("ae_visits ~ arm * period + factor(age_band) + offset(log(months))")
/// let frame = try formula.frame(for: table)
/// ```
///
/// Wilkinson & Rogers (1973), doi:10.2307/2346786; Chambers & Hastie, *Statistical Models in S*
/// (1992), chapter 2, for the coding by margins.
public struct Formula: Sendable {
  /// The formula as written.
  public let text: String
  /// The columns read after `|`: fixed effects, or the regressors of a zero part; `nil` if there is
  /// no `|`, empty after `| 1`.
  public let secondPart: [String]?
  let responseExpression: FormulaExpression?
  let terms: FormulaTerms
  private let secondExpression: FormulaExpression?
  private let secondTerms: FormulaTerms?

  /// Reads a formula.
  ///
  /// - Throws: `FormulaError.syntax` with the position, or `.meaningless` with the term.
  public init(_ text: String) throws(FormulaError) {
    var parser = try FormulaParser(text)
    let parts = try parser.parts()
    self.text = text
    self.responseExpression = parts.response
    self.terms = try FormulaTerms(parts.terms)
    self.secondExpression = parts.second
    self.secondTerms = try parts.second.map { part throws(FormulaError) in
      try FormulaTerms(part)
    }
    self.secondPart = secondTerms.map { second in
      Formula.distinct((second.variables + second.offsets).flatMap(\.columnNames))
    }
    if let response = parts.response, terms.variables.contains(response) {
      throw .meaningless(
        term: response.text, reason: "the response also stands right of '~'; take it out there")
    }
  }

  /// The terms after `|` as a formula without a response: the zero part of a model of counts.
  public var secondFormula: Formula? {
    guard let secondExpression, let secondTerms else { return nil }
    return Formula(text: "~ \(secondExpression.text)", terms: secondTerms)
  }

  private init(text: String, terms: FormulaTerms) {
    self.text = text
    self.terms = terms
    secondPart = nil
    responseExpression = nil
    secondExpression = nil
    secondTerms = nil
  }

  /// The response as R prints it, or `nil` if nothing stands left of `~`.
  public var response: String? { responseExpression?.text }

  /// Whether the model has an intercept.
  public var hasIntercept: Bool { terms.hasIntercept }

  /// The terms in the model's order, without the intercept: `trt`, `post`, `trt:post`.
  public var termNames: [String] { terms.terms.map(terms.name) }

  /// The columns the formula reads, in order of appearance, each once.
  public var columnNames: [String] {
    Formula.distinct(
      (responseExpression?.columnNames ?? []) + predictorColumnNames + (secondPart ?? []))
  }

  /// The columns that terms and offsets read; a variable taken out by `-` is not read.
  var predictorColumnNames: [String] {
    let used = Set(terms.terms.flatMap(\.variables))
    let variables = terms.variables.indices.filter(used.contains).map { terms.variables[$0] }
    return Formula.distinct((variables + terms.offsets).flatMap(\.columnNames))
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen = Set<String>()
    return names.filter { seen.insert($0).inserted }
  }
}

extension Formula: CustomStringConvertible {
  /// The formula as written.
  public var description: String { text }
}
