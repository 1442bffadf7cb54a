/// Something that draws whole numbers from one seed (a linear congruential generator, its high bits).
public protocol SeededDraws {
  var state: UInt64 { get set }
}

extension SeededDraws {
  /// A number from 0 to below `below`, 0 where that is none.
  public mutating func draw(_ below: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, below)))
  }
}

/// Nothing but the draws.
public struct Draws: SeededDraws {
  public var state: UInt64

  public init(seed: UInt64) { state = seed }
}
