/// How far apart treated people and controls of one set are in one column.
struct SetDifferences: Sendable, Equatable {
  /// Σ |x₁ − x₀| over every treated person and control of one set.
  private(set) var sum = 0.0
  /// The number of such pairs.
  private(set) var pairCount = 0

  /// The mean; `nil` without pairs.
  var mean: Double? { pairCount > 0 ? sum / Double(pairCount) : nil }

  /// Adds up the differences.
  ///
  /// - Complexity: O(*n* log *n*): a set of many on both sides is sorted, not paired off.
  init(_ values: [Double], sets: [MatchedSet]) {
    for set in sets where !set.treated.isEmpty && !set.controls.isEmpty {
      pairCount += set.treated.count * set.controls.count
      if let hub = set.treated.first, set.treated.count == 1 {
        for control in set.controls { sum += abs(values[hub] - values[control]) }
      } else if let hub = set.controls.first, set.controls.count == 1 {
        for treated in set.treated { sum += abs(values[hub] - values[treated]) }
      } else {
        sum += SetDifferences.sortedSum(
          set.treated.map { values[$0] }, set.controls.map { values[$0] })
      }
    }
  }

  /// Σ |x − y| over all pairs: between neighbours of the merged order lie as many pairs as there are
  /// values of one arm below times values of the other above.
  private static func sortedSum(_ treated: [Double], _ control: [Double]) -> Double {
    let merged = (treated.map { ($0, 1) } + control.map { ($0, 0) }).sorted { $0.0 < $1.0 }
    var below = (treated: 0, control: 0)
    var sum = 0.0
    for (place, next) in merged.dropFirst().enumerated() {
      if merged[place].1 == 1 { below.treated += 1 } else { below.control += 1 }
      let crossing =
        below.treated * (control.count - below.control)
        + below.control * (treated.count - below.treated)
      sum += (next.0 - merged[place].0) * Double(crossing)
    }
    return sum
  }
}
