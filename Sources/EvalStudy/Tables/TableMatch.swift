public import EvalStats
internal import Foundation

/// A match within one table: what `evalrun match` does.
public struct TableMatch: Sendable {
  /// `treatment ~ covariates`.
  public var formula: String
  /// The design; its covariates are taken from the formula.
  public var design: MatchingDesign
  /// A column that names the rows in the output; row numbers where `nil`.
  public var identifier: String?
  /// Pairs that may not be: columns `treated` and `control`, which name rows.
  public var forbidden: Table?
  /// Pairs that must be, likewise.
  public var forced: Table?
  /// The distance of each pair: the first column names the treated row, the header the controls.
  public var distances: Table?

  /// Creates a request.
  public init(
    formula: String, design: MatchingDesign, identifier: String? = nil, forbidden: Table? = nil,
    forced: Table? = nil, distances: Table? = nil
  ) {
    self.formula = formula
    self.design = design
    self.identifier = identifier
    self.forbidden = forbidden
    self.forced = forced
    self.distances = distances
  }

  /// Matches.
  ///
  /// Plain columns are covariates as they stand, factors with all their levels. Where the formula
  /// has other terms (interactions, powers), the score is fitted on the whole formula and balance
  /// is shown for its columns.
  ///
  /// - Parameters:
  ///   - table: the people.
  ///   - format: how the result will be printed, which needs memory too.
  ///   - willMatch: told what all of it needs of memory; what it throws ends the run before it has
  ///     begun.
  ///   - progress: told how many have been served, as `MatchingProblem.matched(by:)` does.
  /// - Throws: `FormulaError`, `TableError`, `MatchingError`, `TableRequestError`.
  public func run(
    on table: Table, printedAs format: OutputFormat = .text,
    willMatch: (MemoryEstimate) throws -> Void = { _ in },
    progress: (@Sendable (MatchingProgress) -> Void)? = nil
  ) throws -> TableMatchResult {
    let prepared = try prepared(for: table)
    try willMatch(try prepared.memoryEstimate(printedAs: format))
    return prepared.result(
      try prepared.problem.matched(by: prepared.design, progress: progress))
  }

  /// A request with its columns looked up.
  struct Prepared {
    let formula: String
    let problem: MatchingProblem
    let design: MatchingDesign
    let names: Values<String>?

    /// What is printed of a match.
    func result(_ match: Match) -> TableMatchResult {
      TableMatchResult(formula: formula, match: match, rowNames: names)
    }

    /// What a match needs, and the names of the rows beside it; or the printing of the result, where
    /// that is more.
    fileprivate func memoryEstimate(printedAs format: OutputFormat) throws -> MemoryEstimate {
      let threads = ThreadLimit.current ?? ProcessInfo.processInfo.activeProcessorCount
      let estimate = try problem.memoryEstimate(for: design, threads: threads)
      let rowCount = problem.treated.count
      let printing = TableMatchResult.printingBytes(
        rowCount: rowCount, setCount: problem.treated.count { $0 == (design.estimand != .atc) },
        mostPartners: design.maximumRatio ?? design.ratio, as: format)
      return MemoryEstimate(
        inputBytes: estimate.inputBytes,
        workBytes: max(estimate.workBytes, printing) + MemoryLayout<String>.stride * rowCount,
        dependsOnData: estimate.dependsOnData)
    }
  }

  /// Looks up what the request names.
  func prepared(for table: Table) throws -> Prepared {
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
    var problem = try MatchingProblem(
      table: table, treatment: treatment, scoreDesign: scoreDesign)
    let names = try identifier.map { try table.strings($0) }
    if forbidden != nil || forced != nil || distances != nil {
      let pairs = try TablePairs(names: names, treated: problem.treated)
      problem = MatchingProblem(
        treated: problem.treated, table: table, scoreDesign: scoreDesign,
        forbidden: try forbidden.map { try pairs.pairs($0, option: "--forbidden") } ?? [],
        forced: try forced.map { try pairs.pairs($0, option: "--forced") } ?? [],
        distances: try distances.map { try pairs.distances($0, option: "--distances") })
    }
    return Prepared(formula: formula, problem: problem, design: design, names: names)
  }
}
