/// What can stand in the way of describing a population.
public enum PopulationError: EvaluationError, Equatable {
  /// Nobody has a value.
  case nobody(column: String)
  /// Values add up to 0 or less, so that nothing is a share of them.
  case noTotal(column: String)
  /// A value that is infinite, not a number or too large, or a setting out of its range.
  case invalidValue(name: String, row: Int?, allowed: String)
  /// Columns that should be of one length.
  case unequalColumns(name: String, found: Int, expected: Int)
  /// Too few resamples for an interval.
  case tooFewReplicates(found: Int, needed: Int)
  /// Two segments of one name.
  case duplicateSegment(String)
  /// The table has no such column, or its kind does not fit.
  case table(TableError)
  /// The funnel cannot be drawn.
  case funnel(ProcessControlError)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .nobody: "nobody-observed"
    case .noTotal: "no-total"
    case .invalidValue: "invalid-value"
    case .unequalColumns: "unequal-columns"
    case .tooFewReplicates: "too-few-repetitions"
    case .duplicateSegment: "duplicate-segment"
    case .table(let error): error.code
    case .funnel(let error): error.code
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .nobody(let column), .noTotal(let column): "column '\(column)'"
    case .invalidValue(let name, let row, _):
      row.map { "column '\(name)', row \($0 + 1)" } ?? "setting '\(name)'"
    case .unequalColumns(let name, _, _): "column '\(name)'"
    case .tooFewReplicates: nil
    case .duplicateSegment(let name): "segment '\(name)'"
    case .table(let error): error.location
    case .funnel(let error): error.location
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .nobody: "nobody has a value; check the column, or whom it was asked of"
    case .noTotal:
      "the values add up to 0 or less, so that nobody has a share of them; check negative amounts, "
        + "or report that there was no use"
    case .invalidValue(_, _, let allowed): "the value is not \(allowed); correct it"
    case .unequalColumns(_, let found, let expected):
      "\(found) rows where \(expected) people are described; give one row a person"
    case .tooFewReplicates(let found, let needed):
      "\(found) resamples where the interval needs \(needed); ask for more"
    case .duplicateSegment: "two segments have this name; rename one of them"
    case .table(let error): error.message
    case .funnel(let error): error.message
    }
  }

  /// Refuses a setting that is out of its range.
  static func require(
    _ isValid: Bool, _ name: String, _ allowed: String
  ) throws(PopulationError) {
    guard isValid else { throw .invalidValue(name: name, row: nil, allowed: allowed) }
  }

  /// Refuses a column that is not of the expected length.
  static func requireCount(
    _ found: Int, _ expected: Int, _ name: String
  ) throws(PopulationError) {
    guard found == expected else {
      throw .unequalColumns(name: name, found: found, expected: expected)
    }
  }

  /// Refuses observed values that are no ordinary numbers.
  static func requireOrdinary(
    _ values: Values<Double>, _ name: String
  ) throws(PopulationError) {
    for row in 0..<values.count where !values.isMissing(row) {
      guard abs(values.elements[row]) <= Double.ordinarySizes.upperBound else {
        throw .invalidValue(name: name, row: row, allowed: "a number between ±10³⁰")
      }
    }
  }
}
