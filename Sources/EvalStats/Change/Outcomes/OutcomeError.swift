/// What can stand in the way of comparing an outcome other than a rate.
public enum OutcomeError: EvaluationError, Equatable {
  /// A value that is missing, infinite or out of its range.
  case invalidValue(column: String, row: Int, allowed: String)
  /// Nobody of an arm has what the comparison is about.
  case emptyArm(Arm)
  /// Fewer of something than the comparison needs.
  case tooFew(String, found: Int, needed: Int)
  /// The event happened to nobody.
  case noEvents(outcome: String)
  /// A horizon after the last follow-up of an arm.
  case horizonBeyondFollowUp(Arm?, horizon: Double, last: Double)
  /// Nothing differs, so that there is nothing to test.
  case noVariation(outcome: String)
  /// An analysis after which a hospital stay ends before it begins.
  case endsBeforeStart(row: Int)
  /// Everyone of a unit of randomisation belongs to one arm, and this unit has two.
  case dividedUnit(unit: Int)
  /// A model could not be fitted.
  case model(ModelError)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .invalidValue: "invalid-value"
    case .emptyArm: "empty-arm"
    case .tooFew: "too-few"
    case .noEvents: "no-events"
    case .horizonBeyondFollowUp: "horizon-beyond-follow-up"
    case .noVariation: "no-variation"
    case .endsBeforeStart: "ends-before-start"
    case .dividedUnit: "divided-unit"
    case .model(let error): error.code
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    switch self {
    case .invalidValue(let column, let row, _): "column '\(column)', row \(row + 1)"
    case .emptyArm(let arm), .horizonBeyondFollowUp(let arm?, _, _): "\(arm.rawValue) arm"
    case .endsBeforeStart(let row): "row \(row + 1)"
    case .dividedUnit(let unit): "unit \(unit)"
    case .model(let error): error.location
    case .tooFew, .noEvents, .horizonBeyondFollowUp(nil, _, _), .noVariation: nil
    }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .invalidValue(_, _, let allowed):
      "the value is not \(allowed); correct it or leave the row out"
    case .emptyArm:
      "nobody with this outcome is in the arm; check the arm column and who has the outcome"
    case .tooFew(let what, let found, let needed):
      "\(found) \(what) where \(needed) are needed; report the figures without a comparison"
    case .noEvents(let outcome):
      "no \(outcome) in the data, so nothing can be compared; report the counts"
    case .horizonBeyondFollowUp(_, let horizon, let last):
      "the horizon of \(Decimals.text(horizon, places: 1)) lies beyond the last follow-up at "
        + "\(Decimals.text(last, places: 1)); choose one no later than that"
    case .noVariation(let outcome):
      "\(outcome) does not differ at all, so there is nothing to test; report the figures"
    case .endsBeforeStart: "the stay ends before it begins; correct the dates or leave it out"
    case .dividedUnit:
      "its members are in both arms, and a unit of randomisation is in one; correct the columns, or "
        + "give each person as a unit"
    case .model(let error): error.message
    }
  }
}
