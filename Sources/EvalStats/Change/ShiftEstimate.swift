/// An estimate of how far values are shifted, by turning a rank test round: the shift that it holds
/// most likely, and the shifts that it does not reject.
///
/// It supposes that a group differs from the other (or differences from symmetry about zero) by a
/// shift and nothing else; counts that change in proportion do not.
public struct ShiftEstimate: Sendable, Equatable {
  /// The shift.
  public let estimate: Double
  /// The shifts at which the statistic equals its expectation: one point, or the gap between the two
  /// middle averages or differences, of which `estimate` is the middle.
  public let balanced: ClosedRange<Double>
  /// The shifts not rejected; `nil` where there are too few values for any to be.
  public let interval: ClosedRange<Double>?
}
