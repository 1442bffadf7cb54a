/// What can be wrong with a formula, or with a formula on a table.
public enum FormulaError: EvaluationError, Equatable {
  /// The text is not a formula. `position` counts characters from 1.
  case syntax(formula: String, position: Int, found: String, expected: String)
  /// A part is well written but means nothing as a term.
  case meaningless(term: String, reason: String)
  /// No column of the table has this name.
  case unknownColumn(String, nearest: [String])
  /// No function of this name can stand in a formula.
  case unknownFunction(String, known: [String])
  /// A part has a kind of value that cannot be used there.
  case wrongKind(term: String, found: String, expected: String)
  /// Values are missing and the caller asked to be told.
  case missingValues(column: String, count: Int)
  /// A part is infinite or undefined in `count` rows; `firstRow` counts from 0.
  case notFinite(term: String, count: Int, firstRow: Int)
  /// A factor has one level only among the rows used.
  case singleLevel(term: String, level: String)
  /// New data hold a level that was not there when the levels were learned.
  case unseenLevel(term: String, level: String, known: [String])
  /// The response is categorical with a number of levels other than two.
  case responseLevels(term: String, levels: [String])
  /// A response was asked for and the formula has none.
  case noResponse(formula: String)
  /// No row is complete.
  case noRows(dropped: [DroppedRows])

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .syntax: "formula-syntax"
    case .meaningless: "formula-term"
    case .unknownColumn: "unknown-column"
    case .unknownFunction: "unknown-function"
    case .wrongKind: "wrong-column-kind"
    case .missingValues: "missing-values"
    case .notFinite: "non-finite-value"
    case .singleLevel: "single-level"
    case .unseenLevel: "unseen-level"
    case .responseLevels: "response-levels"
    case .noResponse: "no-response"
    case .noRows: "no-complete-rows"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .syntax(let formula, let position, _, _): "formula '\(formula)', position \(position)"
    case .meaningless(let term, _), .wrongKind(let term, _, _), .notFinite(let term, _, _),
      .singleLevel(let term, _), .unseenLevel(let term, _, _), .responseLevels(let term, _):
      "formula term '\(term)'"
    case .unknownColumn(let name, _), .missingValues(let name, _): "column '\(name)'"
    case .unknownFunction(let name, _): "formula function '\(name)'"
    case .noResponse(let formula): "formula '\(formula)'"
    case .noRows: nil
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .syntax(_, _, let found, let expected): "found \(found), expected \(expected)"
    case .meaningless(_, let reason): reason
    case .unknownColumn(_, let nearest):
      nearest.isEmpty
        ? "there is no such column; check the header line"
        : "there is no such column; did you mean \(Self.list(nearest, joiner: "or"))?"
    case .unknownFunction(_, let known):
      "there is no such function here; use one of \(Self.list(known, joiner: "or"))"
    case .wrongKind(_, let found, let expected): "found \(found), expected \(expected)"
    case .missingValues(_, let count):
      "\(Self.rows(count)) missing; complete the column, leave it out, or allow rows to be dropped"
    case .notFinite(_, let count, let firstRow):
      "not a finite number in \(Self.rows(count)) (first: row \(firstRow + 1)); "
        + "a logarithm needs values above zero"
    case .singleLevel(_, let level):
      "every row used has the value '\(level)'; leave the term out"
    case .unseenLevel(_, let level, let known):
      "level '\(level)' was not there when the levels were learned "
        + "(\(Self.list(Array(known.prefix(8)), joiner: "and"))); drop those rows or fit again"
    case .responseLevels(_, let levels):
      "a categorical response needs two levels, found \(levels.count)"
        + (levels.isEmpty
          ? "" : " (\(Self.list(Array(levels.prefix(8)), joiner: "and"))); name a 0/1 column")
    case .noResponse: "there is nothing left of '~'; write 'response ~ terms'"
    case .noRows(let dropped):
      dropped.isEmpty
        ? "the table has no rows"
        : "no row is complete: "
          + dropped.map { "'\($0.column)' is missing in \($0.count)" }.joined(separator: ", ")
          + "; leave the emptiest column out"
    }
  }

  private static func list(_ names: [String], joiner: String) -> String {
    let quoted = names.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " \(joiner) " + last
  }

  private static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }
}
