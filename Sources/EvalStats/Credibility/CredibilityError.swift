/// What can stand in the way of saying how far a result can be believed.
public enum CredibilityError: EvaluationError, Equatable {
  /// A quantity lies outside its range.
  case invalidValue(name: String, value: Double, range: String)
  /// No pair differs, so there is nothing to bound.
  case noDifference
  /// No size of sample or effect reaches the power.
  case unreachable(power: Double)

  public var code: String {
    switch self {
    case .invalidValue: "invalid-value"
    case .noDifference: "no-difference"
    case .unreachable: "power-unreachable"
    }
  }

  public var location: String? {
    if case .invalidValue(let name, _, _) = self { name } else { nil }
  }

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
}
