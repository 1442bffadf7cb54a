/// How often one control may serve.
public enum ControlReuse: Sendable, Equatable {
  /// Without replacement: once.
  case none
  /// In at most this many sets, once in each.
  case atMost(Int)
  /// With replacement: in any number of sets, once in each.
  case unlimited

  /// The number of sets a control may serve in.
  package var limit: Int {
    switch self {
    case .none: 1
    case .atMost(let limit): limit
    case .unlimited: .max
    }
  }
}
