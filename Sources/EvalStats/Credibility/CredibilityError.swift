/// What can stand in the way of saying how far a result can be believed.
public enum CredibilityError: EvaluationError, Equatable {
  /// A quantity lies outside its range.
  case invalidValue(name: String, value: Double, range: String)
  /// No pair differs, so there is nothing to bound.
  case noDifference
  /// No size of sample or effect reaches the power.
  case unreachable(power: Double)

  /// A stable name of the kind of error, for programs.
  public var code: String {
    switch self {
    case .invalidValue: "invalid-value"
    case .noDifference: "no-difference"
    case .unreachable: "power-unreachable"
    }
  }

  /// Where the error stands; `nil` where no place is at fault.
  public var location: String? {
    if case .invalidValue(let name, _, _) = self { name } else { nil }
  }

  /// What was found, and what to do about it.
  public var message: String {
    switch self {
    case .invalidValue(let name, let value, let range):
      "\(name) is \(value) and must be \(range); correct it"
    case .noDifference:
      "no pair differs, so no hidden bias can be bounded; report the pairs alone"
    case .unreachable(let power):
      "no size reaches a power of \(Decimals.text(power, places: 2)) here; ask for less power, or "
        + "change what is compared"
    }
  }

  /// Refuses a value that is not in its range.
  static func require(
    _ isValid: Bool, _ name: String, _ value: Double, _ range: String
  ) throws(CredibilityError) {
    guard isValid else { throw .invalidValue(name: name, value: value, range: range) }
  }

  /// Refuses a significance level outside 0…1.
  static func requireLevel(_ level: Double) throws(CredibilityError) {
    try require(level > 0 && level < 1, "the significance level", level, "between 0 and 1")
  }

  /// Refuses a power that is no better than the level, or certain.
  static func requirePower(_ power: Double, level: Double) throws(CredibilityError) {
    try require(
      power > level && power < 1, "the power", power, "between the level, \(level), and 1")
  }

  /// Refuses what is no positive ratio inside its limits.
  static func requireRatio(
    _ ratio: Double, _ lower: Double?, _ upper: Double?
  ) throws(CredibilityError) {
    try require(ratio > 0 && ratio.isFinite, "the ratio", ratio, "positive and finite")
    if let lower {
      try require(
        lower >= 0 && lower <= ratio, "the lower limit", lower, "from 0 to the ratio, \(ratio)")
    }
    if let upper {
      try require(upper >= ratio, "the upper limit", upper, "at least the ratio, \(ratio)")
    }
  }
}
