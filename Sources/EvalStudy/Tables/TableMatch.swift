public import EvalStats

/// A match within one table: what `evalrun match` does.
public struct TableMatch: Sendable {
  /// `treatment ~ covariates`.
  public var formula: String
  /// The design; its covariates are taken from the formula.
  public var design: MatchingDesign
  /// A column that names the rows in the output; row numbers where `nil`.
  public var identifier: String?

  /// Creates a request.
  public init(formula: String, design: MatchingDesign, identifier: String? = nil) {
    self.formula = formula
    self.design = design
    self.identifier = identifier
  }

  /// Matches.
  ///
  /// Plain columns are covariates as they stand, factors with all their levels. Where the formula
  /// has other terms (interactions, powers), the score is fitted on the whole formula and balance
  /// is shown for its columns.
  ///
  /// - Throws: `FormulaError`, `TableError`, `MatchingError`, `TableRequestError`.
  public func run(on table: Table) throws -> TableMatchResult {
    let parsed = try Formula(formula)
    guard let treatment = parsed.response, table.hasColumn(treatment) else {
      throw TableRequestError(
        option: "--formula",
        problem: "'\(formula)' must begin with the treatment column: treatment ~ covariates")
    }
    let covariates = parsed.columnNames.filter { $0 != treatment }
    guard !covariates.isEmpty else {
      throw TableRequestError(
        option: "--formula", problem: "'\(formula)' names no covariates after ~")
    }
    var design = design
    design.covariates = covariates
    for name in covariates { _ = try table.column(name) }
    let isPlain = parsed.termNames.allSatisfy { covariates.contains($0) }
    let scoreDesign = isPlain ? nil : try parsed.frame(for: table, missing: .reject).design
    let problem = try MatchingProblem(
      table: table, treatment: treatment, scoreDesign: scoreDesign)
    let names = try identifier.map { try table.strings($0) }
    return TableMatchResult(
      formula: formula, match: try problem.matched(by: design), rowNames: names)
  }
}
