/// A formula whose variables have kinds and levels, learned from data: what turns any table with
/// the same columns into the same columns of a matrix.
public struct FormulaSchema: Sendable {
  /// What a variable contributes to a product.
  enum Variable: Sendable, Equatable {
    case number
    case factor(levels: [String])
  }

  /// How one variable of one term is coded.
  enum Coding: Sendable, Equatable {
    case number
    /// A column for each level but the first.
    case contrasts
    /// A column for each level.
    case everyLevel
  }

  /// The formula.
  public let formula: Formula
  /// The name of each column, as R prints it.
  public let columnNames: [String]
  /// The term of each column: 0 is the intercept, *k* the *k*-th of `formula.termNames` (R's
  /// `assign`).
  public let termOfColumn: [Int]
  /// The two levels of a categorical response, the second counting as 1; `nil` if the response is
  /// numeric or there is none.
  public let responseLevels: [String]?
  /// One entry a variable of the formula; `nil` if `-` took it out of every term.
  let variables: [Variable?]
  /// One coding for each variable of each term.
  let codings: [[Coding]]

  init(
    formula: Formula, variables: [Variable?], responseLevels: [String]?
  ) {
    self.formula = formula
    self.variables = variables
    self.responseLevels = responseLevels
    let codings = FormulaSchema.codings(of: formula.terms, variables: variables)
    self.codings = codings
    var names = formula.hasIntercept ? ["(Intercept)"] : []
    var termOfColumn = formula.hasIntercept ? [0] : []
    for (index, term) in formula.terms.terms.enumerated() {
      var termNames = [""]
      for (variable, coding) in zip(term.variables, codings[index]) {
        let text = formula.terms.variables[variable].text
        let parts = FormulaSchema.columnNames(of: text, variables[variable], coding)
        // The first variable varies fastest.
        termNames = parts.flatMap { part in
          termNames.map { $0.isEmpty ? part : "\($0):\(part)" }
        }
      }
      names += termNames
      termOfColumn += Array(repeating: index + 1, count: termNames.count)
    }
    self.columnNames = names
    self.termOfColumn = termOfColumn
  }

  /// The levels of a categorical variable as the formula writes it (`race`, `factor(age)`), the
  /// reference first; `nil` if it is numeric or not there.
  public func levels(of variable: String) -> [String]? {
    guard let index = formula.terms.variables.firstIndex(where: { $0.text == variable }),
      case .factor(let levels) = variables[index]
    else { return nil }
    return levels
  }

  private static func columnNames(
    of text: String, _ variable: Variable?, _ coding: Coding
  ) -> [String] {
    guard case .factor(let levels) = variable else { return [text] }
    return levels.dropFirst(coding == .contrasts ? 1 : 0).map { text + $0 }
  }

  /// The coding by margins: a factor of a term takes contrasts if the term without it is empty or
  /// lies inside a term that stands before; otherwise every level gets a column. Without an
  /// intercept, the first factor of the model gets every level.
  private static func codings(
    of terms: FormulaTerms, variables: [Variable?]
  ) -> [[Coding]] {
    var codings: [[Coding]] = terms.terms.enumerated().map { index, term in
      term.variables.map { variable in
        guard case .factor = variables[variable] else { return .number }
        let margin = term.variables.filter { $0 != variable }
        let isCovered = terms.terms[..<index].contains { $0.contains(margin) }
        return margin.isEmpty || isCovered ? .contrasts : .everyLevel
      }
    }
    if !terms.hasIntercept {
      for term in codings.indices {
        if let factor = codings[term].firstIndex(where: { $0 != .number }) {
          codings[term][factor] = .everyLevel
          break
        }
      }
    }
    return codings
  }
}
