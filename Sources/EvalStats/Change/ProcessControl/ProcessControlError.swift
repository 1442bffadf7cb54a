/// What can stand in the way of a control chart or a funnel.
///
/// Periods are counted from 1 in messages, from 0 in the cases.
public enum ProcessControlError: EvaluationError, Equatable {
  /// Fewer observed points in a stretch of the chart than its limits need.
  case tooFewPoints(found: Int, needed: Int, from: Int)
  /// A value that is infinite, not a number or out of its range.
  case invalidValue(column: String, row: Int, allowed: String)
  /// A step outside of the chart, or two at one period.
  case stepOutOfRange(period: Int, count: Int)
  /// A baseline that is empty, outside of the chart or cut by a step.
  case baselineOutOfRange(first: Int, last: Int)
  /// Neighbouring points never differ, so that the limits would lie on the centre.
  case noVariation(from: Int)
  /// Columns that should be of one length.
  case unequalColumns(first: Int, second: Int)
  /// Fewer groups than a funnel's over-dispersion can be judged from.
  case tooFewGroups(found: Int, needed: Int)
  /// No events at all, so that there is no rate to set limits about.
  case noEvents

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .tooFewPoints: "too-few-points"
    case .invalidValue: "invalid-value"
    case .stepOutOfRange: "step-out-of-range"
    case .baselineOutOfRange: "baseline-out-of-range"
    case .noVariation: "no-variation"
    case .unequalColumns: "unequal-columns"
    case .tooFewGroups: "too-few-groups"
    case .noEvents: "no-events"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .tooFewPoints(_, _, let from), .noVariation(let from): "from period \(from + 1)"
    case .invalidValue(let column, let row, _): "column '\(column)', row \(row + 1)"
    case .stepOutOfRange(let period, _): "step at period \(period + 1)"
    case .baselineOutOfRange(let first, let last): "baseline, periods \(first + 1) to \(last + 1)"
    case .unequalColumns, .tooFewGroups, .noEvents: nil
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .tooFewPoints(let found, let needed, _):
      "\(found) observed \(found == 1 ? "point" : "points") where limits need \(needed); take in "
        + "more periods, take the step out, or show the line without limits"
    case .invalidValue(_, _, let allowed):
      "the value is not \(allowed); correct it, or leave the period out as missing"
    case .stepOutOfRange(_, let count):
      "steps stand once each between the second and the last of the \(count) periods; move it"
    case .baselineOutOfRange:
      "a baseline lies within the chart and within one stretch between steps; move it"
    case .noVariation:
      "neighbouring points never differ, so the limits have no width; show the line without limits, "
        + "or count over longer periods"
    case .unequalColumns(let first, let second):
      "columns of \(first) and \(second) rows; give one row a period or group in each"
    case .tooFewGroups(let found, let needed):
      "\(found) \(found == 1 ? "group" : "groups") where \(needed) are needed to see how much groups "
        + "vary; take limits without over-dispersion, and say so"
    case .noEvents: "no events in any group or period; report the counts alone"
    }
  }
}
