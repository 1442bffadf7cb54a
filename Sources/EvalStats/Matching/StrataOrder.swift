internal import EvalLinearAlgebra

/// Units sorted by stratum, then by a key, then by number.
struct StrataOrder: Sendable {
  /// The units in order.
  let order: [Int32]
  /// Where each stratum begins in `order`; one more element than strata.
  let starts: [Int32]
  /// Where each unit stands in `order`.
  let positions: [Int32]
  /// The keys in the order of `order`.
  let keys: [Double]

  /// Sorts units.
  ///
  /// - Complexity: O(*n*)
  init(strata: [Int32], stratumCount: Int, keys: [Double]) {
    let isInOrder = keys.indices.dropFirst().allSatisfy {
      (strata[$0 - 1], keys[$0 - 1]) <= (strata[$0], keys[$0])
    }
    let order =
      isInOrder
      ? Array(0..<Int32(keys.count))
      : AscendingOrder.places(of: keys, groups: strata, groupCount: stratumCount)
    var starts = [Int32](repeating: 0, count: stratumCount + 1)
    for stratum in strata { starts[Int(stratum) + 1] += 1 }
    for stratum in 0..<stratumCount { starts[stratum + 1] += starts[stratum] }
    self.order = order
    self.starts = starts
    positions = isInOrder ? order : AscendingOrder.positions(in: order)
    self.keys = isInOrder ? keys : AscendingOrder.arranged(keys, by: order)
  }

  /// The positions of a stratum.
  func range(of stratum: Int32) -> Range<Int> {
    Int(starts[Int(stratum)])..<Int(starts[Int(stratum) + 1])
  }

  /// The first position of a range whose key is not below `key`; its end if there is none.
  func firstPosition(notBelow key: Double, in range: Range<Int>) -> Int {
    firstPosition(in: range) { $0 >= key }
  }

  /// The first position of a range whose key passes a test that all later ones pass too; its end if
  /// none does.
  func firstPosition(in range: Range<Int>, where passes: (_ key: Double) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if passes(keys[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// For each of some others the first position of their stratum whose key is not below theirs.
  ///
  /// - Complexity: O(*n* + *others*)
  func firstPositions(notBelow others: [Double], strata: [Int32]) -> [Int32] {
    var positions = [Int32](repeating: 0, count: others.count)
    var position = 0
    for other in AscendingOrder.places(of: others, groups: strata, groupCount: starts.count - 1) {
      let range = range(of: strata[Int(other)])
      position = max(position, range.lowerBound)
      while position < range.upperBound, keys[position] < others[Int(other)] { position += 1 }
      positions[Int(other)] = Int32(position)
    }
    return positions
  }
}
