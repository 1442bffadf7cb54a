public import EvalLinearAlgebra

/// An error that says what was found, where, and what to do about it.
///
/// Every error EvalStats throws for a caller's data conforms. None carries a person's values beyond
/// what is needed to find the place.
public protocol EvaluationError: Error, Sendable, CustomStringConvertible {
  /// A stable, kebab-case name of the case, for programs.
  var code: String { get }
  /// The place: a column, a row, a file and line; `nil` where there is none.
  var location: String? { get }
  /// What was found, what was expected and the remedy, in one line.
  var message: String { get }
}

extension EvaluationError {
  /// The location, if any, and the message on one line: names and values may hold line breaks.
  public var description: String {
    let text = location.map { "\($0): \(message)" } ?? message
    func breaks(_ character: Character) -> Bool { character.isNewline || character == "\0" }
    return text.contains(where: breaks) ? String(text.map { breaks($0) ? " " : $0 }) : text
  }
}

extension LinearAlgebraError: EvaluationError {}
