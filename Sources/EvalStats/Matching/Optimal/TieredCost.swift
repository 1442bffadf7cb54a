/// A cost in which a whole number comes first and a distance decides among equals.
///
/// The number counts people and pairs, the distance adds up distances: minimising such costs matches
/// as many as possible and, among all ways to do so, at the least distance. No weight has to be
/// large enough for that, and none swallows the digits of the distances.
struct TieredCost: Comparable, Sendable {
  var tier: Int
  var distance: Double

  init(_ tier: Int = 0, _ distance: Double = 0) {
    self.tier = tier
    self.distance = distance
  }

  static let zero = TieredCost()

  @inline(__always)
  static func < (left: TieredCost, right: TieredCost) -> Bool {
    left.tier != right.tier ? left.tier < right.tier : left.distance < right.distance
  }

  @inline(__always)
  static func + (left: TieredCost, right: TieredCost) -> TieredCost {
    TieredCost(left.tier + right.tier, left.distance + right.distance)
  }

  @inline(__always)
  static func - (left: TieredCost, right: TieredCost) -> TieredCost {
    TieredCost(left.tier - right.tier, left.distance - right.distance)
  }

  @inline(__always)
  static func + (left: TieredCost, distance: Double) -> TieredCost {
    TieredCost(left.tier, left.distance + distance)
  }

  @inline(__always)
  static func += (left: inout TieredCost, right: TieredCost) { left = left + right }
}
