/// How uneven the sets of full matching may be.
///
/// Every set holds one treated person with some controls or one control with some treated people;
/// both limits are in controls for each treated person. Hansen (2004,
/// doi:10.1198/016214504000000647) shows why to limit them: very uneven sets cost precision.
public struct FullMatchingLimits: Sendable, Equatable {
  /// The fewest controls for a treated person: 0.5 lets two treated people share one control, 1 lets
  /// nobody share, 2 gives each at least two. 0 sets no limit.
  public var minimumControls: Double
  /// The most controls for a treated person: 4 is at most four, 0.5 one control for at least two.
  public var maximumControls: Double

  /// Creates limits; by default none.
  public init(minimumControls: Double = 0, maximumControls: Double = .infinity) {
    self.minimumControls = minimumControls
    self.maximumControls = maximumControls
  }

  /// No limits.
  public static let none = FullMatchingLimits()

  /// Whether any set can satisfy them.
  var areConsistent: Bool {
    minimumControls >= 0 && minimumControls.isFinite && maximumControls > 0
      && minimumControls <= maximumControls && treatedBounds(1 << 30) != nil
      && controlBounds(1 << 30) != nil
  }

  /// The fewest and the most controls in a treated person's set.
  func treatedBounds(_ controlCount: Int) -> ClosedRange<Int>? {
    let fewest = minimumControls > 1 ? Int(minimumControls.rounded(.up)) : 1
    let most =
      maximumControls < 1
      ? 1 : Int(min(Double(max(1, controlCount)), maximumControls.rounded(.down)))
    return fewest <= most ? fewest...most : controlCount < fewest ? fewest...fewest : nil
  }

  /// The fewest and the most treated people in a control's set.
  func controlBounds(_ treatedCount: Int) -> ClosedRange<Int>? {
    // 1/3 is not a binary number: three must come out of it.
    let slack = 1e-9
    let fewest = maximumControls < 1 ? Int((1 / maximumControls - slack).rounded(.up)) : 1
    let most =
      minimumControls >= 1
      ? 1
      : minimumControls == 0
        ? max(1, treatedCount)
        : Int(min(Double(max(1, treatedCount)), (1 / minimumControls + slack).rounded(.down)))
    return fewest <= most ? fewest...most : treatedCount < fewest ? fewest...fewest : nil
  }
}

extension FullMatchingLimits: CustomStringConvertible {
  /// "sets from 2:1 to 1:4".
  public var description: String {
    switch (minimumControls, maximumControls) {
    case (0, .infinity): "sets of any shape"
    case (_, .infinity): "at least \(minimumControls) controls for a treated person"
    case (0, _): "at most \(maximumControls) controls for a treated person"
    default: "\(minimumControls) to \(maximumControls) controls for a treated person"
    }
  }
}
